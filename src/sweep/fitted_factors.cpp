// SPDX-License-Identifier: Apache-2.0
#include "sweep/fitted_factors.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/statistics.h"
#include "sweep/factors.h"

namespace rda::sweep {
namespace {

/// A figure whose greatest value is at least this many times the least is fitted by its logarithm.
constexpr double kSpan = 2;
/// A smaller share of the variance is none, and a smaller change of the figure's range.
constexpr double kNoShare = 1e-12, kNoChange = 1e-6;

double four_digits(double number) {
  const std::string text = fmt::format("{:.4g}", number);
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

double rounded_share(double share) { return std::round(share * 1e4) / 1e4 + 0.0; }

Target::Target(std::span<const Observation> observations) {
  for (const Observation& observation : observations) values.push_back(observation.value);
  if (values.empty()) return;
  const auto [least, greatest] = std::ranges::minmax(values);
  range = greatest - least;
  is_logarithm = least > 0 && greatest >= kSpan * least;
  if (is_logarithm)
    for (double& value : values) value = std::log2(value);
  squares = square_sum(without_mean(values));
}

double Target::change(double difference) const {
  if (is_logarithm) return four_digits(std::exp2(difference));
  return std::fabs(difference) < kNoChange * range ? 0 : four_digits(difference);
}

FittedFactors::FittedFactors(Target target, std::vector<Factor> factors)
    : target_(std::move(target)),
      factors_(std::move(factors)),
      columns_(columns_of(factors_, target_.values.size())),
      fit_(LeastSquares(columns_).fit(target_.values)),
      left_(left(fit_)) {
  std::size_t at = 1;
  for (const Factor& factor : factors_) {
    begins_.push_back(at);
    at += factor.count();
  }
}

double FittedFactors::spare(std::size_t more) const {
  return static_cast<double>(observations() - columns_.size() - more);
}

double FittedFactors::left(const LeastSquares::Fit& other) const {
  return other.sum_of_squares < kNoShare * target_.squares ? 0 : other.sum_of_squares;
}

double FittedFactors::part(std::size_t factor, std::size_t level,
                           const Numbers& coefficients) const {
  double sum = 0;
  for (std::size_t term = 0; term < factors_[factor].count(); ++term)
    sum += coefficients[begins_[factor] + term] * factors_[factor].terms[level][term];
  return sum;
}

double FittedFactors::share(std::size_t factor) const {
  Numbers parts;
  for (const std::size_t level : factors_[factor].level) parts.push_back(part(factor, level));
  return square_sum(without_mean(std::move(parts))) / target_.squares;
}

std::pair<std::size_t, std::size_t> FittedFactors::ends(std::size_t factor) const {
  const std::size_t levels = factors_[factor].levels.size();
  if (factors_[factor].is_number) return {0, levels - 1};
  std::pair<std::size_t, std::size_t> ends{0, 0};
  for (std::size_t level = 1; level < levels; ++level) {
    if (part(factor, level) < part(factor, ends.first)) ends.first = level;
    if (part(factor, level) > part(factor, ends.second)) ends.second = level;
  }
  return ends;
}

double FittedFactors::chance(double gain, std::size_t terms, double left, double spare) const {
  if (gain <= kNoShare * target_.squares) return 1;
  if (left == 0) return 0;
  const auto more = static_cast<double>(terms);
  return chance_of(gain / more / (left / spare), more, spare);
}

}  // namespace rda::sweep
