// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/tensors.h"
#include "rda/workload.h"

namespace rda::workload {

/// The gates of a cell, in the order in which torch stacks them.
std::vector<std::string> gates(Cell cell);

/// One recurrence over the sequence, and how it is named.
struct Pass {
  bool reversed = false;
  std::string x, y;    ///< tensors that it reads and makes
  std::string prefix;  ///< behind "layer<l>." in names of nodes and tensors
  std::string suffix;  ///< of torch's arrays
};
/// Those of a direction, the forward one first.
std::vector<Pass> passes(Direction direction);

/// Puts the last step of x [steps · batch, input] first.
Tensor reversed(const Tensor& x, int batch);

/// Features of x.
std::int64_t input_size(const Workload& workload, int layer);

/// The biases of input and recurrent product of this gate are added at different places.
bool biases_apart(const Workload& workload, const std::string& gate);

/// The sum of two biases, added in fp64 and rounded once to fp32.
Tensor added_biases(const std::vector<double>& input, const std::vector<double>& recurrent);

/// Weights, biases, x and states made from `data_seed`.
Tensors generated_tensors(const Workload& workload, std::int64_t steps);

/// The same read from the .npz `workload.data`.
Tensors read_tensors(const Workload& workload, std::int64_t steps);

}  // namespace rda::workload
