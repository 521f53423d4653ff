// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace rda {

/// A dense row-major matrix of fp32 values, not yet rounded to any format. A vector [n] is [n, 1].
struct Tensor {
  std::int64_t rows = 0, cols = 0;
  std::vector<float> values;  ///< [rows · cols]

  float at(std::int64_t row, std::int64_t col) const {
    return values[static_cast<std::size_t>(row * cols + col)];
  }
  float& at(std::int64_t row, std::int64_t col) {
    return values[static_cast<std::size_t>(row * cols + col)];
  }
};

/// Weights, biases, inputs, initial state and look-up tables by name. They travel apart from the
/// mapping, which says which slice of which tensor lies where.
using Tensors = std::map<std::string, Tensor>;

}  // namespace rda
