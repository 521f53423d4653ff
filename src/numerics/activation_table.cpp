// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>

#include "rda/numerics.h"

namespace rda {
namespace {

constexpr double kBias = 8, kIndexScale = 64;
using Table = std::array<float, kTableEntries>;

/// exp(x) − 1 for x ≥ 0 with + · / alone: Taylor's series near 0, then exp(2a) − 1 = m (m + 2) with
/// m = exp(a) − 1. Relative error below 2^-43, where fp32 needs 2^-25; a test shows that no entry
/// lies close enough to a tie for that to matter.
constexpr double exp_minus_one(double x) {
  int doublings = 0;
  for (; x > 1.0 / 16; x /= 2) ++doublings;
  double sum = 0;
  for (int n = 14; n >= 1; --n) sum = (sum + 1) * x / n;  // x + x²/2! + … + x^14/14!, Horner's way
  for (; doublings > 0; --doublings) sum = sum * (sum + 2);
  return sum;
}

constexpr double sigmoid(double x) {
  const double m = exp_minus_one(x < 0 ? -x : x);
  return x < 0 ? 1 / (m + 2) : (m + 1) / (m + 2);
}

constexpr double hyperbolic_tangent(double x) {
  const double m = exp_minus_one(2 * (x < 0 ? -x : x));
  return x < 0 ? -m / (m + 2) : m / (m + 2);
}

constexpr Table make_table(double (*function)(double)) {
  Table table{};
  for (int i = 0; i < kTableEntries; ++i)
    table[static_cast<std::size_t>(i)] =
        static_cast<float>(function((i + 0.5) / kIndexScale - kBias));
  return table;
}

constexpr Table kSigmoid = make_table(sigmoid);
constexpr Table kTanh = make_table(hyperbolic_tangent);

}  // namespace

std::span<const float, kTableEntries> activation_table(Activation activation) {
  return activation == Activation::sigmoid ? kSigmoid : kTanh;
}

int table_index(float x) {
  // floor((x + 8) · 64) without rounding x + 8: the product with a power of two is exact.
  constexpr auto kMiddle = static_cast<float>(kBias * kIndexScale);
  const float interval = std::floor(x * static_cast<float>(kIndexScale));
  if (!(interval >= -kMiddle)) return 0;  // NaN too
  return static_cast<int>(std::min(interval, kMiddle - 1) + kMiddle);
}

float look_up(Activation activation, float x) {
  return activation_table(activation)[static_cast<std::size_t>(table_index(x))];
}

}  // namespace rda
