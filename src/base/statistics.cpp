// SPDX-License-Identifier: Apache-2.0
#include "base/statistics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "rda/check.h"

namespace rda {
namespace {

std::vector<double> logarithms(std::span<const double> values) {
  std::vector<double> logs;
  for (const double value : values) logs.push_back(std::log(value));
  return logs;
}

double mean(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

/// The continued fraction of the regularised incomplete beta function I_x(a, b), by the method of
/// Lentz (Press et al., Numerical Recipes, 6.4). It converges fast for x < (a + 1) / (a + b + 2).
double beta_fraction(double x, double a, double b) {
  constexpr int kMostTerms = 1000;
  constexpr double kClose = 1e-14, kTiny = 1e-300;
  const auto safe = [](double value) { return std::fabs(value) < kTiny ? kTiny : value; };
  double c = 1, d = 1 / safe(1 - (a + b) * x / (a + 1)), result = d;
  for (int m = 1; m <= kMostTerms; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    double step = 1;
    for (const double term : {even, odd}) {
      d = 1 / safe(1 + term * d);
      c = safe(1 + term / c);
      step = c * d;
      result *= step;
    }
    if (std::fabs(step - 1) < kClose) break;
  }
  return result;
}

/// I_x(a, b)
double incomplete_beta(double x, double a, double b) {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incomplete_beta(1 - x, b, a);
  const double front =
      std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x);
  return std::exp(front) * beta_fraction(x, a, b) / a;
}

}  // namespace

double decibels(double signal, double noise) {
  return noise == 0 ? std::numeric_limits<double>::infinity() : 10 * std::log10(signal / noise);
}

double chance_of(double f, double terms, double rest) {
  RDA_CHECK(terms > 0 && rest > 0);
  if (f <= 0) return 1;
  return incomplete_beta(rest / (rest + terms * f), rest / 2, terms / 2);
}

double geometric_mean(std::span<const double> ratios) {
  RDA_CHECK(!ratios.empty());
  return std::exp(mean(logarithms(ratios)));
}

std::optional<double> correlation_of_logs(std::span<const double> a, std::span<const double> b) {
  RDA_CHECK(a.size() == b.size());
  constexpr std::size_t kFewest = 3;
  const auto positive = [](double value) { return value > 0; };
  if (a.size() < kFewest || !std::ranges::all_of(a, positive) || !std::ranges::all_of(b, positive))
    return std::nullopt;
  const std::vector<double> x = logarithms(a), y = logarithms(b);
  const double mean_x = mean(x), mean_y = mean(y);
  double xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    yy += (y[i] - mean_y) * (y[i] - mean_y);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
  }
  if (xx == 0 || yy == 0) return std::nullopt;
  return std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0);
}

}  // namespace rda
