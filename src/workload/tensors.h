// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/tensors.h"
#include "rda/workload.h"

namespace rda::workload {

/// A recurrence over the sequence, with all its layers, and its names.
struct Recurrence {
  bool reversed = false;
  std::string x, y;    ///< tensors that the recurrence reads and makes
  std::string prefix;  ///< follows "layer<l>." in names of nodes and tensors
  std::string suffix;  ///< end of the names of torch's arrays
};
/// The recurrences of a workload of this direction, the forward one first.
std::vector<Recurrence> recurrences(Direction direction);

/// x [steps · batch, input] with its steps in reverse order.
Tensor reversed(const Tensor& x, int batch);

/// The sum of two biases, added in fp64 and rounded once to fp32.
Tensor added_biases(const std::vector<double>& input, const std::vector<double>& recurrent);

/// Weights, biases, x and states, generated from `data_seed`. See make_tensors().
Tensors generated_tensors(const Workload& workload, std::int64_t steps);

/// Weights, biases, x and states, read from the .npz file `workload.data`. See make_tensors().
/// @throws WorkloadError  naming the array, its shape and the needed shape
Tensors read_tensors(const Workload& workload, std::int64_t steps);

}  // namespace rda::workload
