// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "rda/numerics.h"

namespace rda {
namespace {

TEST(Extremes, AreTheLargerAndTheSmallerValue) {
  EXPECT_EQ(maximum(-1, 2), 2);
  EXPECT_EQ(maximum(2, -1), 2);
  EXPECT_EQ(minimum(-1, 2), -1);
  EXPECT_EQ(minimum(2, -1), -1);
  EXPECT_EQ(maximum(3, std::numeric_limits<float>::infinity()),
            std::numeric_limits<float>::infinity());
}

TEST(Extremes, PutMinusZeroBelowPlusZeroInEitherOrder) {
  EXPECT_FALSE(std::signbit(maximum(0.0F, -0.0F)));
  EXPECT_FALSE(std::signbit(maximum(-0.0F, 0.0F)));
  EXPECT_TRUE(std::signbit(minimum(0.0F, -0.0F)));
  EXPECT_TRUE(std::signbit(minimum(-0.0F, 0.0F)));
}

TEST(Extremes, OfNanAreNan) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(std::isnan(maximum(nan, 1)));
  EXPECT_TRUE(std::isnan(maximum(1, nan)));
  EXPECT_TRUE(std::isnan(minimum(nan, 1)));
  EXPECT_TRUE(std::isnan(minimum(1, nan)));
}

}  // namespace
}  // namespace rda
