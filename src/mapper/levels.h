// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "rda/chip.h"
#include "rda/graph.h"
#include "rda/map.h"

namespace rda::mapper {

/// When a node's elements are computed within a time step.
///
/// `phase`: how many whole vectors of this step have to be complete first. A product with x or with
/// a state of the step before is in phase 0, a product with a vector of this step one later than
/// that vector. Streams that run in lock-step (one read program, one multicast) must not serve two
/// phases: the later one would wait for the earlier one's end while blocking it.
///
/// `level`: look-ups on the way from the phase's products. Look-ups that share a unit take turns in
/// a fixed order, so they must have the same level: else one element's turn would wait for the
/// element before to come round.
struct When {
  int phase = 0, level = 0;
  friend auto operator<=>(const When&, const When&) = default;
};

/// One entry for each node of the graph. With Products::together the products of a gate share the
/// latest phase among them; with input_first each comes a phase later than the gate's one before.
std::vector<When> schedule(const Graph& graph, Products products = Products::together);

/// Element-wise nodes that one PCU computes in one pass, in the graph's order.
struct Cluster {
  When when;
  std::vector<int> nodes;
};

/// Groups add, sub, mul and relu nodes of the same `When` into as few PCU programs as the PCU's
/// stages, registers and scalar inputs allow: one operation a stage.
std::vector<Cluster> cluster_elementwise(const Graph& graph, const std::vector<When>& when,
                                         const PcuConfig& pcu);

/// Values a cluster takes from outside: argument nodes, each once, in order of first use.
std::vector<int> external_args(const Graph& graph, const std::vector<int>& nodes);

bool is_lookup(Op op);
bool is_elementwise(Op op);

}  // namespace rda::mapper
