// SPDX-License-Identifier: Apache-2.0
#include "base/statistics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
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

}  // namespace

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
