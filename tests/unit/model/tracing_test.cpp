// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <vector>

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
