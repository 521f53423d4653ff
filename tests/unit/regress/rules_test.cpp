// SPDX-License-Identifier: Apache-2.0
#include "regress/rules.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace rda::regress {
namespace {

using json::Value;

Verdict judged(const Metric& metric, const Value& now) { return judge(metric, &now); }

Metric metric_of(const Value& is) { return {is, {}, 0, "because"}; }

TEST(Rules, EqualIsTheDefaultAndToleratesNothing) {
  EXPECT_EQ(judged(metric_of(2777), 2777), Verdict::same);
  EXPECT_EQ(judged(metric_of(2777), 2778), Verdict::moved);
  EXPECT_EQ(judged(metric_of(2777), 2776), Verdict::moved);
  EXPECT_EQ(judged(metric_of(0.1), 0.1), Verdict::same);
  EXPECT_EQ(judged(metric_of(0.1), std::nextafter(0.1, 1.0)), Verdict::moved);
}

TEST(Rules, WholeNumbersAreEqualHoweverTheyAreWritten) {
  EXPECT_EQ(judged(metric_of(3), 3.0), Verdict::same);
  EXPECT_EQ(judged(metric_of(3.0), 3), Verdict::same);
}

TEST(Rules, WholeNumbersThatDifferOnlyBeyondADoubleAreNotEqual) {
  const std::int64_t large = (std::int64_t{1} << 53);
  EXPECT_EQ(judged(metric_of(large), large + 1), Verdict::moved);
}

TEST(Rules, TextsPassIfTheyAreIdenticalWhateverTheRule) {
  Metric metric = metric_of("paper");
  EXPECT_EQ(judged(metric, "paper"), Verdict::same);
  EXPECT_EQ(judged(metric, "auto"), Verdict::moved);
  metric.range = {0.1, 10};
  metric.abs = 1e9;
  EXPECT_EQ(judged(metric, "paper"), Verdict::same);
  EXPECT_EQ(judged(metric, "auto"), Verdict::moved);
  EXPECT_EQ(judged(metric_of(true), true), Verdict::same);
  EXPECT_EQ(judged(metric_of(true), false), Verdict::moved);
  EXPECT_EQ(judged(metric_of("3"), 3), Verdict::moved);
}

TEST(Rules, RangeIsOfNewOverRecordedWithBothEndsInside) {
  Metric metric = metric_of(100);
  metric.range = {0.5, 1.25};
  EXPECT_EQ(judged(metric, 50), Verdict::within);
  EXPECT_EQ(judged(metric, 125), Verdict::within);
  EXPECT_EQ(judged(metric, 49), Verdict::moved);
  EXPECT_EQ(judged(metric, 126), Verdict::moved);
  EXPECT_EQ(judged(metric, 100), Verdict::same);
}

TEST(Rules, RangeThatLeavesOneOutStillPassesTheRecordedValue) {
  Metric metric = metric_of(100);
  metric.range = {1.1, 2};
  EXPECT_EQ(judged(metric, 100), Verdict::same);
  EXPECT_EQ(judged(metric, 101), Verdict::moved);
}

TEST(Rules, AbsPassesADifferenceWhateverTheRatio) {
  Metric metric = metric_of(2);
  metric.range = {0.9, 1.1};
  metric.abs = 3;
  EXPECT_EQ(judged(metric, 5), Verdict::within);
  EXPECT_EQ(judged(metric, -1), Verdict::within);
  EXPECT_EQ(judged(metric, 6), Verdict::moved);
}

TEST(Rules, RecordedZeroPassesOnlyZeroOrByAbs) {
  Metric metric = metric_of(0);
  metric.range = {0, 1e9};
  EXPECT_EQ(judged(metric, 0), Verdict::same);
  EXPECT_EQ(judged(metric, 1), Verdict::moved);
  metric.abs = 2;
  EXPECT_EQ(judged(metric, 1), Verdict::within);
  EXPECT_EQ(judged(metric, 3), Verdict::moved);
}

TEST(Rules, NotANumberNeverPasses) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  Metric metric = metric_of(1.0);
  metric.range = {0, 1e9};
  metric.abs = 1e9;
  EXPECT_EQ(judged(metric, nan), Verdict::moved);
  metric.is = nan;
  EXPECT_EQ(judged(metric, nan), Verdict::moved);
  EXPECT_EQ(judged(metric, 1.0), Verdict::moved);
}

TEST(Rules, FigureThatIsGoneIsMissing) {
  EXPECT_EQ(judge(metric_of(3), nullptr), Verdict::missing);
  EXPECT_EQ(judged(metric_of(3), Value()), Verdict::missing);
}

TEST(Rules, FigureThatIsNotRecordedIsNew) {
  EXPECT_EQ(judged(metric_of(Value()), 3), Verdict::fresh);
  EXPECT_EQ(judge(metric_of(Value()), nullptr), Verdict::missing);
}

TEST(Ratio, IsNewOverRecorded) {
  EXPECT_EQ(ratio(4, 5), 1.25);
  EXPECT_EQ(ratio(0, 0), 1.0);
  EXPECT_EQ(ratio(0, 5), std::nullopt);
  EXPECT_EQ(ratio("a", 5), std::nullopt);
}

TEST(RuleText, SaysWhatPasses) {
  Metric metric;
  EXPECT_EQ(rule_text(metric), "equal");
  metric.abs = 100;
  EXPECT_EQ(rule_text(metric), "+-100");
  metric.range = {0.9, 1.1};
  EXPECT_EQ(rule_text(metric), "range [0.9, 1.1] or +-100");
}

}  // namespace
}  // namespace rda::regress
