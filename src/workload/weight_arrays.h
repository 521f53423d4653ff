// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "rda/tensors.h"
#include "rda/workload.h"
#include "workload/npz_writer.h"

namespace rda::workload {

/// The arrays of torch that make_tensors() reads as these weights, biases and x: the other way
/// round.
/// Where the graph has one bias for both products of a gate, it is that of the input's product, and
/// that of the recurrent one is 0.
std::vector<NpzArray> weight_arrays(const Workload& workload, const ExactTensors& tensors);

}  // namespace rda::workload
