// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "rda/graph.h"

namespace rda::graph {

// A network is cut before layers into sections. Each is a graph of its own that computes what its
// layers compute in the whole graph, bit for bit: where a product, or a take that products read,
// has an argument in an earlier section, it reads an input that is handed over.

/// Why a graph cannot be cut before this layer; none if it can be. A cut needs products on both
/// sides, and only products may read across it: what they read is rounded to their format anyway.
std::optional<std::string> cut_problem(const Graph& graph, int layer);

/// The layers before which a graph can be cut, in ascending order.
std::vector<int> cut_points(const Graph& graph);

/// Section `number`, from 0, of a graph that is cut before these layers, which are some of
/// cut_points() in ascending order. Names of nodes and tensors are those of the whole graph. A
/// sequence that is handed over has the name of its node behind "sequence.".
Graph section_of(const Graph& graph, const std::vector<int>& cuts, std::size_t number);

}  // namespace rda::graph
