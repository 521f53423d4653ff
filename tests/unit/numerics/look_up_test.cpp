// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "rda/numerics.h"

namespace rda {
namespace {

using Limits = std::numeric_limits<float>;
constexpr float kFloatInfinity = Limits::infinity(), kFloatNan = Limits::quiet_NaN();

/// The largest of error(x) over 40000 numbers from 2^−20 to 2^20, and over their negatives.
double largest(auto&& error) {
  double most = 0;
  for (int i = 0; i < 40000; ++i)
    for (const int sign : {1, -1}) {
      const auto x = static_cast<float>(sign * std::exp2(-20 + i / 1000.0));
      most = std::max(most, error(x));
    }
  return most;
}

double relative(float got, double exact) { return std::fabs(got / exact - 1); }
double absolute(float got, double exact) { return std::fabs(got - exact); }

// The bounds are those of docs/numerics.md.

TEST(LookUp, OfExpIsGoodTo0Point034PerCent) {
  EXPECT_LT(largest([](float x) {
              const bool normal = x > -87 && x < 88;
              return normal ? relative(look_up(Function::exp, x), std::exp(x)) : 0;
            }),
            0.00034);
}

TEST(LookUp, OfReciprocalAndRsqrtIsGoodTo0Point049PerCent) {
  EXPECT_LT(largest([](float x) { return relative(look_up(Function::reciprocal, x), 1 / x); }),
            0.00049);
  EXPECT_LT(largest([](float x) {
              return x < 0 ? 0 : relative(look_up(Function::rsqrt, x), 1 / std::sqrt(double{x}));
            }),
            0.00049);
}

TEST(LookUp, OfLogSoftplusAndErfIsGoodToAFixedDistance) {
  EXPECT_LT(largest([](float x) {
              return x < 0 ? 0 : absolute(look_up(Function::log, x), std::log(double{x}));
            }),
            0.0005);
  EXPECT_LT(largest([](float x) {
              if (std::fabs(x) > 100) return 0.0;
              return absolute(look_up(Function::softplus, x), std::log1p(std::exp(double{x})));
            }),
            1.0 / 256);
  EXPECT_LT(
      largest([](float x) { return absolute(look_up(Function::erf, x), std::erf(double{x})); }),
      0.0045);
}

TEST(LookUp, OfExpScalesTheEntryOfTheFraction) {
  const float first = function_table(Function::exp)[0];
  EXPECT_EQ(look_up(Function::exp, 0), first);
  EXPECT_EQ(table_index(Function::exp, -1e-30F), 1023);  // 2^−1 · 2^(1 − …)
  EXPECT_EQ(look_up(Function::exp, -1e-30F), function_table(Function::exp)[1023] / 2);
  EXPECT_EQ(look_up(Function::exp, 89), kFloatInfinity);
  EXPECT_EQ(look_up(Function::exp, kFloatInfinity), kFloatInfinity);
  EXPECT_EQ(look_up(Function::exp, -200), 0);
  EXPECT_EQ(look_up(Function::exp, -kFloatInfinity), 0);
  EXPECT_EQ(look_up(Function::exp, -Limits::max()), 0);
  EXPECT_TRUE(std::isnan(look_up(Function::exp, kFloatNan)));
}

TEST(LookUp, OfLogAddsTheExponent) {
  const float first = function_table(Function::log)[0];
  EXPECT_EQ(look_up(Function::log, 1), first);
  EXPECT_EQ(look_up(Function::log, 8), first + 3 * 0.6931471805599453F);
  EXPECT_EQ(look_up(Function::log, 0x1p-140F), first + -140 * 0.6931471805599453F);  // subnormal
  EXPECT_EQ(look_up(Function::log, 0), -kFloatInfinity);
  EXPECT_EQ(look_up(Function::log, -0.0F), -kFloatInfinity);
  EXPECT_EQ(look_up(Function::log, kFloatInfinity), kFloatInfinity);
  EXPECT_TRUE(std::isnan(look_up(Function::log, -1)));
  EXPECT_TRUE(std::isnan(look_up(Function::log, kFloatNan)));
}

TEST(LookUp, OfReciprocalNegatesTheExponentAndKeepsTheSign) {
  const float first = function_table(Function::reciprocal)[0];
  EXPECT_EQ(look_up(Function::reciprocal, 4), first / 4);
  EXPECT_EQ(look_up(Function::reciprocal, -0.25F), -4 * first);
  EXPECT_EQ(look_up(Function::reciprocal, -0.0F), -kFloatInfinity);
  EXPECT_EQ(look_up(Function::reciprocal, Limits::denorm_min()), kFloatInfinity);
  EXPECT_EQ(look_up(Function::reciprocal, 0x1p127F), first * 0x1p-127F);  // subnormal
  EXPECT_TRUE(std::signbit(look_up(Function::reciprocal, -kFloatInfinity)));
  EXPECT_EQ(look_up(Function::reciprocal, -kFloatInfinity), 0);
  EXPECT_TRUE(std::isnan(look_up(Function::reciprocal, kFloatNan)));
}

TEST(LookUp, OfRsqrtHalvesTheExponent) {
  const auto table = function_table(Function::rsqrt);
  EXPECT_EQ(look_up(Function::rsqrt, 1), table[0]);
  EXPECT_EQ(look_up(Function::rsqrt, 2), table[512]);
  EXPECT_EQ(look_up(Function::rsqrt, 16), table[0] / 4);
  EXPECT_EQ(look_up(Function::rsqrt, 0.5F), 2 * table[512]);
  EXPECT_EQ(look_up(Function::rsqrt, 0.25F), 2 * table[0]);
  EXPECT_EQ(look_up(Function::rsqrt, Limits::denorm_min()), 0x1p75F * table[512]);  // 2^−149
  EXPECT_EQ(look_up(Function::rsqrt, 0), kFloatInfinity);
  EXPECT_EQ(look_up(Function::rsqrt, kFloatInfinity), 0);
  EXPECT_TRUE(std::isnan(look_up(Function::rsqrt, -1)));
}

TEST(LookUp, OfSoftplusAddsItsArgumentAboveZero) {
  const auto table = function_table(Function::softplus);
  EXPECT_EQ(look_up(Function::softplus, 0), table[0]);
  EXPECT_EQ(look_up(Function::softplus, 100), 100 + table[1023]);
  EXPECT_EQ(look_up(Function::softplus, -100), table[1023]);
  EXPECT_EQ(look_up(Function::softplus, kFloatInfinity), kFloatInfinity);
  EXPECT_TRUE(std::isnan(look_up(Function::softplus, kFloatNan)));
}

TEST(LookUp, OfErfHasIntervalsOf1By128) {
  EXPECT_EQ(table_index(Function::erf, -4), 0);
  EXPECT_EQ(table_index(Function::erf, 0), 512);
  EXPECT_EQ(table_index(Function::erf, std::nextafter(4.0F, 0.0F)), 1023);
  EXPECT_EQ(table_index(Function::erf, 1.0F / 128), 513);
  EXPECT_EQ(look_up(Function::erf, kFloatInfinity), function_table(Function::erf)[1023]);
}

}  // namespace
}  // namespace rda
