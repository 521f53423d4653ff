// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "rda/chip.h"
#include "rda/graph.h"
#include "rda/map.h"

namespace rda::mapper {

/// When a node's elements are computed within a time step.
///
/// `phase`: number of vectors of this step that have to be complete before. A product with x or
/// with a state is in phase 0; a product with a vector computed in this step is one phase later
/// than that vector, and so is what is made of all elements of a vector. One read program or one
/// multicast must not serve two phases: its readers advance together, so a reader of the later
/// phase would block a reader of the earlier phase, for whose results it waits.
///
/// `level`: number of look-ups on the path from the products of the phase to the node. A shared
/// look-up unit serves its inputs in a fixed order, so they must have the same level: otherwise the
/// unit would stop at one input until an earlier result of its own had come back through other
/// units.
struct When {
  int phase = 0, level = 0;
  friend auto operator<=>(const When&, const When&) = default;
};

/// One entry for each node of a graph.
using Schedule = IdVector<NodeId, When>;

/// The schedule of a graph. With Products::together all products of a
/// gate have the latest phase among them. With Products::input_first each product of a gate is at
/// least one phase later than the product before it. What depends on states and biases alone is
/// computed with its first reader.
Schedule schedule(const Graph& graph, Products products = Products::together);

/// Element-wise nodes that share a PCU, in the order of the graph.
struct Cluster {
  When when;
  std::vector<NodeId> nodes;
};

/// Merges element-wise nodes of the same `When` and size into clusters, greedily, while a cluster
/// fits the PCU's stages (one operation each), registers and inputs of this kind.
std::vector<Cluster> cluster_elementwise(const Graph& graph, const Schedule& when,
                                         const PcuConfig& pcu, TokenKind kind);

/// The arguments of `nodes` that are neither among `nodes` nor constants: each once, in the order
/// of first use.
std::vector<NodeId> external_args(const Graph& graph, const std::vector<NodeId>& nodes);

/// Whether a memory holds the value of the operator when a step begins.
bool is_held(Op op);
bool is_lookup(Op op);
bool is_elementwise(Op op);
bool is_reduce(Op op);
/// Whether the operator multiplies with all elements of its first argument; the others are
/// sequences.
bool reads_vector(Op op);
/// Whether the node's element names the row of a gather.
bool is_index(const Graph& graph, NodeId node);
/// Whether the one element of `arg` stands for all elements that `reader` needs.
bool is_one_for_all(const Graph& graph, NodeId arg, NodeId reader);

}  // namespace rda::mapper
