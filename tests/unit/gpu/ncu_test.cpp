// SPDX-License-Identifier: Apache-2.0
#include "unit/gpu/support.h"

namespace rda::gpu {
namespace {

const std::string kLongTitles =
    "warming up\n==PROF== Connected to process 5\n\"ID\",\"Process ID\",\"Kernel Name\",\"Kernel "
    "Time\",\"Context\",\"Stream\",\"Section Name\",\"Metric Name\",\"Metric Unit\",\"Metric "
    "Value\"\n";

std::string long_row(const std::string& id, const std::string& metric, const std::string& unit,
                     const std::string& value) {
  return "\"" + id +
         "\",\"5\",\"k(int,float*)\",\"2020-Apr-16 17:54:38\",\"1\",\"7\",\"Speed\",\"" + metric +
         "\",\"" + unit + "\",\"" + value + "\"\n";
}

TEST(Ncu, LongFormHasOneKernelALaunchWhateverItsMetrics) {
  const Timeline timeline = imported(
      kLongTitles + long_row("0", "Elapsed Cycles", "cycle", "10,608") +
      long_row("0", "Duration", "nsecond", "8,992") +
      long_row("0", "gpu__time_duration.sum", "nsecond", "8,992") +
      long_row("1", "Duration", "usecond", "1.25") + "==PROF== Disconnected from process 5\n");
  ASSERT_EQ(timeline.kernels.size(), 2u);
  EXPECT_EQ(timeline.kernels[0].name, "k(int,float*)");
  EXPECT_EQ(timeline.kernels[0].duration_ns, 8992);
  EXPECT_EQ(timeline.kernels[1].duration_ns, 1250);
  EXPECT_EQ(timeline.kernels[0].start_ns, std::nullopt);
  EXPECT_EQ(timeline.start_resolution_ns, std::nullopt);
}

TEST(Ncu, OfAGermanLocaleHasDecimalCommas) {
  const Timeline timeline =
      imported(kLongTitles + long_row("0", "Frequency", "cycle/second", "1.177.954.478,05") +
               long_row("0", "Duration", "nsecond", "8.992"));
  EXPECT_EQ(timeline.kernels[0].duration_ns, 8992);
}

TEST(Ncu, LaunchesWithoutDurationAreLeftOutAndCounted) {
  const Timeline timeline = imported(kLongTitles + long_row("0", "Duration", "ns", "10") +
                                     long_row("1", "Duration", "ns", "n/a"));
  EXPECT_EQ(timeline.kernels.size(), 1u);
  EXPECT_TRUE(noted(timeline, "launches without a duration, left out: 1"));
}

const std::string kWideTitles =
    "\"ID\",\"Process ID\",\"Kernel Name\",\"Context\",\"Stream\",\"Block Size\",\"Grid "
    "Size\",\"Device\",\"device__attribute_display_name\",\"gpu__time_duration.avg\",\"gpu__time_"
    "duration.sum\"\n";

TEST(Ncu, WideFormTakesTheSumInTheUnitOfItsUnitsRow) {
  const Timeline timeline = imported(kWideTitles +
                                     "\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"us\",\"ms\"\n"
                                     "\"0\",\"5\",\"k\",\"1\",\"13\",\"(128, 1, 1)\",\"(1, 20, "
                                     "1)\",\"0\",\"T4\",\"1.0\",\"2,000.5\"\n");
  ASSERT_EQ(timeline.kernels.size(), 1u);
  EXPECT_EQ(timeline.kernels[0].duration_ns, 2000500000);
  EXPECT_EQ(timeline.kernels[0].grid->y, 20);
  EXPECT_EQ(timeline.kernels[0].block->x, 128);
  EXPECT_EQ(timeline.kernels[0].stream, "13");
  EXPECT_EQ(timeline.device, "T4");
}

TEST(Ncu, MetricsWithoutDurationAreRefusedByName) {
  EXPECT_TRUE(says(refusal(kLongTitles + long_row("0", "dram__bytes.sum", "byte", "10")),
                   "without gpu__time_duration.sum or Duration"));
  EXPECT_TRUE(says(refusal("\"ID\",\"Kernel Name\",\"Context\",\"Stream\",\"dram__bytes.sum\"\n"
                           "\"\",\"\",\"\",\"\",\"byte\"\n\"0\",\"k\",\"1\",\"7\",\"10\"\n"),
                   "without gpu__time_duration.sum"));
}

TEST(Ncu, AnUnknownUnitNamesTheLine) {
  EXPECT_EQ(refusal(kLongTitles + long_row("0", "Duration", "cycle", "10")),
            "f: line 4: the duration has the unit \"cycle\" (ns, us, ms or s)");
}

}  // namespace
}  // namespace rda::gpu
