// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "numerics/elementary.h"
#include "rda/error.h"
#include "rda/numerics.h"

namespace rda {
namespace {

using numerics::exp_minus_one;
using Table = std::array<float, kTableEntries>;
using QuadraticTable = std::array<QuadraticEntry, kTableEntries>;
constexpr double kLogOfTwo = 0.6931471805599453;

constexpr double magnitude(double x) { return x < 0 ? -x : x; }

// The value of each function at a place in its table: i + ½ is the middle of interval i.

constexpr double sigmoid_of(double x) {
  const double m = exp_minus_one(magnitude(x));
  return x < 0 ? 1 / (m + 2) : (m + 1) / (m + 2);
}

constexpr double sigmoid(double at) { return sigmoid_of(at / 64 - 8); }
constexpr double sigmoid_below_zero(double at) { return sigmoid_of(-at / 32); }

constexpr double tanh_of(double x) {
  const double m = exp_minus_one(2 * magnitude(x));
  return x < 0 ? -m / (m + 2) : m / (m + 2);
}

constexpr double hyperbolic_tangent(double at) { return tanh_of(at / 64 - 8); }
constexpr double tanh_above_zero(double at) { return tanh_of(at / 64); }

constexpr double error_function(double at) {
  const double x = at / 128 - 4;
  const double value = numerics::error_function(magnitude(x));
  return x < 0 ? -value : value;
}

constexpr double erf_above_zero(double at) { return numerics::error_function(at / 256); }

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

/// From values in fp32, which are rounded correctly; so no error of the arithmetic tips an entry.
constexpr QuadraticTable make_quadratic(double (*function)(double)) {
  QuadraticTable table{};
  double begin = static_cast<float>(function(0));
  for (int i = 0; i < kTableEntries; ++i) {
    const double middle = static_cast<float>(function(i + 0.5));
    const double end = static_cast<float>(function(i + 1));
    table[static_cast<std::size_t>(i)] = {
        static_cast<float>(begin),
        static_cast<float>(4 * (middle - begin) - (end - begin)),
        static_cast<float>(2 * (end - begin) - 4 * (middle - begin)),
    };
    begin = end;
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

constexpr QuadraticTable kQuadraticSigmoid = make_quadratic(sigmoid_below_zero);
constexpr QuadraticTable kQuadraticTanh = make_quadratic(tanh_above_zero);
constexpr QuadraticTable kQuadraticExp = make_quadratic(power_of_two_to);
constexpr QuadraticTable kQuadraticLog = make_quadratic(logarithm);
constexpr QuadraticTable kQuadraticReciprocal = make_quadratic(reciprocal);
constexpr QuadraticTable kQuadraticRsqrt = make_quadratic(reciprocal_root);
constexpr QuadraticTable kQuadraticSoftplus = make_quadratic(softplus_below_zero);
constexpr QuadraticTable kQuadraticErf = make_quadratic(erf_above_zero);

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

std::span<const QuadraticEntry, kTableEntries> quadratic_table(Function function) {
  switch (function) {
    case Function::sigmoid:
      return kQuadraticSigmoid;
    case Function::tanh:
      return kQuadraticTanh;
    case Function::exp:
      return kQuadraticExp;
    case Function::log:
      return kQuadraticLog;
    case Function::reciprocal:
      return kQuadraticReciprocal;
    case Function::rsqrt:
      return kQuadraticRsqrt;
    case Function::softplus:
      return kQuadraticSoftplus;
    case Function::erf:
      return kQuadraticErf;
  }
  throw InternalError("a function that does not exist");
}

}  // namespace rda
