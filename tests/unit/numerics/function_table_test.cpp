// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "rda/numerics.h"
#include "support/fnv1a.h"

namespace rda {
namespace {

constexpr std::array kFunctions{Function::sigmoid,  Function::tanh,       Function::exp,
                                Function::log,      Function::reciprocal, Function::rsqrt,
                                Function::softplus, Function::erf};

/// The value that an entry should have, by libm.
long double exact_entry(Function function, int i) {
  const long double middle = (i + 0.5L) / 64 - 8, part = (i + 0.5L) / 1024;
  switch (function) {
    case Function::sigmoid:
      return 1 / (1 + std::exp(-middle));
    case Function::tanh:
      return std::tanh(middle);
    case Function::exp:
      return std::exp2(part);
    case Function::log:
      return std::log1p(part);
    case Function::reciprocal:
      return 1 / (1 + part);
    case Function::rsqrt:
      return 1 / std::sqrt((1 + (i % 512 + 0.5L) / 512) * (i < 512 ? 1 : 2));
    case Function::softplus:
      return std::log1p(std::exp(-(i + 0.5L) / 64));
    case Function::erf:
      return std::erf(middle / 2);
  }
  return 0;
}

std::uint64_t hash(Function function) {
  test::Fnv1a fnv;
  for (const float entry : function_table(function)) fnv.add(entry);
  return fnv.hash();
}

TEST(FunctionTable, HoldsTheFunctionAtTheMiddleOfEachIntervalRoundedToFp32) {
  for (const Function function : kFunctions)
    for (int i = 0; i < kTableEntries; ++i)
      ASSERT_EQ(function_table(function)[static_cast<std::size_t>(i)],
                static_cast<float>(exact_entry(function, i)))
          << word(function) << " " << i;
}

TEST(FunctionTable, HasNoEntryThatAnErrorOfItsArithmeticCouldTip) {
  // Distance of the exact value from the nearest tie of fp32, relative to the value: the table's
  // arithmetic is good to 2^-43.
  for (const Function function : kFunctions) {
    for (int i = 0; i < kTableEntries; ++i) {
      const long double value = std::fabs(exact_entry(function, i));
      const int grid = std::ilogb(value) - 24;  // ties are odd multiples of 2^grid
      const long double ticks = std::ldexp(value, -grid);
      const long double tie = 2 * std::floor(ticks / 2) + 1;
      ASSERT_GT(std::fabs(ticks - tie) / ticks, 0x1p-40L) << word(function) << " " << i;
    }
  }
}

TEST(FunctionTable, IsTheSameOnEveryMachine) {
  EXPECT_EQ(hash(Function::sigmoid), 8458723165641055347u);
  EXPECT_EQ(hash(Function::tanh), 16795395742888509561u);
  EXPECT_EQ(hash(Function::exp), 9117627948736136479u);
  EXPECT_EQ(hash(Function::log), 13367476018062890781u);
  EXPECT_EQ(hash(Function::reciprocal), 13489912446555204184u);
  EXPECT_EQ(hash(Function::rsqrt), 889564956183687934u);
  EXPECT_EQ(hash(Function::softplus), 18053753533230826624u);
  EXPECT_EQ(hash(Function::erf), 6000008482004343801u);
}

TEST(FunctionTable, IsSymmetric) {
  const auto tanh = function_table(Function::tanh), erf = function_table(Function::erf);
  const auto sigmoid = function_table(Function::sigmoid);
  for (std::size_t i = 0; i < 512; ++i) {
    ASSERT_EQ(tanh[i], -tanh[1023 - i]);
    ASSERT_EQ(erf[i], -erf[1023 - i]);
    ASSERT_NEAR(sigmoid[i] + sigmoid[1023 - i], 1, 1e-7);
  }
}

TEST(FunctionTable, FindsTheIntervalOfItsArgument) {
  EXPECT_EQ(table_index(-8), 0);
  EXPECT_EQ(table_index(-8 + 1.f / 64), 1);
  EXPECT_EQ(table_index(std::nextafter(-8 + 1.f / 64, -9.f)), 0);
  EXPECT_EQ(table_index(0), 512);
  EXPECT_EQ(table_index(-0.f), 512);
  EXPECT_EQ(table_index(1.f / 64), 513);
  EXPECT_EQ(table_index(std::nextafter(8.f, 0.f)), 1023);
}

TEST(FunctionTable, DoesNotRoundASmallNegativeArgumentUpToZero) {
  EXPECT_EQ(table_index(-1e-30f), 511);
  EXPECT_EQ(table_index(-std::numeric_limits<float>::denorm_min()), 511);
}

TEST(FunctionTable, ClampsItsIndex) {
  const float infinity = std::numeric_limits<float>::infinity();
  for (const float x : {8.f, 9.f, 1e30f, std::numeric_limits<float>::max(), infinity}) {
    EXPECT_EQ(table_index(x), 1023);
    EXPECT_EQ(table_index(-x - 1), 0);
  }
  EXPECT_EQ(table_index(std::numeric_limits<float>::quiet_NaN()), 0);
  EXPECT_EQ(look_up(Function::tanh, infinity), function_table(Function::tanh)[1023]);
}

}  // namespace
}  // namespace rda
