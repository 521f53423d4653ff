// SPDX-License-Identifier: Apache-2.0
#include "unit/gpu/support.h"

namespace rda::gpu {
namespace {

const std::string kCsvTitles =
    "==7== Profiling result:\n\"Start\",\"Duration\",\"Grid X\",\"Grid Y\",\"Grid Z\",\"Block "
    "X\",\"Block Y\",\"Block Z\",\"Registers Per Thread\",\"Static SMem\",\"Dynamic "
    "SMem\",\"Size\",\"Throughput\",\"Device\",\"Context\",\"Stream\",\"Name\"\n";
const std::string kCsvKernel =
    ",40,1,1,256,1,1,8,0,0,,,\"T4 (0)\",\"1\",\"13\",\"k(float*, int) [218]\"\n";

TEST(Nvprof, TraceTakesUnitsOfEveryColumn) {
  const Timeline a =
      imported(kCsvTitles + "ms,us,,,,,,,,B,B,KB,GB/s,,,,\n2.000001,8.256" + kCsvKernel);
  EXPECT_EQ(total_ns(a), 8256);
  EXPECT_EQ(a.start_resolution_ns, 1);
  const Timeline b =
      imported(kCsvTitles + "s,ms,,,,,,,,B,B,MB,GB/s,,,,\n0.646778,0.047361" + kCsvKernel);
  EXPECT_EQ(total_ns(b), 47361);
  EXPECT_EQ(b.start_resolution_ns, 1000);
}

TEST(Nvprof, TraceDropsTheNumberOfTheLaunchFromTheName) {
  const Timeline timeline =
      imported(kCsvTitles + "s,s,,,,,,,,B,B,MB,GB/s,,,,\n1.0,2.0" + kCsvKernel);
  EXPECT_EQ(timeline.kernels[0].name, "k(float*, int)");
  EXPECT_EQ(timeline.kernels[0].grid->x, 40);
  EXPECT_EQ(timeline.kernels[0].stream, "13");
}

const std::string kTextTitles =
    "==7== Profiling result:\n   Start  Duration            Grid Size      Block Size     Regs*    "
    "SSMem*    DSMem*      Size  Throughput  SrcMemType  DstMemType           Device   Context    "
    "Stream  Name\n";
const std::string kTextCopy =
    "2.00010s  2.1760us                    -               -         -         -         -        "
    "4B  1.7531MB/s      Device           -  Tesla P100-PCIE         1        78  [CUDA memset]\n";
const std::string kTextKernel =
    "2.00020s  381.53us              (8 3 1)       (256 1 1)        53  16.000KB        0B         "
    "-           -           -           -  Tesla P100-PCIE         1       171  gemm<int, 2>(int, "
    " int) [25]\n";
const std::string kTextLegend =
    "\nRegs: Number of registers used per CUDA thread.  This number includes registers used.\n";

TEST(Nvprof, TextTraceHasAUnitBehindEveryValueAndEndsAtTheLegend) {
  const Timeline timeline = imported(kTextTitles + kTextCopy + kTextKernel + kTextLegend);
  ASSERT_EQ(timeline.kernels.size(), 1u);
  const Kernel& kernel = timeline.kernels[0];
  EXPECT_EQ(kernel.duration_ns, 381530);
  EXPECT_EQ(kernel.start_ns, 100000);
  EXPECT_EQ(kernel.name, "gemm<int, 2>(int,  int)");
  EXPECT_EQ(kernel.grid->y, 3);
  EXPECT_EQ(kernel.stream, "171");
  EXPECT_EQ(timeline.start_resolution_ns, 10000);
  ASSERT_EQ(timeline.copies.size(), 1u);
  EXPECT_EQ(timeline.copies[0].bytes, 4);
  EXPECT_EQ(timeline.copies[0].duration_ns, 2176);
  EXPECT_TRUE(timeline.notes.empty()) << timeline.notes[0];
}

TEST(Nvprof, UnifiedMemoryRowsAreNothing) {
  const Timeline timeline = imported(
      "   Start  Duration  Grid Size  Block Size  Device  Context  Stream  Unified Memory  Name\n"
      "1.00ms         -          -           -       -        -       -       PC 0x1  [Unified "
      "Memory CPU page faults]\n"
      "1.10ms  180.45us          -           -      T4        -       -          128  [Unified "
      "Memory GPU page faults]\n"
      "1.20ms  3.8080us    (8 1 1)   (512 1 1)      T4        1       7            -  k(int)\n");
  EXPECT_EQ(total_ns(timeline), 3808);
  EXPECT_TRUE(timeline.copies.empty());
}

TEST(Nvprof, HostCallsOfACombinedTraceAreLeftOut) {
  std::string call = kTextCopy;
  call.replace(call.find("[CUDA memset]"), 13, "cudaMalloc [3]");
  const Timeline timeline = imported(kTextTitles + call + kTextKernel);
  EXPECT_EQ(timeline.kernels.size(), 1u);
  EXPECT_TRUE(noted(timeline, "host calls"));
}

TEST(Nvprof, LinesOfTheProgramBetweenRowsAreCounted) {
  const Timeline timeline = imported(kTextTitles + kTextCopy + "epoch 1 done\n" + kTextKernel);
  EXPECT_EQ(timeline.kernels.size(), 1u);
  EXPECT_TRUE(noted(timeline, "lines among the rows that are no rows: 1, the first one is line 4"));
}

TEST(Nvprof, WarningsOfTheToolBecomeNotes) {
  const Timeline timeline =
      imported("==7== Warning: 12 records have invalid timestamps\n" + kTextTitles + kTextKernel +
               "==7== Warning: 3 records were dropped\n");
  EXPECT_TRUE(noted(timeline, "12 records have invalid timestamps"));
  EXPECT_TRUE(noted(timeline, "3 records were dropped"));
}

TEST(Nvprof, SummaryCountsGpuActivitiesAndNeitherHostCallsNorRanges) {
  const Timeline timeline = imported(
      "==8== Profiling result:\n"
      "            Type  Time(%)      Time     Calls       Avg       Min       Max  Name\n"
      " GPU activities:   62.43%  56.7454s    186316  304.57us  102.05us  926.52us  gemm_nn\n"
      "                    2.88%  2.62080s     67043  39.091us  2.3670us  1.5520ms  [CUDA memcpy "
      "DtoD]\n"
      "                    2.57%  2.33880s      2920  800.96us  741.08us  865.33us  void "
      "k<int=4>(int, int)\n"
      "      API calls:   50.99%  31.2031s    420151  74.266us  3.6560us  168.55ms  "
      "cudaLaunchKernel\n"
      "                   27.67%  16.9288s    551154  30.715us  4.6020us  175.78ms  cudaMemcpy\n"
      "\n==8== NVTX result:\n==8==   Thread \"<unnamed>\" (id = 3)\n"
      "            Type  Time(%)      Time     Calls       Avg       Min       Max  Name\n"
      "          Range:  100.00%  31.265ms       357  87.578us  4.7570us  27.978ms  all\n"
      " GPU activities:  100.00%  25.855us         9  2.8720us  2.5600us  3.5840us  [CUDA memcpy "
      "DtoD]\n"
      "No kernels were profiled in this range.\n");
  ASSERT_EQ(timeline.kernels.size(), 2u);
  EXPECT_EQ(timeline.kernels[0].launches, 186316);
  EXPECT_EQ(timeline.kernels[0].duration_ns, 56745400000);
  EXPECT_EQ(timeline.kernels[0].max_ns, 926520);
  EXPECT_EQ(timeline.kernels[1].name, "void k<int=4>(int, int)");
  ASSERT_EQ(timeline.copies.size(), 1u);
  EXPECT_EQ(timeline.copies[0].count, 67043);
  EXPECT_TRUE(timeline.notes.empty()) << timeline.notes[0];
}

TEST(Nvprof, OldSummaryHasHostCallsInATableOfTheirOwn) {
  const std::string titles = "Time(%)      Time     Calls       Avg       Min       Max  Name\n";
  const std::string kernels = "100.00%  10.000us         2  5.0000us  4.0000us  6.0000us  k(int)\n";
  const std::string calls = "100.00%  31.265ms       357  87.578us  4.7570us  27.978ms  cudaFree\n";
  const Timeline timeline = imported("==8== Profiling result:\n" + titles + kernels +
                                     "\n==8== API calls:\n" + titles + calls);
  EXPECT_EQ(total_ns(timeline), 10000);
  EXPECT_TRUE(timeline.notes.empty());
  EXPECT_NE(refusal("==8== API calls:\n" + titles + calls), "");
}

TEST(Nvprof, SummaryCsvHasUnitsInARowOrBehindEachValue) {
  const Timeline units = imported(
      "\"Type\",\"Time(%)\",\"Time\",\"Calls\",\"Avg\",\"Min\",\"Max\",\"Name\"\n,%,ms,,us,us,ms,\n"
      "\"GPU activities\",100.0,1.500000,3,500.0,400.0,0.6,\"k(int, int)\"\n"
      "\"API calls\",100.0,9.0,3,500.0,400.0,0.6,\"cudaFree\"\n");
  EXPECT_EQ(total_ns(units), 1500000);
  EXPECT_EQ(units.kernels[0].min_ns, 400000);
  EXPECT_EQ(units.kernels[0].max_ns, 600000);
  const Timeline bare = imported(
      "Time(%),Time,Calls,Avg,Min,Max,Name\n20.92%,237.43ms,150,1.58ms,1.51ms,2.11ms,sor(float*, "
      "int, int)\n");
  EXPECT_EQ(total_ns(bare), 237430000);
  EXPECT_EQ(bare.kernels[0].name, "sor(float*, int, int)");
}

TEST(Nvprof, MetricsAndEmptyProfilesAreRefusedWithWhatToDo) {
  EXPECT_TRUE(says(refusal("==8== Metric result:\n\"Device\",\"Kernel\",\"Invocations\",\"Metric "
                           "Name\",\"Metric Description\",\"Min\",\"Max\",\"Avg\"\n"),
                   "run nvprof again without --metrics"));
  EXPECT_TRUE(says(refusal("==8== Profiling result:\nNo kernels were profiled.\n"),
                   "there is no kernel in it; the profiler says: No kernels were profiled."));
}

TEST(Nvprof, TimesWithoutUnitNameTheLine) {
  EXPECT_EQ(refusal(kCsvTitles + "1.0,2.0" + kCsvKernel),
            "f: line 3: \"1.0\" is no time with a unit (column \"start\")");
}

}  // namespace
}  // namespace rda::gpu
