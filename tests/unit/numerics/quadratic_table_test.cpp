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

using Limits = std::numeric_limits<float>;
constexpr std::array kQuadratic{Function::sigmoid,  Function::tanh,       Function::exp,
                                Function::log,      Function::reciprocal, Function::rsqrt,
                                Function::softplus, Function::erf};

/// The function at a place in its table, by libm: i is where interval i begins.
long double value_at(Function function, double i) {
  const long double part = i / 1024.0L;
  switch (function) {
    case Function::sigmoid:
      return 1 / (1 + std::exp(i / 32.0L));
    case Function::tanh:
      return std::tanh(i / 64.0L);
    case Function::exp:
      return std::exp2(part);
    case Function::log:
      return std::log1p(part);
    case Function::reciprocal:
      return 1 / (1 + part);
    case Function::rsqrt:
      return 1 / std::sqrt(i < 512 ? 1 + 2 * part : 4 * part);
    case Function::softplus:
      return std::log1p(std::exp(-i / 64.0L));
    case Function::erf:
      return std::erf(i / 256.0L);
  }
  return 0;
}

std::uint64_t hash_of_quadratic(Function function) {
  test::Fnv1a fnv;
  for (const QuadraticEntry& entry : quadratic_table(function))
    for (const float word : {entry.value, entry.slope, entry.curve}) fnv.add(word);
  return fnv.hash();
}

/// The largest error over 40000 numbers from 2^−20 to `to`, and, if `negative`, their negatives.
double largest_error(Function function, double to, bool negative, auto&& exact, bool relative) {
  double most = 0;
  for (int i = 0; i <= 40000; ++i)
    for (const int sign : {1, -1}) {
      if (sign < 0 && !negative) continue;
      const auto x = static_cast<float>(sign * std::exp2(-20 + (20 + std::log2(to)) * i / 40000));
      const double want = exact(double{x});
      const double error = std::fabs(look_up_interpolated(function, x) - want);
      most = std::max(most, relative ? error / std::fabs(want) : error);
    }
  return most;
}

TEST(QuadraticTable, HoldsTheParabolaThroughThreeValues) {
  const auto value = [](Function function, double i) -> double {
    return static_cast<float>(value_at(function, i));
  };
  for (const Function function : kQuadratic)
    for (int i = 0; i < kTableEntries; ++i) {
      const QuadraticEntry& entry = quadratic_table(function)[static_cast<std::size_t>(i)];
      const double begin = value(function, i), middle = value(function, i + 0.5);
      const double end = value(function, i + 1);
      ASSERT_EQ(entry.value, begin) << word(function) << " " << i;
      ASSERT_EQ(entry.slope, static_cast<float>(4 * middle - 3 * begin - end)) << i;
      ASSERT_EQ(entry.curve, static_cast<float>(2 * begin + 2 * end - 4 * middle)) << i;
    }
}

TEST(QuadraticTable, HasNoValueThatAnErrorOfItsArithmeticCouldTip) {
  for (const Function function : kQuadratic)
    for (int i = 0; i <= 2 * kTableEntries; ++i) {
      const long double value = std::fabs(value_at(function, i / 2.0));
      if (value == 0) continue;
      const int grid = std::ilogb(value) - 24;  // ties are odd multiples of 2^grid
      const long double ticks = std::ldexp(value, -grid);
      const long double tie = 2 * std::floor(ticks / 2) + 1;
      ASSERT_GT(std::fabs(ticks - tie) / ticks, 0x1p-41L) << word(function) << " " << i;
    }
}

TEST(QuadraticTable, IsTheSameOnEveryMachine) {
  std::uint64_t all = 0;
  for (const Function function : kQuadratic) all = all * 31 + hash_of_quadratic(function);
  EXPECT_EQ(all, 5480491165090273283u);
}

// The bounds are those of docs/numerics.md.

