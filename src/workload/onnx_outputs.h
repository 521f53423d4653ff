// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "onnx/network.h"
#include "rda/workload.h"
#include "workload/npz_writer.h"

namespace rda::workload {

/// The states that outputs of the model show of every step: "layer0.h". Outputs of the last layer
/// and last states need none.
std::vector<std::string> taps_of(const onnx::Network& network, const Workload& workload);

/// The outputs of an ONNX model, with its names and shapes.
/// @param arrays  of the run, as output_arrays() arranges them, with taps_of() among them
std::vector<NpzArray> model_outputs(const onnx::Network& network, const Workload& workload,
                                    const std::vector<NpzArray>& arrays);

}  // namespace rda::workload
