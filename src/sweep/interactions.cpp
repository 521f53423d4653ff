// SPDX-License-Identifier: Apache-2.0
#include "sweep/interactions.h"

#include <algorithm>
#include <utility>

#include "sweep/factors.h"

namespace rda::sweep {
namespace {

/// Two factors with the products of their linear terms.
class FactorPair {
 public:
  FactorPair(const FittedFactors& fitted, std::size_t first, std::size_t second)
      : fitted_(fitted), first_(first), second_(second), columns_(fitted.columns()) {
    for (std::size_t i = 0; i < a().linear(); ++i)
      for (std::size_t j = 0; j < b().linear(); ++j) {
        Numbers product = a().column(i);
        const Numbers other = b().column(j);
        for (std::size_t k = 0; k < product.size(); ++k) product[k] *= other[k];
        columns_.push_back(std::move(product));
      }
  }

  /// Fits with the products. @return false if there are too few observations, or not the
  /// combinations of values that it takes
  bool fit() {
    if (fitted_.observations() < columns_.size() + kFewestToSpare) return false;
    const LeastSquares squares(columns_);
    if (squares.rank() < columns_.size()) return false;
    LeastSquares::Fit fit = squares.fit(fitted_.target().values);
    const std::size_t more = columns_.size() - fitted_.columns().size();
    const double left = fitted_.left(fit), gain = fitted_.left() - left;
    const double spare = fitted_.spare(more);
    chance_ = fitted_.chance(gain, more, left, spare);
    coefficients_ = std::move(fit.coefficients);
    if (gain > 0) share_ = share() * (1 - static_cast<double>(more) * left / spare / gain);
    columns_.clear();
    return true;
  }

  bool is_significant(std::size_t pairs) const {
    return chance_ < kChance / static_cast<double>(pairs) && share_ >= kLeastInteraction;
  }

  Interaction interaction(const std::vector<double>& shares) const {
    const bool swapped = shares[second_] > shares[first_];
    const std::size_t knob = swapped ? second_ : first_, with = swapped ? first_ : second_;
    const auto [from, to] = fitted_.ends(with);
    const Factor& other = fitted_.factors()[with];
    return {fitted_.factors()[knob].name(),
            other.name(),
            rounded_share(share_),
            other.levels[from],
            other.levels[to],
            change(knob, from),
            change(knob, to)};
  }

 private:
  /// Of the target's variance, that of the products beyond what terms of the two factors can say.
  double share() const {
    Numbers sum(fitted_.observations());
    for (std::size_t i = fitted_.columns().size(); i < columns_.size(); ++i)
      for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += coefficients_[i] * columns_[i][k];
    const Factor both[] = {a(), b()};
    return LeastSquares(columns_of(both, sum.size())).fit(sum).sum_of_squares /
           fitted_.target().squares;
  }

  const Factor& a() const { return fitted_.factors()[first_]; }
  const Factor& b() const { return fitted_.factors()[second_]; }

  /// The change from end to end of `knob`, one of the two, at a level of the other one.
  double change(std::size_t knob, std::size_t level) const {
    const auto value = [&](std::size_t own) {
      const std::size_t in_a = knob == first_ ? own : level, in_b = knob == first_ ? level : own;
      double sum = fitted_.part(knob, own, coefficients_);
      std::size_t product = fitted_.columns().size();
      for (std::size_t i = 0; i < a().linear(); ++i)
        for (std::size_t j = 0; j < b().linear(); ++j)
          sum += coefficients_[product++] * a().terms[in_a][i] * b().terms[in_b][j];
      return sum;
    };
    const auto [from, to] = fitted_.ends(knob);
    return fitted_.target().change(value(to) - value(from));
  }

  const FittedFactors& fitted_;
  std::size_t first_, second_;
  std::vector<Numbers> columns_;
  Numbers coefficients_;
  double chance_ = 1, share_ = 0;
};

}  // namespace

Interactions interactions(const FittedFactors& fitted, const std::vector<double>& shares) {
  Interactions found;
  std::vector<FactorPair> pairs;
  for (std::size_t first = 0; first < shares.size(); ++first)
    for (std::size_t second = first + 1; second < shares.size(); ++second)
      if (FactorPair pair(fitted, first, second); pair.fit()) pairs.push_back(std::move(pair));
  found.pairs = pairs.size();
  for (const FactorPair& pair : pairs)
    if (pair.is_significant(found.pairs)) found.significant.push_back(pair.interaction(shares));
  std::ranges::stable_sort(found.significant, std::ranges::greater{}, &Interaction::share);
  return found;
}

}  // namespace rda::sweep
