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

/// The first step of x that a recurrence reads in the first `steps` steps that it computes.
std::int64_t first_read(const Workload& workload, const Recurrence& recurrence, std::int64_t steps);

/// The first `steps` steps of x as a recurrence reads them, a reverse one each sequence from its
/// last step on, then its padding. @param x  [steps · batch, input] from step first_read() on
Tensor as_read(const Workload& workload, const Recurrence& recurrence, const Tensor& x,
               std::int64_t steps);

/// The step of a sequence that a recurrence computes in its step number `step`.
std::int64_t step_in_time(const Workload& workload, const Recurrence& recurrence,
                          std::int64_t sequence, std::int64_t step);

/// 1 for each item of the first `steps` steps that its sequence has, else 0.
Tensor mask(const Workload& workload, std::int64_t steps);

/// The sum of two biases, added in fp64 and rounded once to fp32.
Tensor added_biases(const std::vector<double>& input, const std::vector<double>& recurrent);

/// Weights, biases, x and states, generated from `data_seed`. See make_tensors().
Tensors generated_tensors(const Workload& workload, std::int64_t steps);

/// x of the `steps` steps that the recurrence computes first, generated from `data_seed`.
Tensor generated_x(const Workload& workload, const Recurrence& recurrence, std::int64_t steps);

/// Weights, biases, x and states, read from the files of the workload. See make_tensors().
/// @throws WorkloadError  naming the array, its shape and the needed shape
Tensors read_tensors(const Workload& workload, std::int64_t steps);

}  // namespace rda::workload
