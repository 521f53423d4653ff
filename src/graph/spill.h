// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>

#include "rda/graph.h"

namespace rda::graph {

/// The takes whose sequences may lie in off-chip memory: takes of more than the last step that only
/// products read, in the format in which the sequence is made. None of a graph that repeats, whose
/// sequences would be overwritten while they are read.
std::set<NodeId> spillable(const Graph& graph);

/// The graph in which each of these takes, which are spillable, is an input that is handed over,
/// and what it takes an output. Computes what `graph` computes, bit for bit.
Graph spill(Graph graph, const std::set<NodeId>& takes);

}  // namespace rda::graph
