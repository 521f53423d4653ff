// SPDX-License-Identifier: Apache-2.0
#include "gpu/times.h"

#include "unit/gpu/support.h"

namespace rda::gpu {
namespace {

struct Run {
  std::int64_t start, duration;
  std::string stream = "7", name = "k";
};

Timeline trace(const std::vector<Run>& runs, std::int64_t resolution = 1) {
  Timeline timeline;
  timeline.start_resolution_ns = resolution;
  for (const Run& run : runs) {
    Kernel& kernel = timeline.kernels.emplace_back();
    kernel.name = run.name;
    kernel.kernel_class = kOtherClass;
    kernel.start_ns = run.start;
    kernel.duration_ns = run.duration;
    kernel.stream = run.stream;
  }
  return timeline;
}

TEST(Times, SumBusyAndSpanAreThreeThings) {
  const Times times = times_of(trace({{0, 100, "7"}, {50, 100, "8"}, {200, 40, "7"}}));
  EXPECT_EQ(times.launches, 3);
  EXPECT_EQ(times.sum_ns, 240);
  EXPECT_EQ(times.busy_ns, 190);
  EXPECT_EQ(times.span_ns, 240);
  EXPECT_EQ(times.streams, 2);
}

TEST(Times, AKernelWithinAnotherAddsNothingToBusyTime) {
  const Times times = times_of(trace({{0, 100}, {10, 5}, {20, 30}, {100, 10}}));
  EXPECT_EQ(times.busy_ns, 110);
  EXPECT_EQ(times.gaps->count, 0);
}

TEST(Times, GapsAreSortedByLength) {
  const Times times = times_of(trace({{0, 10}, {11, 10}, {23, 10}, {36, 10}, {50, 10}, {160, 10}}));
  ASSERT_TRUE(times.gaps);
  EXPECT_EQ(times.gaps->count, 5);
  EXPECT_EQ(times.gaps->sum_ns, 1 + 2 + 3 + 4 + 100);
  EXPECT_EQ(times.gaps->median_ns, 3);
  EXPECT_EQ(times.gaps->p90_ns, 100);
}

TEST(Times, StartsToTenMicrosecondsResolveTheSpanAlone) {
  const Times times = times_of(trace({{0, 50000}, {60000, 50000}}, 10000));
  EXPECT_EQ(times.span_ns, 110000);
  EXPECT_EQ(times.busy_ns, std::nullopt);
  EXPECT_FALSE(times.gaps);
}

TEST(Times, StartsToOneMicrosecondResolveBusyTimeOfLongerKernelsAndNoGaps) {
  EXPECT_EQ(times_of(trace({{0, 1000}, {3000, 1000}}, 1000)).busy_ns, std::nullopt);
  EXPECT_EQ(times_of(trace({{0, 1001}, {3000, 1001}}, 1000)).busy_ns, 2002);
  EXPECT_FALSE(times_of(trace({{0, 1001}, {3000, 1001}}, 1000)).gaps);
  EXPECT_FALSE(times_of(trace({{0, 1001}, {3000, 1001}}, 101)).gaps);
  EXPECT_EQ(times_of(trace({{0, 1001}, {3000, 1001}}, 100)).gaps->sum_ns, 1999);
}

TEST(Times, OfASummaryAreSumsAlone) {
  Timeline timeline;
  timeline.kind = TimelineKind::summary;
  timeline.kernels.resize(2);
  timeline.kernels[0].launches = 5;
  timeline.kernels[0].duration_ns = 100;
  timeline.kernels[1].duration_ns = 7;
  const Times times = times_of(timeline);
  EXPECT_EQ(times.launches, 6);
  EXPECT_EQ(times.sum_ns, 107);
  EXPECT_EQ(times.span_ns, std::nullopt);
  EXPECT_EQ(times.busy_ns, std::nullopt);
  EXPECT_EQ(times.streams, 0);
}

TEST(Times, SharesAreLongestFirst) {
  Timeline timeline = trace({{0, 10, "7", "a"}, {20, 30, "7", "b"}, {60, 15, "7", "a"}});
  timeline.kernels[1].kernel_class = "gemm";
  const Times times = times_of(timeline);
  ASSERT_EQ(times.by_name.size(), 2u);
  EXPECT_EQ(times.by_name[0].name, "b");
  EXPECT_EQ(times.by_name[1].sum_ns, 25);
  EXPECT_EQ(times.by_name[1].launches, 2);
  EXPECT_EQ(times.by_class[0].name, "gemm");
  EXPECT_EQ(times.by_class[1].name, "other");
}

TEST(Times, UnknownKernelsAreCountedAndNamed) {
  Timeline timeline = trace({{0, 10, "7", "a"}, {20, 30, "7", "b"}, {60, 15, "7", "c"}});
  timeline.kernels[1].kernel_class = "gemm";
  const Times times = times_of(timeline);
  ASSERT_EQ(times.unknown.size(), 2u);
  EXPECT_EQ(times.unknown[0].launches + times.unknown[1].launches, 2);
  EXPECT_EQ(times.unknown[0].name, "c");
  EXPECT_EQ(times.unknown[1].name, "a");
}

TEST(Times, OfNothingAreZero) {
  EXPECT_EQ(times_of({}).sum_ns, 0);
  EXPECT_EQ(times_of({}).span_ns, std::nullopt);
}

}  // namespace
}  // namespace rda::gpu
