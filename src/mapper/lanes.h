// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <vector>

#include "mapper/levels.h"
#include "mapper/plan.h"
#include "rda/chip.h"
#include "rda/graph.h"

namespace rda::mapper {

/// Which of the hu rows' elements share a stream, node by node: dot products and sums make one
/// stream a row; look-ups and element-wise units take several in turns and pass them on as one.
///
///     sum[0] ──┐
///     sum[1] ──┼─> look-up [0:3] ──> element-wise [0:3] ──┐
///     sum[2] ──┘                                          ├─> element-wise [0:6] ──> memory
///     sum[3..5] ─> look-up [3:6] ──> element-wise [3:6] ──┘
struct Lanes {
  std::vector<std::vector<Units>> of;  ///< of each node, in ascending order; biases: none
  std::set<int> merged;  ///< nodes that reach scalar units through a PMU that puts them in turns
  /// Lanes in which memories pass on merged nodes and values of an earlier phase.
  std::map<int, std::vector<Units>> stored;
  std::vector<Cluster>
      clusters;  ///< element-wise nodes by PCU program; its nodes share their lanes

  /// Whether a reader of this phase gets the node's value out of a memory that gathers it.
  bool through_memory(int node, When at, int phase) const {
    return at.phase < phase || merged.contains(node);
  }
};

/// A bias or a state: its memory reads it in whatever lanes its reader likes.
inline bool any_lanes(Op op) { return op == Op::bias || op == Op::state; }

/// @param row_cycles  cycles between two rows of a dot unit
Lanes plan_lanes(const Graph& graph, const Chip& chip, const std::vector<When>& when,
                 const Plan& plan, int row_cycles);

}  // namespace rda::mapper
