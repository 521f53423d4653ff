// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>

#include "rda/graph.h"

namespace rda::graph {

/// Whether the sequence of a take may lie in off-chip memory: a take of more than the last step
/// that is read by products alone, in the format in which the sequence is made, or element by
/// element alone, and of no input. None of a graph that repeats, whose sequences would be
/// overwritten while they are read.
bool may_be_spilled(const Graph& graph, NodeId take);

/// The takes that a mapping may choose to spill: those that only products read.
std::set<NodeId> spillable(const Graph& graph);

/// The takes that are Node::spilled.
std::set<NodeId> spilled_takes(const Graph& graph);

/// The graph in which each of these takes, which may be spilled, is an input that is handed over,
/// and what it takes an output. What products read lies in memory in their format, other elements
/// in fp32. Computes what `graph` computes, bit for bit.
Graph spill(Graph graph, const std::set<NodeId>& takes);

}  // namespace rda::graph
