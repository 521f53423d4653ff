// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <vector>

#include "base/random.h"
#include "rda/trace.h"

namespace rda {
namespace {

TEST(Series, GivesBackWhatWasPushed) {
  const std::vector<std::int64_t> values{5, 6, 7, 9, 11, 11, 11, 3, -4, -4, 100, 200, 300, 301};
  Series series;
  for (const std::int64_t value : values) series.push(value);
  ASSERT_EQ(series.size(), std::ssize(values));
  for (std::int64_t n = 0; n < series.size(); ++n)
    EXPECT_EQ(series[n], values[static_cast<std::size_t>(n)]) << n;
}

/// However the values are split into evenly spaced ones.
TEST(Series, IsTheSameWhetherRowsOrSingleValuesArePushed) {
  Random random(7);
  for (int round = 0; round < 2000; ++round) {
    Series one_by_one, by_rows;
    std::int64_t last = 0;
    for (int row = 0; row < 6; ++row) {
      const Events events{last + random.uniform_int(0, 2), random.uniform_int(0, 2),
                          random.uniform_int(1, 6)};
      by_rows.push(events);
      for (std::int64_t n = 0; n < events.count; ++n) one_by_one.push(events.at(n));
      last = events.last();
    }
    ASSERT_TRUE(by_rows == one_by_one) << round;
  }
}

TEST(Series, CountsWhatIsBelowAValue) {
  Series series;
  for (const std::int64_t value : {2, 4, 6, 7, 8, 20}) series.push(value);
  EXPECT_EQ(series.count_below(2), 0);
  EXPECT_EQ(series.count_below(3), 1);
  EXPECT_EQ(series.count_below(7), 3);
  EXPECT_EQ(series.count_below(8), 4);
  EXPECT_EQ(series.count_below(21), 6);
}

}  // namespace
}  // namespace rda
