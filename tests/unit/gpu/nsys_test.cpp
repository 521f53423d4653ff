// SPDX-License-Identifier: Apache-2.0
#include "unit/gpu/support.h"

namespace rda::gpu {
namespace {

const std::string kTraceTitles =
    "Start (ns),Duration (ns),CorrId,GrdX,GrdY,GrdZ,BlkX,BlkY,BlkZ,Reg/Trd,StcSMem (MB),DymSMem "
    "(MB),Bytes (MB),Throughput (MB/s),SrcMemKd,DstMemKd,Device,Ctx,GreenCtx,Strm,Name\n";

std::string kernel_row(const std::string& begin, const std::string& device = "T4 (0)") {
  return begin + ",7,80,2,1,256,1,1,36,0.000,0.214,,,,," + device +
         ",1,,7,\"k<1, 2>(int, float)\"\n";
}

TEST(NsysTrace, SeparatesKernelsFromCopiesAndCountsFromTheFirstEvent) {
  const Timeline timeline =
      imported(kTraceTitles +
               "1000,5,13,,,,,,,,,,4.096,800.0,Pageable,Device,T4 (0),1,,9,[CUDA memcpy HtoD]\n" +
               kernel_row("1600,250"));
  ASSERT_EQ(timeline.kernels.size(), 1u);
  const Kernel& kernel = timeline.kernels[0];
  EXPECT_EQ(kernel.name, "k<1, 2>(int, float)");
  EXPECT_EQ(kernel.start_ns, 600);
  EXPECT_EQ(kernel.duration_ns, 250);
  EXPECT_EQ(kernel.grid->x, 80);
  EXPECT_EQ(kernel.grid->y, 2);
  EXPECT_EQ(kernel.block->x, 256);
  EXPECT_EQ(kernel.stream, "7");
  ASSERT_EQ(timeline.copies.size(), 1u);
  EXPECT_EQ(timeline.copies[0].bytes, 4096000);
  EXPECT_EQ(timeline.copies[0].stream, "9");
  EXPECT_EQ(timeline.device, "T4");
  EXPECT_EQ(timeline.start_resolution_ns, 1);
}

TEST(NsysTrace, SkipsAnyPreamble) {
  std::string preamble;
  for (int i = 0; i < 500; ++i) preamble += "step " + std::to_string(i) + ", loss 0.1, Name: x\n";
  preamble +=
      "NOTICE: Existing SQLite export found: x.sqlite\n\nProcessing [x.sqlite] with "
      "[cuda_gpu_trace.py]...\n\n";
  EXPECT_EQ(total_ns(imported(preamble + kTraceTitles + kernel_row("1600,250"))), 250);
}

TEST(NsysTrace, TakesRawTitlesAndOtherUnits) {
  const Timeline raw = imported(
      "Start:ts_ns,Duration:dur_ns,CorrId:int,GrdX:int,GrdY:int,GrdZ:int,BlkX:int,BlkY:int,"
      "BlkZ:int,Device:str,Strm:int,Name:str\n100,40,1,2,1,1,32,1,1,T4,7,k\n");
  EXPECT_EQ(total_ns(raw), 40);
  EXPECT_EQ(raw.kernels[0].grid->x, 2);
  const Timeline micro = imported(
      "Start (us),Duration (usec),GrdX,GrdY,GrdZ,BlkX,BlkY,BlkZ,Name\n1.5,2.25,1,1,1,1,1,1,k\n");
  EXPECT_EQ(total_ns(micro), 2250);
  EXPECT_EQ(micro.start_resolution_ns, 100);
  EXPECT_TRUE(says(refusal("Start (days),Duration (ns),GrdX,BlkX,Name\n1,2,1,1,k\n"),
                   "the column \"start\" has no unit of time, but \"days\""));
}

TEST(NsysTrace, NamesStreamsByDeviceIfThereAreSeveral) {
  const Timeline timeline =
      imported(kTraceTitles + kernel_row("1,2", "A (0)") + kernel_row("5,2", "B (1)"));
  EXPECT_EQ(timeline.kernels[0].stream, "A (0)/7");
  EXPECT_EQ(timeline.kernels[1].stream, "B (1)/7");
  EXPECT_TRUE(noted(timeline, "kernels of 2 devices"));
}

TEST(NsysTrace, SortsByStart) {
  const Timeline timeline =
      imported(kTraceTitles + kernel_row("900,5") + kernel_row("100,7") + kernel_row("500,6"));
  EXPECT_EQ(timeline.kernels[0].duration_ns, 7);
  EXPECT_EQ(timeline.kernels[2].start_ns, 800);
}

TEST(NsysTrace, NamesTheLineOfABadRow) {
  EXPECT_EQ(refusal("\n" + kTraceTitles + kernel_row("1,x")),
            "f: line 3: \"x\" is no time from 0 on (column \"duration\")");
  EXPECT_EQ(refusal(kTraceTitles + kernel_row("1,2") + "3,4,5\n"),
            "f: line 3: has 3 of the 21 columns of the heading (is the file cut off?)");
  EXPECT_TRUE(says(refusal(kTraceTitles + kernel_row("1,-2")), "line 2: \"-2\" is no time"));
}

TEST(NsysTrace, EndsWhereTheHeadingOfAnotherRunBegins) {
  const Timeline timeline =
      imported(kTraceTitles + kernel_row("1,2") + kTraceTitles + kernel_row("1,2"));
  EXPECT_EQ(timeline.kernels.size(), 1u);
  EXPECT_TRUE(noted(timeline, "further tables of kernels, not read: 1, the first one at line 3"));
}

TEST(NsysTrace, LinesOfTheProgramBetweenRowsAreNoted) {
  const Timeline timeline =
      imported(kTraceTitles + kernel_row("1,2") + "done\n" + kernel_row("5,2"));
  EXPECT_EQ(timeline.kernels.size(), 2u);
  EXPECT_TRUE(noted(timeline, "the first one is line 3"));
}

TEST(NsysTrace, AQuoteWithoutEndNamesTheLine) {
  EXPECT_EQ(refusal(kTraceTitles + kernel_row("1,2") + "3,4,\"open\n"),
            "f: line 3: a quote has no end (is the file cut off?)");
}

TEST(NsysTrace, OfPrintedTablesHasEmptyCellsWhereTheRuleSaysSo) {
  const Timeline timeline = imported(
      " Start (ns)  Duration (ns)  GrdX  GrdY  GrdZ  BlkX  BlkY  BlkZ  Strm         Name\n"
      " ----------  -------------  ----  ----  ----  ----  ----  ----  ----  ------------------\n"
      "      1,000            500                                         7  [CUDA memcpy HtoD]\n"
      "      2,000            250    80     1     1   256     1     1    13  k(int,  float)\n"
      "\n"
      "something else\n");
  ASSERT_EQ(timeline.kernels.size(), 1u);
  EXPECT_EQ(timeline.kernels[0].name, "k(int,  float)");
  EXPECT_EQ(timeline.kernels[0].stream, "13");
  EXPECT_EQ(timeline.copies.size(), 1u);
}

TEST(NsysTrace, OfALocaleWithBlanksBetweenThousandsKeepsItsColumns) {
  const Timeline timeline = imported(
      " Total Time (ns)  Instances  Name\n ---------------  ---------  ----\n"
      "       1\xe2\x80\xaf"
      "234\xe2\x80\xaf"
      "567          3  k(int)\n");
  EXPECT_EQ(timeline.kernels[0].duration_ns, 1234567);
  EXPECT_EQ(timeline.kernels[0].launches, 3);
}

TEST(NsysExecTrace, KnowsWhenTheHostLaunched) {
  const Timeline timeline = imported(
      "API Start (ns),API Dur (ns),Queue Start (ns),Queue Dur (ns),Kernel Start (ns),Kernel Dur "
      "(ns),Total Dur (ns),PID,TID,DevId,API Function,GridXYZ,BlockXYZ,Kernel Name\n"
      "100,20,120,30,150,400,450,1,1,0,cudaLaunchKernel,   8    1    1, 256    1    1,\"k(int, "
      "int)\"\n"
      "700,20,720,30,750,300,350,1,1,0,cudaGraphLaunch_v10000,   8    1    1, 256    1    1,g\n");
  ASSERT_EQ(timeline.kernels.size(), 2u);
  EXPECT_EQ(timeline.kernels[0].launched_ns, 0);
  EXPECT_EQ(timeline.kernels[0].start_ns, 50);
  EXPECT_EQ(timeline.kernels[0].grid->x, 8);
  EXPECT_EQ(timeline.kernels[0].launch, Launch::stream);
  EXPECT_EQ(timeline.kernels[1].launch, Launch::graph);
  EXPECT_EQ(total_ns(timeline), 700);
}

TEST(NsysSummary, HasTotalsByNameAndNoStarts) {
  const Timeline timeline = imported(
      "Time (%),Total Time (ns),Instances,Avg (ns),Med (ns),Min (ns),Max (ns),StdDev (ns),Name\n"
      "60.0,600,3,200.0,190.0,100,310,10.0,\"void k<(int)8, (bool)0>(const char *, int)\"\n"
      "40.0,400,1,400.0,400.0,400,400,0.0,g\n");
  EXPECT_EQ(timeline.kind, TimelineKind::summary);
  EXPECT_EQ(timeline.start_resolution_ns, std::nullopt);
  EXPECT_EQ(total_ns(timeline), 1000);
  EXPECT_EQ(timeline.kernels[0].launches, 3);
  EXPECT_EQ(timeline.kernels[0].min_ns, 100);
  EXPECT_EQ(timeline.kernels[0].max_ns, 310);
  EXPECT_EQ(timeline.kernels[0].start_ns, std::nullopt);
}

TEST(NsysSummary, OfOldVersionsAndOfAllActivitiesIsReadToo) {
  EXPECT_EQ(
      total_ns(imported("CUDA Kernel Statistics:\n\n"
                        "Time(%)  Total Time (ns)  Instances  Average  Minimum  Maximum  Name\n"
                        "-------  ---------------  ---------  -------  -------  -------  ----\n"
                        "  100.0            1,500          2    750.0      700      800  k\n")),
      1500);
  const Timeline sum = imported(
      "Time (%),Total Time (ns),Instances,Avg (ns),Category,Operation\n"
      "50.0,10,1,10.0,CUDA_KERNEL,k\n30.0,6,1,6.0,MEMORY_OPER,[CUDA memcpy HtoD]\n");
  EXPECT_EQ(total_ns(sum), 10);
  EXPECT_EQ(sum.copies.size(), 1u);
}

TEST(NsysSummary, OfTwoRunsIsTheFirstOneAndSaysSo) {
  const std::string run =
      "Time (%),Total Time (ns),Instances,Avg (ns),Name\n100.0,7,1,7.0,k\n\nnext run\n\n";
  const Timeline timeline = imported(run + run);
  EXPECT_EQ(total_ns(timeline), 7);
  EXPECT_TRUE(noted(timeline, "further tables of kernels, not read: 1, the first one at line 6"));
}

TEST(NsysSummary, OfHostCallsIsRefusedUnlessKernelsFollow) {
  const std::string calls =
      "Time (%),Total Time (ns),Num Calls,Avg (ns),Name\n100.0,7,1,7.0,cudaLaunchKernel\n\n";
  EXPECT_TRUE(says(refusal(calls), "is a summary of host calls"));
  EXPECT_TRUE(says(refusal(calls), "nsys stats --report cuda_gpu_trace"));
  EXPECT_EQ(total_ns(imported(calls + "Time (%),Total Time (ns),Instances,Name\n100.0,9,1,k\n")),
            9);
}

}  // namespace
}  // namespace rda::gpu
