// SPDX-License-Identifier: Apache-2.0
#include "sweep/sensitivity.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "base/text.h"
#include "sweep/fitted_factors.h"

namespace rda::sweep {
namespace {

/// A knob of whose variance the other knobs give away more is hard to tell from them.
constexpr double kMostConfounded = 0.9;
/// One of which they give away so much is left out.
constexpr double kGivenAway = 0.99;
/// So far a turn must be beyond both ends, as a share of the range of the fitted figure.
constexpr double kClearTurn = 0.1;
/// Figures that differ by a smaller share are the same.
constexpr double kSame = 1e-12;

std::string why_no_fit(const Target& target, const std::vector<Factor>& factors) {
  const std::size_t designs = target.values.size();
  if (designs < 2) return "too few designs for a claim";
  const auto [least, greatest] = std::ranges::minmax(target.values);
  if (greatest - least <= kSame * std::max(std::fabs(least), std::fabs(greatest)))
    return "the figure is the same in all designs";
  if (factors.empty()) return "no knob varies";
  const std::size_t fewest = columns_of(factors, designs).size() + kFewestToSpare;
  if (designs >= fewest) return "";
  return fmt::format("too few designs for a claim: {} for {} knobs (at least {})", designs,
                     factors.size(), fewest);
}

/// With the squares of numbers that have three values or more, as far as these are independent.
std::vector<Factor> with_squares(std::vector<Factor> factors, std::size_t designs) {
  for (Factor& factor : factors) {
    if (!factor.is_number || factor.levels.size() < 3) continue;
    Factor before = factor;
    factor.add_square();
    const std::vector<Numbers> columns = columns_of(factors, designs);
    if (LeastSquares(columns).rank() < columns.size()) factor = std::move(before);
  }
  return factors;
}

/// Columns without the terms of one factor.
std::vector<Numbers> columns_without(std::size_t factor, const FittedFactors& fitted) {
  std::vector<Factor> others = fitted.factors();
  others.erase(others.begin() + static_cast<std::ptrdiff_t>(factor));
  return columns_of(others, fitted.observations());
}

void find_turn(std::size_t i, const FittedFactors& fitted, MainEffect& effect) {
  const Factor& factor = fitted.factors()[i];
  const auto at = [&](std::size_t level) { return fitted.part(i, level); };
  std::size_t least = 0, greatest = 0;
  const std::size_t last = factor.levels.size() - 1;
  for (std::size_t level = 1; level <= last; ++level) {
    if (at(level) < at(least)) least = level;
    if (at(level) > at(greatest)) greatest = level;
  }
  const double beyond = kClearTurn * (at(greatest) - at(least));
  effect.turn_is_least = at(least) + beyond < std::min(at(0), at(last));
  if (effect.turn_is_least)
    effect.turn = factor.levels[least];
  else if (at(greatest) - beyond > std::max(at(0), at(last)))
    effect.turn = factor.levels[greatest];
}

MainEffect effect_of(std::size_t i, const FittedFactors& fitted, const LeastSquares& others) {
  const Factor& factor = fitted.factors()[i];
  const double lost = fitted.left(others.fit(fitted.target().values)) - fitted.left();
  MainEffect effect;
  effect.knobs = factor.knobs;
  effect.share = rounded_share(fitted.share(i));
  effect.clear = fitted.chance(lost, factor.count(), fitted.left(), fitted.spare()) < kChance;
  const auto [from, to] = fitted.ends(i);
  effect.from = factor.levels[from];
  effect.to = factor.levels[to];
  for (std::size_t k = 0; k < factor.others.size(); ++k)
    effect.along.push_back({factor.knobs[k + 1], factor.others[k][from], factor.others[k][to]});
  effect.change = fitted.target().change(fitted.part(i, to) - fitted.part(i, from));
  if (factor.is_number && effect.clear) find_turn(i, fitted, effect);
  return effect;
}

/// 1 less the share of the variance that is left, each by the observations that are free for it.
double adjusted_r2(double left_share, std::size_t observations, std::size_t terms) {
  return 1 - left_share * static_cast<double>(observations - 1) /
                 static_cast<double>(observations - terms);
}

/// The largest share of the variance of a factor's terms that the other factors give away.
double given_away(const Factor& factor, const LeastSquares& others, std::size_t other_terms) {
  double most = 0;
  for (std::size_t term = 0; term < factor.linear(); ++term) {
    const Numbers column = factor.column(term);
    const double left = others.fit(column).sum_of_squares / square_sum(without_mean(column));
    most = std::max(most, adjusted_r2(left, column.size(), other_terms));
  }
  return most;
}

/// Leaves out knobs that the fit cannot tell from others, those with the most values first.
void drop_given_away(Factors& factors, std::size_t designs) {
  const auto is_given_away = [&](const Factor& factor) {
    std::vector<Factor> others;
    for (const Factor& other : factors.kept)
      if (&other != &factor) others.push_back(other);
    const std::vector<Numbers> columns = columns_of(others, designs);
    return columns.size() < designs &&
           given_away(factor, LeastSquares(columns), columns.size()) > kGivenAway;
  };
  for (;;) {
    const Factor* worst = nullptr;
    for (const Factor& factor : factors.kept)
      if (is_given_away(factor) && (!worst || factor.levels.size() >= worst->levels.size()))
        worst = &factor;
    if (!worst) return;
    factors.given_away.push_back(join(worst->knobs, ", "));
    factors.kept.erase(factors.kept.begin() + (worst - factors.kept.data()));
  }
}

}  // namespace

Sensitivity sensitivity(std::span<const Observation> observations,
                        const std::function<bool(const std::string& knob)>& sets) {
  Sensitivity found;
  found.designs = observations.size();
  found.factors = factors_of(observations, sets);
  Target target(observations);
  found.is_logarithm = target.is_logarithm;
  found.why_not = why_no_fit(target, found.factors.kept);
  if (!found.why_not.empty()) return found;

  drop_given_away(found.factors, found.designs);
  std::vector<Factor> squared = with_squares(found.factors.kept, found.designs);
  found.has_squares = found.designs >= 2 * columns_of(squared, found.designs).size();
  const FittedFactors fitted(std::move(target),
                             found.has_squares ? std::move(squared) : found.factors.kept);
  found.terms = fitted.columns().size();
  const double left = fitted.left() / fitted.target().squares;
  found.explained = rounded_share(1 - left);
  found.adjusted = rounded_share(adjusted_r2(left, found.designs, found.terms));
  std::vector<double> shares;
  for (std::size_t i = 0; i < fitted.factors().size(); ++i) {
    const std::vector<Numbers> other_columns = columns_without(i, fitted);
    const LeastSquares others(other_columns);
    found.effects.push_back(effect_of(i, fitted, others));
    shares.push_back(found.effects.back().share);
    if (const double share = given_away(fitted.factors()[i], others, other_columns.size());
        share > kMostConfounded)
      found.confounded.push_back({fitted.factors()[i].name(), rounded_share(share)});
  }
  found.in_common = rounded_share(1 - left - std::accumulate(shares.begin(), shares.end(), 0.0));
  found.interactions = interactions(fitted, shares);
  std::ranges::stable_sort(found.effects, std::ranges::greater{}, &MainEffect::share);
  return found;
}

}  // namespace rda::sweep
