// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mapper/fabric.h"

namespace rda::mapper {

/// What links and paths cost the router. Whole numbers: the same route on every machine.
using Cost = std::int64_t;

/// A multicast tree in the switch graph. Node 0 is the root; parents come before their children.
struct RouteTree {
  struct Node {
    int at = 0;       ///< switch
    int parent = -1;  ///< node
    int link = -1;    ///< from the parent's switch
    int depth = 0;    ///< links from the root
  };
  std::vector<Node> nodes;
};

/// Grows a tree sink by sink, the cheapest to reach first:
///
///     root ──o──o──┬──o sink          a path may leave the tree at any node; leaving it at a node
///     n
///                  └──o──o sink       costs n.depth · depth_cost to begin with
///
/// With `depth_cost` near a free link's cost every sink gets a near-shortest path from the root;
/// near 0 the tree gets as few links as it can.
class TreeGrower {
 public:
  explicit TreeGrower(const Fabric& fabric);

  /// @param link_costs  one for each link of the fabric, positive
  RouteTree grow(int root, std::span<const int> sinks, std::span<const Cost> link_costs,
                 Cost depth_cost);

 private:
  int nearest_sink(std::span<const Cost> link_costs);
  void add_path(RouteTree& tree, int sink, std::span<const Cost> link_costs);

  const Fabric& fabric_;
  std::vector<int> sinks_;       // not yet on the tree, ascending
  std::vector<char> is_sink_;    // of each switch, as sinks_
  std::vector<int> node_;        // of each switch: node of the tree, or −1
  std::vector<int> on_tree_;     // switches of the tree
  std::vector<Cost> distance_;   // of each switch, in the search under way
  std::vector<Cost> tree_cost_;  // of each node of the tree: what leaving it there costs
};

}  // namespace rda::mapper
