// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "numerics/elementary.h"
#include "rda/error.h"
#include "rda/numerics.h"

namespace rda {
namespace {

using numerics::exp_minus_one;
using Table = std::array<float, kTableEntries>;
constexpr double kLogOfTwo = 0.6931471805599453;

constexpr double magnitude(double x) { return x < 0 ? -x : x; }
/// The middle of entry i of a table of so many entries over [0, 1).
constexpr double middle(int entry, int entries) { return (entry + 0.5) / entries; }

// The value of entry i of each table.

constexpr double sigmoid(int i) {
  const double x = middle(i, 64) - 8;
  const double m = exp_minus_one(magnitude(x));
  return x < 0 ? 1 / (m + 2) : (m + 1) / (m + 2);
}

constexpr double hyperbolic_tangent(int i) {
  const double x = middle(i, 64) - 8;
  const double m = exp_minus_one(2 * magnitude(x));
  return x < 0 ? -m / (m + 2) : m / (m + 2);
}

constexpr double error_function(int i) {
  const double x = middle(i, 128) - 4;
  const double value = numerics::error_function(magnitude(x));
  return x < 0 ? -value : value;
}

constexpr double power_of_two_to(int i) {
  return exp_minus_one(middle(i, kTableEntries) * kLogOfTwo) + 1;
}

constexpr double logarithm(int i) {
  const double f = middle(i, kTableEntries);
  return numerics::log_of_ratio(f / (2 + f));
}

constexpr double reciprocal(int i) { return 1 / (1 + middle(i, kTableEntries)); }

constexpr double reciprocal_root(int i) {
  constexpr int kHalf = kTableEntries / 2;
  const double x = 1 + middle(i % kHalf, kHalf);
  return 1 / numerics::square_root(i < kHalf ? x : 2 * x);
}

/// ln(1 + e^−x), with e^−x = z: ln((1 + z/(2 + z)) / (1 − z/(2 + z))).
constexpr double softplus_below_zero(int i) {
  const double z = 1 / (exp_minus_one(middle(i, 64)) + 1);
  return numerics::log_of_ratio(z / (2 + z));
}

constexpr Table make_table(double (*function)(int)) {
  Table table{};
  for (int i = 0; i < kTableEntries; ++i)
    table[static_cast<std::size_t>(i)] = static_cast<float>(function(i));
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

}  // namespace rda
