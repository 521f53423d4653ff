// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/graph.h"

namespace rda::graph {

/// Whether a node is a tensor that training changes, or a product with one.
bool has_parameter(const Node& node);

/// Whether the value of an operator has a derivative by an argument: not by a row number or a
/// condition.
bool is_differentiable(const Node& node, std::size_t argument);

/// By node: whether a parameter affects it, and it the loss.
IdVector<NodeId, bool> needs_gradient(const Graph& graph, NodeId loss);

}  // namespace rda::graph