TEST(Interpolation, IsAsGoodAsThePageSays) {
  const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
  EXPECT_LT(largest_error(Function::sigmoid, 100, true, sigmoid, false), 9e-8);
  const auto tanh = [](double x) { return std::tanh(x); };
  EXPECT_LT(largest_error(Function::tanh, 100, true, tanh, false), 9e-8);
  const auto erf = [](double x) { return std::erf(x); };
  EXPECT_LT(largest_error(Function::erf, 100, true, erf, false), 9e-8);
  const auto softplus = [](double x) { return std::log1p(std::exp(x)); };
  EXPECT_LT(largest_error(Function::softplus, 20, true, softplus, false), 4.9e-7);
  EXPECT_LT(largest_error(Function::softplus, 1, true, softplus, false), 1.3e-7);
  const auto exp = [](double x) { return std::exp(x); };
  EXPECT_LT(largest_error(Function::exp, 80, true, exp, true), 1.3e-7);
  const auto reciprocal = [](double x) { return 1 / x; };
  EXPECT_LT(largest_error(Function::reciprocal, 1e6, true, reciprocal, true), 1.3e-7);
  const auto rsqrt = [](double x) { return 1 / std::sqrt(x); };
  EXPECT_LT(largest_error(Function::rsqrt, 1e6, false, rsqrt, true), 1.3e-7);
  const auto log = [](double x) { return std::log(x); };
  EXPECT_LT(largest_error(Function::log, 1e6, false, log, false), 1.1e-6);
}

TEST(Interpolation, IsExactWhereIntervalsBegin) {
  EXPECT_EQ(look_up_interpolated(Function::tanh, 0), 0);
  EXPECT_EQ(look_up_interpolated(Function::erf, 0), 0);
  EXPECT_EQ(look_up_interpolated(Function::sigmoid, 0), 0.5F);
  EXPECT_EQ(look_up_interpolated(Function::exp, 0), 1);
  EXPECT_EQ(look_up_interpolated(Function::log, 1), 0);
  EXPECT_EQ(look_up_interpolated(Function::reciprocal, -4), -0.25F);
  EXPECT_EQ(look_up_interpolated(Function::rsqrt, 16), 0.25F);
  const QuadraticEntry& tanh = quadratic_table(Function::tanh)[64];
  EXPECT_EQ(look_up_interpolated(Function::tanh, 1), tanh.value);
  EXPECT_EQ(look_up_interpolated(Function::tanh, 1 + 1.0F / 128),
            tanh.value + (tanh.slope + tanh.curve * 0.5F) * 0.5F);
}

TEST(Interpolation, IsSymmetric) {
  for (const float x : {1e-30F, 0.3F, 7.0F, 15.9F}) {
    for (const Function odd : {Function::tanh, Function::erf})
      EXPECT_EQ(look_up_interpolated(odd, -x), -look_up_interpolated(odd, x)) << x;
    EXPECT_EQ(look_up_interpolated(Function::sigmoid, x),
              1 - look_up_interpolated(Function::sigmoid, -x));
  }
}

TEST(Interpolation, ReachesItsLimits) {
  for (const float x : {33.0F, 1e30F, Limits::max(), Limits::infinity()}) {
    for (const Function odd : {Function::tanh, Function::erf})
      EXPECT_EQ(look_up_interpolated(odd, x), 1) << x;
    EXPECT_EQ(look_up_interpolated(Function::sigmoid, x), 1);
    EXPECT_NEAR(look_up_interpolated(Function::sigmoid, -x), 0, 2e-14);
  }
  EXPECT_EQ(look_up_interpolated(Function::exp, Limits::infinity()), Limits::infinity());
  EXPECT_EQ(look_up_interpolated(Function::exp, -Limits::infinity()), 0);
  EXPECT_EQ(look_up_interpolated(Function::reciprocal, 0), Limits::infinity());
}

TEST(Interpolation, OfNoNumberIsThatOfZeroOrNone) {
  EXPECT_EQ(look_up_interpolated(Function::tanh, Limits::quiet_NaN()), 0);
  EXPECT_EQ(look_up_interpolated(Function::erf, Limits::quiet_NaN()), 0);
  EXPECT_EQ(look_up_interpolated(Function::sigmoid, Limits::quiet_NaN()), 0.5F);
  EXPECT_TRUE(std::isnan(look_up_interpolated(Function::softplus, Limits::quiet_NaN())));
  EXPECT_TRUE(std::isnan(look_up_interpolated(Function::log, -1)));
}

}  // namespace
}  // namespace rda
