// SPDX-License-Identifier: Apache-2.0
#include "sweep/least_squares.h"

#include <Eigen/QR>

#include "rda/check.h"

namespace rda::sweep {
namespace {

constexpr double kIndependent = 1e-9;

Eigen::Map<const Eigen::VectorXd> vector_of(const Numbers& numbers) {
  return {numbers.data(), static_cast<Eigen::Index>(numbers.size())};
}

/// The columns side by side.
Eigen::MatrixXd matrix_of(const std::vector<Numbers>& columns) {
  RDA_CHECK(!columns.empty() && !columns[0].empty());
  Eigen::MatrixXd matrix(columns[0].size(), columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i)
    matrix.col(static_cast<Eigen::Index>(i)) = vector_of(columns[i]);
  return matrix;
}

}  // namespace

double square_sum(const Numbers& numbers) {
  double sum = 0;
  for (const double number : numbers) sum += number * number;
  return sum;
}

Numbers without_mean(Numbers numbers) {
  double sum = 0;
  for (const double number : numbers) sum += number;
  const double mean = sum / static_cast<double>(numbers.size());
  for (double& number : numbers) number -= mean;
  return numbers;
}

struct LeastSquares::Decomposition {
  explicit Decomposition(const std::vector<Numbers>& columns) : matrix(matrix_of(columns)) {
    lengths = matrix.colwise().norm();
    for (Eigen::Index i = 0; i < lengths.size(); ++i)
      if (lengths[i] == 0) lengths[i] = 1;
    qr.setThreshold(kIndependent);
    qr.compute(matrix * lengths.cwiseInverse().asDiagonal());
  }
  const Eigen::MatrixXd matrix;
  Eigen::VectorXd lengths;  ///< of the columns
  Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr;
};

LeastSquares::LeastSquares(const std::vector<Numbers>& columns)
    : decomposition_(std::make_unique<const Decomposition>(columns)) {}

LeastSquares::~LeastSquares() = default;

std::size_t LeastSquares::rank() const {
  return static_cast<std::size_t>(decomposition_->qr.rank());
}

LeastSquares::Fit LeastSquares::fit(const Numbers& target) const {
  const auto goal = vector_of(target);
  const Eigen::VectorXd scaled = decomposition_->qr.solve(goal);
  const Eigen::VectorXd coefficients = scaled.cwiseQuotient(decomposition_->lengths);
  const Eigen::VectorXd residuals = goal - decomposition_->matrix * coefficients;
  return {{coefficients.begin(), coefficients.end()},
          {residuals.begin(), residuals.end()},
          residuals.squaredNorm()};
}

}  // namespace rda::sweep
