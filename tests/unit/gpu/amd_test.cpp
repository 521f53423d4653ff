// SPDX-License-Identifier: Apache-2.0
#include "unit/gpu/support.h"

namespace rda::gpu {
namespace {

TEST(Rocprof, Version1DividesTheGridByTheWorkGroup) {
  const Timeline timeline = imported(
      "\"Index\",\"KernelName\",\"gpu-id\",\"queue-id\",\"grd\",\"wgr\",\"DispatchNs\",\"BeginNs\","
      "\"EndNs\",\"CompleteNs\",\"DurationNs\"\n"
      "0,\"k(double*, int) [clone .kd]\",8,3,1000,256,5000,5200,5900,6000,700\n");
  ASSERT_EQ(timeline.kernels.size(), 1u);
  const Kernel& kernel = timeline.kernels[0];
  EXPECT_EQ(kernel.duration_ns, 700);
  EXPECT_EQ(kernel.start_ns, 200);
  EXPECT_EQ(kernel.launched_ns, 0);
  EXPECT_EQ(kernel.stream, "3");
  EXPECT_EQ(kernel.grid->x, 4);
  EXPECT_EQ(kernel.block->x, 256);
}

TEST(Rocprof, Version2HasOtherTitles) {
  const Timeline timeline = imported(
      "Dispatch_ID,GPU_ID,Queue_ID,PID,TID,Grid_Size,Workgroup_Size,Kernel_Name,Start_Timestamp,"
      "End_"
      "Timestamp,Correlation_ID\n1,0,2,7,7,64,64,\"k\",100,140,1\n2,0,2,7,7,64,64,\"k\",150,170,"
      "2\n");
  EXPECT_EQ(total_ns(timeline), 60);
  EXPECT_EQ(timeline.kernels[1].start_ns, 50);
}

const std::string kVersion3 =
    "\"Kind\",\"Agent_Id\",\"Queue_Id\",\"Kernel_Name\",\"Start_Timestamp\",\"End_Timestamp\","
    "\"Workgroup_Size_X\",\"Workgroup_Size_Y\",\"Workgroup_Size_Z\",\"Grid_Size_X\",\"Grid_Size_"
    "Y\","
    "\"Grid_Size_Z\"\n";

TEST(Rocprof, Version3HasAnAxisAColumnAndABlankLastLine) {
  const Timeline timeline = imported(
      kVersion3 +
      "\"KERNEL_DISPATCH\",\"Agent 7\",4,\"add<float>(float*, int)\",200,350,64,1,1,1024,8,1\n"
      "\"SCRATCH\",\"Agent 7\",4,\"none\",200,350,64,1,1,1024,8,1\n\n");
  ASSERT_EQ(timeline.kernels.size(), 1u);
  EXPECT_EQ(timeline.kernels[0].duration_ns, 150);
  EXPECT_EQ(timeline.kernels[0].grid->x, 16);
  EXPECT_EQ(timeline.kernels[0].grid->y, 8);
}

TEST(Rocprof, AKernelThatEndsBeforeItBeginsNamesTheLine) {
  EXPECT_EQ(refusal(kVersion3 + "\"KERNEL_DISPATCH\",1,1,\"k\",200,150,1,1,1,1,1,1\n"),
            "f: line 2: the kernel ends at 150, before it begins");
}

TEST(Rocprof, StatsAreASummary) {
  const Timeline timeline = imported(
      "\"Name\",\"Calls\",\"TotalDurationNs\",\"AverageNs\",\"Percentage\"\n"
      "\"k(int, int) [clone "
      ".kd]\",1001,2608618986,2606012,99.9\n\"CopyHostToDevice\",2,50,25,0.1\n");
  EXPECT_EQ(timeline.kind, TimelineKind::summary);
  EXPECT_EQ(timeline.kernels[0].launches, 1001);
  EXPECT_EQ(total_ns(timeline), 2608618986);
  EXPECT_EQ(timeline.copies[0].count, 2);
}

TEST(Rocprof, StatsOfHipCallsAreRefused) {
  EXPECT_TRUE(says(refusal("\"Name\",\"Calls\",\"TotalDurationNs\",\"AverageNs\",\"Percentage\"\n"
                           "\"hipMemcpy\",3,900,300,90.0\n\"hipLaunchKernel\",3,100,33,10.0\n"),
                   "is statistics of host calls (HIP or HSA)"));
}

TEST(Rocprof, CountersWithoutTimesAreRefused) {
  EXPECT_TRUE(
      says(refusal("Index,KernelName,gpu-id,queue-id,grd,wgr,SQ_WAVES\n0,\"k\",0,0,1,1,5\n"),
           "run rocprof again with --timestamp on"));
  EXPECT_TRUE(says(refusal("\"Kernel_Name\",\"Counter_Name\",\"Counter_Value\",\"Start_Timestamp\","
                           "\"End_Timestamp\"\n\"k\",\"SQ_WAVES\",1,2,3\n"),
                   "counters of rocprofv3"));
}

TEST(Omniperf, CsvIsReadWithItsCounters) {
  const Timeline timeline = imported(
      "Dispatch_ID,GPU_ID,Grid_Size,Workgroup_Size,Kernel_Name,SQ_WAVES,Start_Timestamp,End_"
      "Timestamp\n"
      "0,0,256,64,\"k(int, int)\",99,1000,1500\n");
  EXPECT_EQ(total_ns(timeline), 500);
  EXPECT_EQ(timeline.format, "rocprofv2 or Omniperf results");
  const Timeline top =
      imported("Kernel_Name,Count,Sum(ns),Mean(ns),Median(ns),Pct\nk,4,1200.0,300,300,100\n");
  EXPECT_EQ(top.kernels[0].launches, 4);
  EXPECT_EQ(total_ns(top), 1200);
}

}  // namespace
}  // namespace rda::gpu
