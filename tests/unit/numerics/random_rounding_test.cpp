// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "rda/numerics.h"

namespace rda {
namespace {

TEST(RoundAtRandom, TakesTheFartherValueAsOftenAsTheMeanNeeds) {
  // A quarter of the way from 1 to the next bf16, 1 + 2^-7.
  const double value = 1 + 0x1p-9;
  EXPECT_EQ(round_at_random(Format::bf16, value, 0x3fffffff), 1 + 0x1p-7);
  EXPECT_EQ(round_at_random(Format::bf16, value, 0x40000000), 1);
  EXPECT_EQ(round_at_random(Format::bf16, -value, 0x3fffffff), -1 - 0x1p-7);
  EXPECT_EQ(round_at_random(Format::bf16, -value, 0x40000000), -1);
}

TEST(RoundAtRandom, TakesTheValueBelowWhereTheOneAboveIsNearest) {
  const double value = 1 + 3 * 0x1p-9;
  EXPECT_EQ(round_at_random(Format::bf16, value, 0x3fffffff), 1);
  EXPECT_EQ(round_at_random(Format::bf16, value, 0x40000000), 1 + 0x1p-7);
}

TEST(RoundAtRandom, KeepsWhatTheFormatHolds) {
  for (const double value : {0.0, 1.0, -2.5, 65504.0})
    EXPECT_EQ(round_at_random(Format::fp16, value, 0), value);
}

TEST(RoundAtRandom, LiftsTheSmallestValuesFromZero) {
  EXPECT_EQ(round_at_random(Format::fp16, 0x1p-26, 0), 0x1p-24);
  EXPECT_EQ(round_at_random(Format::fp16, -0x1p-26, 0), -0x1p-24);
  EXPECT_EQ(round_at_random(Format::fp16, 0x1p-26, 0x40000000), 0);
}

TEST(RoundAtRandom, SaturatesBeyondTheLargestValue) {
  EXPECT_EQ(round_at_random(Format::fp16, 1e9, 0), 65504);
}

}  // namespace
}  // namespace rda
