// SPDX-License-Identifier: Apache-2.0
#include "picture/scale.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

namespace rda::picture {
namespace {

/// Whether a tick is 1, 2 or 5 times a power of ten, times a whole number.
bool is_round(double tick, double step) {
  const double times = tick / step;
  return std::fabs(times - std::round(times)) < 1e-9;
}

TEST(Scale, PutsNumbersInOrderBetweenItsEnds) {
  for (const auto& [lo, hi] : std::vector<std::pair<double, double>>{
           {1, 9}, {0.001, 1000}, {-5, 5}, {0, 0}, {7, 7}, {1e-9, 2e-9}, {1e14, 1e15}}) {
    const Scale scale(lo, hi, 100, 600);
    EXPECT_LE(100, scale.position(lo)) << lo;
    EXPECT_LE(scale.position(lo), scale.position(hi)) << lo;
    EXPECT_LE(scale.position(hi), 600) << hi;
  }
}

TEST(Scale, IsLogarithmicIfPositiveNumbersAreFarApart) {
  EXPECT_TRUE(Scale(1, 20, 0, 1).is_log());
  EXPECT_FALSE(Scale(1, 19, 0, 1).is_log());
  EXPECT_FALSE(Scale(0, 1000, 0, 1).is_log());
  EXPECT_FALSE(Scale(-1, 1000, 0, 1).is_log());
  EXPECT_TRUE(Scale::logarithmic(1, 2, 0, 1).is_log());
}

TEST(Scale, HasAFewRoundTicksWithinItsEnds) {
  for (const auto& [lo, hi] :
       std::vector<std::pair<double, double>>{{3, 17}, {0.013, 0.018}, {1200, 56670}, {5, 5}}) {
    const Scale scale(lo, hi, 0, 100);
    const std::vector<double>& ticks = scale.ticks();
    ASSERT_TRUE(ticks.size() >= 3 && ticks.size() <= 12) << lo << ": " << ticks.size();
    for (const double tick : ticks) {
      EXPECT_TRUE(scale.position(tick) >= -1e-9 && scale.position(tick) <= 100 + 1e-9) << tick;
      if (!scale.is_log()) {
        EXPECT_TRUE(is_round(tick, ticks[1] - ticks[0])) << tick;
      }
    }
  }
  EXPECT_EQ(Scale(1, 100, 0, 1).ticks(), (std::vector<double>{1, 2, 5, 10, 20, 50, 100}));
}

TEST(Scale, WritesTicksAsPeopleDo) {
  EXPECT_EQ(tick_text(0), "0");
  EXPECT_EQ(tick_text(0.002), "0.002");
  EXPECT_EQ(tick_text(20000), "20000");
  EXPECT_EQ(tick_text(5e10), "5e+10");
  EXPECT_EQ(tick_text(3 * 0.1), "0.3");
}

}  // namespace
}  // namespace rda::picture
