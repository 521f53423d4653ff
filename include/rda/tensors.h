// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace rda {

/// A dense row-major matrix. A vector [n] is [n, 1].
template <class Real>
struct Matrix {
  std::int64_t rows = 0, cols = 0;
  std::vector<Real> values;  ///< [rows · cols]

  Real at(std::int64_t row, std::int64_t col) const {
    return values[static_cast<std::size_t>(row * cols + col)];
  }
  Real& at(std::int64_t row, std::int64_t col) {
    return values[static_cast<std::size_t>(row * cols + col)];
  }
};

/// A matrix of fp32 values, not yet rounded to any format.
using Tensor = Matrix<float>;

/// Weights, biases, inputs, initial state and look-up tables by name. They travel apart from the
/// mapping, which says which slice of which tensor lies where.
using Tensors = std::map<std::string, Tensor>;

/// Tensors whose values are in fp64.
using ExactTensors = std::map<std::string, Matrix<double>>;

}  // namespace rda
