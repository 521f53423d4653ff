// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "numerics/elementary.h"
#include "rda/error.h"
#include "rda/numerics.h"

namespace rda {
namespace {

using numerics::exp_minus_one;
using Table = std::array<float, kTableEntries>;
using SlopedTable = std::array<SlopedEntry, kTableEntries>;
constexpr double kLogOfTwo = 0.6931471805599453;

constexpr double magnitude(double x) { return x < 0 ? -x : x; }

// The value of each function at a place in its table: i + ½ is the middle of interval i.

constexpr double sigmoid_of(double x) {
  const double m = exp_minus_one(magnitude(x));
  return x < 0 ? 1 / (m + 2) : (m + 1) / (m + 2);
}

constexpr double sigmoid(double at) { return sigmoid_of(at / 64 - 8); }
constexpr double wide_sigmoid(double at) { return sigmoid_of(at / 32 - 16); }

constexpr double hyperbolic_tangent(double at) {
  const double x = at / 64 - 8;
  const double m = exp_minus_one(2 * magnitude(x));
  return x < 0 ? -m / (m + 2) : m / (m + 2);
}

constexpr double error_function(double at) {
  const double x = at / 128 - 4;
  const double value = numerics::error_function(magnitude(x));
  return x < 0 ? -value : value;
}

constexpr double power_of_two_to(double at) {
  return exp_minus_one(at / kTableEntries * kLogOfTwo) + 1;
}

constexpr double logarithm(double at) {
  const double f = at / kTableEntries;
  return numerics::log_of_ratio(f / (2 + f));
}

constexpr double reciprocal(double at) { return 1 / (1 + at / kTableEntries); }

constexpr double reciprocal_root(double at) {
  constexpr int kHalf = kTableEntries / 2;
  const double part = at < kHalf ? at : at - kHalf;
  const double x = 1 + part / kHalf;
  return 1 / numerics::square_root(at < kHalf ? x : 2 * x);
}

/// ln(1 + e^−x), with e^−x = z: ln((1 + z/(2 + z)) / (1 − z/(2 + z))).
constexpr double softplus_below_zero(double at) {
  const double z = 1 / (exp_minus_one(at / 64) + 1);
  return numerics::log_of_ratio(z / (2 + z));
}

constexpr Table make_table(double (*function)(double)) {
  Table table{};
  for (int i = 0; i < kTableEntries; ++i)
    table[static_cast<std::size_t>(i)] = static_cast<float>(function(i + 0.5));
  return table;
}

constexpr SlopedTable make_sloped(double (*function)(double)) {
  SlopedTable table{};
  auto value = static_cast<float>(function(0));
  for (int i = 0; i < kTableEntries; ++i) {
    const auto next = static_cast<float>(function(i + 1));
    table[static_cast<std::size_t>(i)] = {value, next - value};
    value = next;
  }
  return table;
}

constexpr Table kSigmoid = make_table(sigmoid);
constexpr Table kTanh = make_table(hyperbolic_tangent);
constexpr Table kExp = make_table(power_of_two_to);
constexpr Table kLog = make_table(logarithm);
constexpr Table kReciprocal = make_table(reciprocal);
constexpr Table kRsqrt = make_table(reciprocal_root);
constexpr Table kSoftplus = make_table(softplus_below_zero);
constexpr Table kErf = make_table(error_function);

constexpr SlopedTable kSlopedSigmoid = make_sloped(wide_sigmoid);
constexpr SlopedTable kSlopedTanh = make_sloped(hyperbolic_tangent);
constexpr SlopedTable kSlopedExp = make_sloped(power_of_two_to);
constexpr SlopedTable kSlopedLog = make_sloped(logarithm);
constexpr SlopedTable kSlopedReciprocal = make_sloped(reciprocal);
constexpr SlopedTable kSlopedRsqrt = make_sloped(reciprocal_root);
constexpr SlopedTable kSlopedSoftplus = make_sloped(softplus_below_zero);
constexpr SlopedTable kSlopedErf = make_sloped(error_function);

}  // namespace

std::span<const float, kTableEntries> function_table(Function function) {
  switch (function) {
    case Function::sigmoid:
      return kSigmoid;
    case Function::tanh:
      return kTanh;
    case Function::exp:
      return kExp;
    case Function::log:
      return kLog;
    case Function::reciprocal:
      return kReciprocal;
    case Function::rsqrt:
      return kRsqrt;
    case Function::softplus:
      return kSoftplus;
    case Function::erf:
      return kErf;
  }
  throw InternalError("a function that does not exist");
}

std::span<const SlopedEntry, kTableEntries> sloped_table(Function function) {
  switch (function) {
    case Function::sigmoid:
      return kSlopedSigmoid;
    case Function::tanh:
      return kSlopedTanh;
    case Function::exp:
      return kSlopedExp;
    case Function::log:
      return kSlopedLog;
    case Function::reciprocal:
      return kSlopedReciprocal;
    case Function::rsqrt:
      return kSlopedRsqrt;
    case Function::softplus:
      return kSlopedSoftplus;
    case Function::erf:
      return kSlopedErf;
  }
  throw InternalError("a function that does not exist");
}

}  // namespace rda
