// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "rda/tensors.h"

namespace rda::graph {

enum class Rows { exactly, at_least };

/// The tensor of this name.
/// @throws WorkloadError  if it is missing or has another shape
const Tensor& shaped(const Tensors& tensors, const std::string& name, std::int64_t rows,
                     std::int64_t cols, Rows which = Rows::exactly);
const Matrix<double>& shaped(const ExactTensors& tensors, const std::string& name,
                             std::int64_t rows, std::int64_t cols, Rows which = Rows::exactly);

}  // namespace rda::graph
