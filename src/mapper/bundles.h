// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <vector>

#include "mapper/levels.h"
#include "mapper/plan.h"
#include "mapper/stages.h"
#include "rda/chip.h"
#include "rda/graph.h"

namespace rda::mapper {

/// The bundles of each node. A sum or a gather has one bundle for each position; a look-up joins
/// several bundles into one; element-wise units take bundles and pass them on, or join them.
///
///     sum[0] ──┐
///     sum[1] ──┼─> look-up [0:3] ──> element-wise [0:3] ──┐
///     sum[2] ──┘                                          ├─> element-wise [0:6] ──> memory
///     sum[3..5] ─> look-up [3:6] ──> element-wise [3:6] ──┘
struct Bundles {
  IdVector<NodeId, std::vector<Bundle>> of;  ///< in ascending order; none for a bias
  std::set<NodeId> merged;  ///< nodes that a memory merges before scalar units read them
  /// The bundles in which a memory sends a merged value or a value of an earlier phase.
  std::map<NodeId, std::vector<Bundle>> stored;
  std::vector<Cluster>
      clusters;  ///< element-wise nodes by PCU program; all nodes of one have its bundles

  /// Whether a reader of phase `phase` takes the value of `node`, computed `at`, from a memory.
  bool through_memory(NodeId node, When at, int phase) const {
    return at.phase < phase || merged.contains(node);
  }
};

/// Whether the node is a bias, a state, an input or a take: its memory sends it in the bundle that
/// the reader asks for.
inline bool any_bundle(Op op) { return op == Op::bias || op == Op::input || is_held(op); }

Bundles plan_bundles(const Graph& graph, const Chip& chip, const Schedule& when, const Plan& plan,
                     const Stages& stages);

}  // namespace rda::mapper
