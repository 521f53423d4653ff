// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mapper/fabric.h"

namespace rda::mapper {

/// Cost of links and paths. An integer, so that routes are the same on every machine.
using Cost = std::int64_t;

/// A multicast tree in the switch graph. Node 0 is the root. Parents come before their children.
struct RouteTree {
  struct Node {
    int at = 0;       ///< switch
    int parent = -1;  ///< number of a node; −1 for the root
    int link = -1;    ///< number of the link from the parent's switch; −1 for the root
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

  /// @param link_costs  one for each link of the fabric, positive
  RouteTree grow(int root, std::span<const int> sinks, std::span<const Cost> link_costs,
                 Cost depth_cost);

 private:
  int nearest_sink(std::span<const Cost> link_costs);
  void add_path(RouteTree& tree, int sink, std::span<const Cost> link_costs);

  const Fabric& fabric_;
  std::vector<int> sinks_;       // sinks that are not on the tree yet, ascending
  std::vector<char> is_sink_;    // by switch: whether it is in sinks_
  std::vector<int> node_;        // by switch: its node of the tree, or −1
  std::vector<int> on_tree_;     // switches of the tree, by node
  std::vector<Cost> distance_;   // by switch: cost of the path to it in the current search
  std::vector<Cost> tree_cost_;  // by node of the tree: cost of leaving the tree there
};

}  // namespace rda::mapper
