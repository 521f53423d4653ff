// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
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

TEST(Lanes, AreAddedNeighbourByNeighbourEachSumRounded) {
  // (2^24 + 1) + (1 + 1): the first pair rounds to 2^24, from left to right all three ones would.
  const std::array<float, 4> four{0x1p24F, 1, 1, 1};
  EXPECT_EQ(sum_of_lanes(four), 0x1p24F + 2);
}

TEST(Lanes, PassALastOddLaneOn) {
  // ((2^24 + 0) + (0 + 1)) + 1: added to its neighbour the last lane would count.
  const std::array<float, 5> five{0x1p24F, 0, 0, 1, 1};
  EXPECT_EQ(sum_of_lanes(five), 0x1p24F);
}

TEST(Lanes, OfOneValueAreThatValue) {
  const std::array<float, 1> one{-3};
  EXPECT_EQ(sum_of_lanes(one), -3);
  EXPECT_EQ(maximum_of_lanes(one), -3);
}

TEST(Lanes, HaveALargestValue) {
  const std::array<float, 5> five{-4, -2, -7, -1.5F, -9};
  EXPECT_EQ(maximum_of_lanes(five), -1.5F);
}

}  // namespace
}  // namespace rda
