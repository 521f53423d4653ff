// SPDX-License-Identifier: Apache-2.0
#include "sweep/factors.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace rda::sweep {
namespace {

using json::Value;

/// A knob follows from another in n repeats of its values by chance once in 2^12 times.
constexpr double kBits = 12;
/// A coefficient of a knob that follows from others, of columns between -1 and 1.
constexpr double kSmall = 1e-6;

/// Whether all terms of `factor` are sums of those of `other`.
bool is_sum_of(const Factor& factor, Factor other) {
  if (other.is_number && other.levels.size() > 2) other.add_square();
  std::vector<Numbers> columns = columns_of(std::span(&other, 1), other.level.size());
  if (columns.size() + 2 > factor.level.size()) return false;
  const std::size_t rank = LeastSquares(columns).rank();
  for (std::size_t term = 0; term < factor.count(); ++term) columns.push_back(factor.column(term));
  return LeastSquares(columns).rank() == rank;
}

/// Whether a value of `factor` follows from that of `other`, and not because each value of `other`
/// is there only once.
bool determines(const Factor& other, const Factor& factor) {
  const Factor* const alone[] = {&other};
  if (!factor.follows_from(alone)) return false;
  const auto repeats = static_cast<double>(factor.level.size() - other.levels.size());
  return repeats * std::log2(static_cast<double>(factor.levels.size())) >= kBits ||
         is_sum_of(factor, other);
}

void merge_equal(std::vector<Factor>& factors) {
  for (std::size_t i = 0; i < factors.size(); ++i)
    for (std::size_t j = i + 1; j < factors.size();) {
      if (determines(factors[i], factors[j]) && determines(factors[j], factors[i])) {
        factors[i].merge(factors[j]);
        factors.erase(factors.begin() + static_cast<std::ptrdiff_t>(j));
      } else {
        ++j;
      }
    }
}

void drop(const std::string& knob, const std::vector<std::string>& from, Factors& factors) {
  factors.following.push_back({knob, from});
  std::erase_if(factors.kept, [&](const Factor& factor) { return factor.name() == knob; });
}

/// Drops one factor that is a product of finer ones or coarser than another. @return whether any
bool drop_determined(Factors& factors) {
  for (const Factor& factor : factors.kept) {
    std::vector<const Factor*> coarser;
    std::vector<std::string> names;
    for (const Factor& other : factors.kept)
      if (&other != &factor && determines(factor, other)) {
        coarser.push_back(&other);
        names.push_back(other.name());
      }
    if (coarser.empty()) continue;
    if (coarser.size() > 1 && factor.follows_from(coarser))
      drop(std::string(factor.name()), names, factors);
    else
      drop(names.front(), {factor.name()}, factors);
    return true;
  }
  return false;
}

/// The factors without which the column is no sum, by the coefficients of their terms.
std::vector<std::string> parts_of(const Numbers& column, const std::vector<Numbers>& columns,
                                  std::span<const Factor* const> factors) {
  const LeastSquares::Fit fit = LeastSquares(columns).fit(column);
  std::vector<std::string> names;
  std::size_t at = 1;
  for (const Factor* factor : factors) {
    const auto begin = fit.coefficients.begin() + static_cast<std::ptrdiff_t>(at);
    if (std::any_of(begin, begin + static_cast<std::ptrdiff_t>(factor->count()),
                    [](double coefficient) { return std::fabs(coefficient) > kSmall; }))
      names.push_back(factor->name());
    at += factor->count();
  }
  return names;
}

/// Drops factors whose terms are sums of those of others; factors with few values stay.
void drop_sums(Factors& factors) {
  std::vector<const Factor*> order;
  for (const Factor& factor : factors.kept) order.push_back(&factor);
  std::ranges::stable_sort(order, {}, [](const Factor* factor) { return factor->levels.size(); });
  std::vector<const Factor*> included;
  std::vector<Numbers> columns{Numbers(factors.kept.front().level.size(), 1.0)};
  std::vector<Factors::Following> sums;
  for (const Factor* factor : order) {
    std::vector<Numbers> more = columns;
    for (std::size_t term = 0; term < factor->count(); ++term) more.push_back(factor->column(term));
    if (LeastSquares(more).rank() == more.size()) {
      columns = std::move(more);
      included.push_back(factor);
    } else {
      sums.push_back({factor->name(), parts_of(factor->column(0), columns, included)});
    }
  }
  for (const Factors::Following& sum : sums) drop(sum.knob, sum.from, factors);
}

}  // namespace

std::vector<Numbers> columns_of(std::span<const Factor> factors, std::size_t observations) {
  std::vector<Numbers> columns{Numbers(observations, 1.0)};
  for (const Factor& factor : factors)
    for (std::size_t term = 0; term < factor.count(); ++term)
      columns.push_back(factor.column(term));
  return columns;
}

Factors factors_of(std::span<const Observation> observations,
                   const std::function<bool(const std::string& knob)>& sets) {
  Factors factors;
  std::set<std::string> knobs;
  for (const Observation& observation : observations)
    for (const auto& [knob, value] : observation.knobs.get<Value::Object>()) knobs.insert(knob);
  for (const std::string& knob : knobs) {
    const auto has = [&](const Observation& one) {
      return one.knobs.get<Value::Object>().contains(knob);
    };
    if (!std::ranges::all_of(observations, has)) {
      factors.partial.push_back(knob);
      continue;
    }
    Factor factor = factor_of(knob, observations);
    if (factor.levels.size() < 2) continue;
    if (sets(knob))
      factors.kept.push_back(std::move(factor));
    else
      factors.computed.push_back(knob);
  }
  merge_equal(factors.kept);
  while (drop_determined(factors)) continue;
  if (!factors.kept.empty() &&
      observations.size() >= columns_of(factors.kept, observations.size()).size() + kFewestToSpare)
    drop_sums(factors);
  return factors;
}

}  // namespace rda::sweep
