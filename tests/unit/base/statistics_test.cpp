// SPDX-License-Identifier: Apache-2.0
#include "base/statistics.h"

#include <gtest/gtest.h>

#include <vector>

namespace rda {
namespace {

using Figures = std::vector<double>;

TEST(GeometricMean, IsTheRootOfTheProduct) {
  EXPECT_DOUBLE_EQ(geometric_mean(Figures{2, 8}), 4);
  EXPECT_DOUBLE_EQ(geometric_mean(Figures{3}), 3);
}

TEST(CorrelationOfLogs, IsOneForAPowerLaw) {
  EXPECT_NEAR(correlation_of_logs(Figures{1, 10, 100}, Figures{5, 50, 500}).value(), 1, 1e-15);
  EXPECT_NEAR(correlation_of_logs(Figures{1, 2, 4}, Figures{4, 2, 1}).value(), -1, 1e-15);
}

TEST(CorrelationOfLogs, HasTheFigureWorkedOutByHand) {
  // logarithms to base 2: 0 1 2 and 0 2 1; means 1; xy = 1, xx = yy = 2.
  EXPECT_NEAR(correlation_of_logs(Figures{1, 2, 4}, Figures{1, 4, 2}).value(), 0.5, 1e-15);
}

TEST(CorrelationOfLogs, NeedsThreeThingsAboveZeroThatVary) {
  EXPECT_FALSE(correlation_of_logs(Figures{1, 2}, Figures{1, 2}));
  EXPECT_FALSE(correlation_of_logs(Figures{0, 1, 2}, Figures{1, 2, 3}));
  EXPECT_FALSE(correlation_of_logs(Figures{1, 2, 3}, Figures{1, -2, 3}));
  EXPECT_FALSE(correlation_of_logs(Figures{2, 2, 2}, Figures{1, 2, 3}));
  EXPECT_TRUE(correlation_of_logs(Figures{1, 2, 3}, Figures{1, 2, 3}));
}

TEST(ChanceOf, HasTheValuesOfTablesOfTheFDistribution) {
  EXPECT_NEAR(chance_of(4.9646, 1, 10), 0.05, 1e-5);
  EXPECT_NEAR(chance_of(4.9381, 3, 20), 0.01, 1e-5);
  EXPECT_NEAR(chance_of(2, 2, 2), 1.0 / 3, 1e-14) << "1 / (1 + f) for 2 and 2";
  EXPECT_NEAR(chance_of(1, 7, 7), 0.5, 1e-14);
  EXPECT_EQ(chance_of(0, 1, 5), 1);
}

}  // namespace
}  // namespace rda
