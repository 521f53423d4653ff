// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "mapper/fabric.h"

namespace rda::mapper {

/// Cost of links and paths. An integer, so that routes are the same on every machine.
using Cost = std::int64_t;

/// A multicast tree in the switch graph. Node 0 is the root. Parents come before their children.
struct RouteTree {
  struct Node {
    SwitchId at;
    int parent = -1;  ///< number of a node; −1 for the root
    LinkId link;      ///< from the parent's switch; none for the root
    int depth = 0;    ///< number of links from the root
  };
  std::vector<Node> nodes;
};

/// Grows a tree sink by sink, starting with the sink that is cheapest to reach:
///
///     root ──o──o──┬──o sink          A path may leave the tree at any node n. It then costs
///                  └──o──o sink       n.depth · depth_cost plus the costs of its links.
///
/// With `depth_cost` near the cost of a free link, every sink gets a near-shortest path from the
/// root. With `depth_cost` near 0, the tree gets few links.
class TreeGrower {
 public:
  explicit TreeGrower(const Fabric& fabric);

  /// @param link_costs  positive
  RouteTree grow(SwitchId root, const std::vector<SwitchId>& sinks,
                 const IdVector<LinkId, Cost>& link_costs, Cost depth_cost);

 private:
  SwitchId nearest_sink(const IdVector<LinkId, Cost>& link_costs);
  void add_path(RouteTree& tree, SwitchId sink, const IdVector<LinkId, Cost>& link_costs);

  const Fabric& fabric_;
  std::vector<SwitchId> sinks_;        // sinks that are not on the tree yet, ascending
  IdVector<SwitchId, char> is_sink_;   // whether it is in sinks_
  IdVector<SwitchId, int> node_;       // its node of the tree, or −1
  std::vector<SwitchId> on_tree_;      // switches of the tree, by node
  IdVector<SwitchId, Cost> distance_;  // cost of the path to it in the current search
  std::vector<Cost> tree_cost_;        // by node of the tree: cost of leaving the tree there
};

}  // namespace rda::mapper
