// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>

#include "rda/graph.h"

namespace rda::graph {

/// The graph in which some of these takes are computed again: those of values that element-wise
/// operators and tables make of constants and of other values among `takes`, which the same domain
/// takes in the same order. The operators are those of the earlier domain, so all values are the
/// same, bit for bit. What needs a sum of products or a bias is not computed again.
///
///     taken i, f, c, g, tanh(f c + i g)  →  taken i, f, c, g
///
/// @param takes  takes in domains of steps
Graph recompute(const Graph& graph, const std::set<NodeId>& takes);

}  // namespace rda::graph
