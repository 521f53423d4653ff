// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "onnx/node.h"

namespace rda::onnx {

/// The outputs of a node that moves elements and computes nothing (Transpose, Reshape, Slice, ...);
/// none if it is another one. @throws WorkloadError  naming the node
std::optional<std::vector<View>> moved(Node& node);

/// The same of a node that takes a part (Slice, Gather, Split) or joins values of a run (Concat).
std::optional<std::vector<View>> taken(Node& node);

/// The output of a node whose inputs are all constants, or that asks for a shape; none if its
/// operator is not one of those that are computed before the run. @throws WorkloadError
std::optional<View> folded(Node& node);

}  // namespace rda::onnx
