// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace rda::sweep {

/// A number for each observation.
using Numbers = std::vector<double>;

double square_sum(const Numbers& numbers);
/// Each less the mean of all.
Numbers without_mean(Numbers numbers);

/// Fits sums of columns to targets by least squares.
class LeastSquares {
 public:
  /// @param columns  at least one, all of the same length, which is not 0
  explicit LeastSquares(const std::vector<Numbers>& columns);
  LeastSquares(const LeastSquares&) = delete;
  LeastSquares& operator=(const LeastSquares&) = delete;
  ~LeastSquares();

  /// How many columns are independent: none of them is a sum of the others to 1e-9 of its length.
  std::size_t rank() const;

  struct Fit {
    Numbers coefficients;   ///< of each column; 0 for a column that depends on others
    Numbers residuals;      ///< of each observation: target less fitted value
    double sum_of_squares;  ///< of the residuals
  };
  /// @param target  as long as the columns
  Fit fit(const Numbers& target) const;

 private:
  struct Decomposition;
  std::unique_ptr<const Decomposition> decomposition_;
};

}  // namespace rda::sweep
