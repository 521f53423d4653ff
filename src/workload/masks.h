// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "rda/graph.h"

namespace rda::workload {

/// The masks of sequences of different lengths: 1 in the steps that a sequence has, else 0. The
/// first domain reads them; later domains take them.
class Masks {
 public:
  /// @param formats  of the masks
  Masks(const Formats& formats, Graph& graph) : formats_(formats), graph_(graph) {}

  /// The mask in this order of steps of the graph's last domain, added when it is first asked for.
  NodeId of(bool reversed);
  /// Whether the last domain has no mask.
  bool empty() const { return masks_.empty(); }
  /// Ends the domain whose masks were added so far.
  void end_domain();
  /// The value of a node in the steps that a sequence has, else 0.
  NodeId masked(NodeId node, bool reversed, const std::string& suffix);

 private:
  const Formats formats_;
  Graph& graph_;
  std::map<bool, NodeId> masks_, first_masks_;  // of this domain, and of the first, by order
};

}  // namespace rda::workload
