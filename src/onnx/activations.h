// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "onnx/network.h"
#include "onnx/node.h"

namespace rda::onnx {

/// The activations of a recurrent node, f, g and h of ONNX, which all directions share.
/// @param usual  their names where the node has none
/// @throws WorkloadError  naming the attribute
std::vector<GateActivation> read_activations(Node& node, const std::vector<std::string>& usual,
                                             std::int64_t directions);

}  // namespace rda::onnx
