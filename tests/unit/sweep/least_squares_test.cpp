// SPDX-License-Identifier: Apache-2.0
#include "sweep/least_squares.h"

#include <gtest/gtest.h>

namespace rda::sweep {
namespace {

TEST(LeastSquares, FitsALine) {
  // y = 1, 2, 2 at 0, 1, 2: slope 1/2, and 7/6 at 0; residuals -1/6, 1/3, -1/6.
  const LeastSquares::Fit fit = LeastSquares({{1, 1, 1}, {0, 1, 2}}).fit({1, 2, 2});
  EXPECT_NEAR(fit.coefficients[0], 7.0 / 6, 1e-14);
  EXPECT_NEAR(fit.coefficients[1], 0.5, 1e-14);
  EXPECT_NEAR(fit.residuals[1], 1.0 / 3, 1e-14);
  EXPECT_NEAR(fit.sum_of_squares, 1.0 / 6, 1e-14);
}

TEST(LeastSquares, CountsIndependentColumns) {
  EXPECT_EQ(LeastSquares({{1, 1, 1}, {0, 1, 2}, {1, 2, 3}}).rank(), 2u);
  EXPECT_EQ(LeastSquares({{1, 1, 1}, {0, 1e-12, 2e-12}}).rank(), 2u) << "however short they are";
}

TEST(LeastSquares, GivesADependentColumnNothing) {
  const LeastSquares::Fit fit = LeastSquares({{1, 1, 1}, {2, 2, 2}}).fit({3, 3, 3});
  EXPECT_NEAR(fit.coefficients[0] + 2 * fit.coefficients[1], 3, 1e-14);
  EXPECT_EQ(fit.coefficients[0] * fit.coefficients[1], 0);
}

}  // namespace
}  // namespace rda::sweep
