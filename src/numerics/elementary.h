// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace rda::numerics {

// Elementary functions with + · / alone, which IEEE 754 fixes to the last bit, never libm. Their
// relative errors lie below 2^-43; tables of fp32 need 2^-25.

/// exp(x) − 1 for x ≥ 0: Taylor's series near 0, then exp(2a) − 1 = m (m + 2) with m = exp(a) − 1.
constexpr double exp_minus_one(double x) {
  int doublings = 0;
  for (; x > 1.0 / 16; x /= 2) ++doublings;
  double sum = 0;
  for (int n = 14; n >= 1; --n) sum = (sum + 1) * x / n;  // x + x²/2! + … + x^14/14!, Horner's way
  for (; doublings > 0; --doublings) sum = sum * (sum + 2);
  return sum;
}

/// ln((1 + z) / (1 − z)) for 0 ≤ z ≤ 1/3: 2 (z + z³/3 + … + z^41/41).
constexpr double log_of_ratio(double z) {
  double sum = 0;
  for (int n = 41; n >= 1; n -= 2) sum = sum * (z * z) + 1.0 / n;
  return 2 * z * sum;
}

/// The square root of 1 ≤ x < 4: Newton's steps, the error squared in each.
constexpr double square_root(double x) {
  double root = 1.5;
  for (int step = 0; step < 6; ++step) root = (root + x / root) / 2;
  return root;
}

/// erf(x) for 0 ≤ x ≤ 4: 2/√π · exp(−x²) · (x + 2x³/3 + 4x⁵/15 + …), a sum without cancellation.
constexpr double error_function(double x) {
  constexpr double kTwoByRootOfPi = 1.1283791670955126;
  double term = x, sum = x;
  for (int n = 1; n <= 100; ++n) {
    term *= 2 * x * x / (2 * n + 1);
    sum += term;
  }
  return kTwoByRootOfPi / (exp_minus_one(x * x) + 1) * sum;
}

}  // namespace rda::numerics
