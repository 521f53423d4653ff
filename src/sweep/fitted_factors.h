// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "sweep/factor.h"
#include "sweep/least_squares.h"

namespace rda::sweep {

/// The figure that is fitted.
struct Target {
  explicit Target(std::span<const Observation> observations);

  Numbers values;             ///< of the figure, or their logarithms to base 2
  bool is_logarithm = false;  ///< if all are above 0 and the greatest is twice the least or more
  double range = 0;           ///< greatest figure less the least
  double squares = 0;         ///< sum of squares of `values` less their mean

  /// A difference of fitted values for people, to four digits: a factor if they are logarithms.
  double change(double difference) const;
};

/// A share of the variance for people, to 1e-4.
double rounded_share(double share);

/// A target fitted by a constant and the terms of factors.
class FittedFactors {
 public:
  /// @param factors  whose terms are independent, and fewer than observations
  FittedFactors(Target target, std::vector<Factor> factors);

  const Target& target() const { return target_; }
  const std::vector<Factor>& factors() const { return factors_; }
  const std::vector<Numbers>& columns() const { return columns_; }
  std::size_t observations() const { return target_.values.size(); }
  /// Observations less the terms of this fit and `more`.
  double spare(std::size_t more = 0) const;

  /// Sum of squares that this fit leaves, and that a fit of other columns leaves.
  double left() const { return left_; }
  double left(const LeastSquares::Fit& other) const;

  /// The part of a fitted value that comes from a level of a factor, with these coefficients of
  /// columns(), those of this fit or of one with more columns behind them.
  double part(std::size_t factor, std::size_t level, const Numbers& coefficients) const;
  double part(std::size_t factor, std::size_t level) const {
    return part(factor, level, fit_.coefficients);
  }

  /// The part of the target's variance that a factor's part of the fit has. Of independent factors
  /// these parts add up to R2.
  double share(std::size_t factor) const;

  /// Two levels of a factor: of numbers the least and the greatest, else those of the least and the
  /// greatest part.
  std::pair<std::size_t, std::size_t> ends(std::size_t factor) const;

  /// The probability that `terms` that mean nothing gain so many squares, if `left` remain of which
  /// `spare` observations are free.
  double chance(double gain, std::size_t terms, double left, double spare) const;

 private:
  const Target target_;
  const std::vector<Factor> factors_;
  const std::vector<Numbers> columns_;
  std::vector<std::size_t> begins_;  ///< of each factor's columns
  LeastSquares::Fit fit_;
  double left_;
};

}  // namespace rda::sweep
