// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "rda/numerics.h"

namespace rda {
namespace {

long double middle(int entry) { return (entry + 0.5L) / 64 - 8; }

long double exact(Activation activation, long double x) {
  return activation == Activation::tanh ? std::tanh(x) : 1 / (1 + std::exp(-x));
}

std::uint64_t hash(Activation activation) {  // FNV-1a over the bit patterns
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const float entry : activation_table(activation)) {
    const auto pattern = std::bit_cast<std::uint32_t>(entry);
    for (int byte = 0; byte < 4; ++byte)
      hash = (hash ^ (pattern >> (8 * byte) & 0xff)) * 0x100000001b3u;
  }
  return hash;
}

TEST(ActivationTable, HoldsTheFunctionAtTheMiddleOfEachIntervalRoundedToFp32) {
  for (const Activation activation : {Activation::sigmoid, Activation::tanh})
    for (int i = 0; i < kTableEntries; ++i)
      ASSERT_EQ(activation_table(activation)[static_cast<std::size_t>(i)],
                static_cast<float>(exact(activation, middle(i))))
          << i;
}

TEST(ActivationTable, HasNoEntryThatAnErrorOfItsArithmeticCouldTip) {
  // Distance of the exact value from the nearest tie of fp32, relative to the value: the table's
  // arithmetic is good to 2^-43.
  for (const Activation activation : {Activation::sigmoid, Activation::tanh}) {
    for (int i = 0; i < kTableEntries; ++i) {
      const long double value = std::fabs(exact(activation, middle(i)));
      const int grid = std::ilogb(value) - 24;  // ties are odd multiples of 2^grid
      const long double ticks = std::ldexp(value, -grid);
      const long double tie = 2 * std::floor(ticks / 2) + 1;
      ASSERT_GT(std::fabs(ticks - tie) / ticks, 0x1p-40L) << i;
    }
  }
}

TEST(ActivationTable, IsTheSameOnEveryMachine) {
  EXPECT_EQ(hash(Activation::sigmoid), 8458723165641055347u);
  EXPECT_EQ(hash(Activation::tanh), 16795395742888509561u);
}

TEST(ActivationTable, IsSymmetric) {
  const auto tanh = activation_table(Activation::tanh);
  const auto sigmoid = activation_table(Activation::sigmoid);
  for (std::size_t i = 0; i < 512; ++i) {
    ASSERT_EQ(tanh[i], -tanh[1023 - i]);
    ASSERT_NEAR(sigmoid[i] + sigmoid[1023 - i], 1, 1e-7);
  }
}

TEST(ActivationTable, FindsTheIntervalOfItsArgument) {
  EXPECT_EQ(table_index(-8), 0);
  EXPECT_EQ(table_index(-8 + 1.f / 64), 1);
  EXPECT_EQ(table_index(std::nextafter(-8 + 1.f / 64, -9.f)), 0);
  EXPECT_EQ(table_index(0), 512);
  EXPECT_EQ(table_index(-0.f), 512);
  EXPECT_EQ(table_index(1.f / 64), 513);
  EXPECT_EQ(table_index(std::nextafter(8.f, 0.f)), 1023);
}

TEST(ActivationTable, DoesNotRoundASmallNegativeArgumentUpToZero) {
  EXPECT_EQ(table_index(-1e-30f), 511);
  EXPECT_EQ(table_index(-std::numeric_limits<float>::denorm_min()), 511);
}

TEST(ActivationTable, ClampsItsIndex) {
  const float infinity = std::numeric_limits<float>::infinity();
  for (const float x : {8.f, 9.f, 1e30f, std::numeric_limits<float>::max(), infinity}) {
    EXPECT_EQ(table_index(x), 1023);
    EXPECT_EQ(table_index(-x - 1), 0);
  }
  EXPECT_EQ(table_index(std::numeric_limits<float>::quiet_NaN()), 0);
  EXPECT_EQ(look_up(Activation::tanh, infinity), activation_table(Activation::tanh)[1023]);
}

}  // namespace
}  // namespace rda
