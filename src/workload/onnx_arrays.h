// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "onnx/network.h"
#include "rda/workload.h"
#include "workload/npz_writer.h"

namespace rda::workload {

/// The arrays that make a workload of a model: its weights and states, and x, generated if the
/// model is given none.
/// @param workload  as read_model() makes it of the model
/// @throws WorkloadError  if a value is not finite
std::vector<NpzArray> arrays_of_model(const onnx::Network& network, const Workload& workload);

}  // namespace rda::workload
