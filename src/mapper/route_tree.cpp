// SPDX-License-Identifier: Apache-2.0
#include "mapper/route_tree.h"

#include <algorithm>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/two_bit_color_map.hpp>
#include <boost/property_map/function_property_map.hpp>
#include <limits>
#include <ranges>

#include "rda/check.h"

namespace rda::mapper {
namespace {

constexpr Cost kUnreachable = std::numeric_limits<Cost>::max();

// Thrown to stop Boost's search at the first sink.
struct Reached {
  int sink;
};

struct StopAtSink : boost::default_dijkstra_visitor {
  const std::vector<char>* is_sink = nullptr;
  void examine_vertex(std::size_t at, const Fabric::Graph&) const {
    if ((*is_sink)[at]) throw Reached{static_cast<int>(at)};
  }
};

}  // namespace

TreeGrower::TreeGrower(const Fabric& fabric) : fabric_(fabric) {
  const auto switches = static_cast<std::size_t>(fabric.switches());
  is_sink_.assign(switches, 0);
  node_.assign(switches, -1);
  distance_.resize(switches);
}

RouteTree TreeGrower::grow(int root, std::span<const int> sinks, std::span<const Cost> link_costs,
                           Cost depth_cost) {
  RouteTree tree;
  std::ranges::fill(node_, -1);
  on_tree_.assign(1, root);
  node_[static_cast<std::size_t>(root)] = 0;
  tree.nodes.push_back({root, -1, -1, 0});

  sinks_.assign(sinks.begin(), sinks.end());
  std::ranges::sort(sinks_);
  const auto [last, end] = std::ranges::unique(sinks_);
  sinks_.erase(last, end);
  std::erase(sinks_, root);
  for (const int sink : sinks_) is_sink_[static_cast<std::size_t>(sink)] = 1;

  while (!sinks_.empty()) {
    tree_cost_.clear();
    for (const auto& node : tree.nodes) tree_cost_.push_back(node.depth * depth_cost);
    const int sink = nearest_sink(link_costs);
    add_path(tree, sink, link_costs);
    for (const int at : on_tree_) is_sink_[static_cast<std::size_t>(at)] = 0;
    std::erase_if(sinks_, [&](int s) { return node_[static_cast<std::size_t>(s)] >= 0; });
  }
  return tree;
}

// Dijkstra from all nodes of the tree at once. Among sinks at the same distance the lowest switch
// wins, in whatever order Boost's heap takes equal keys: all of these sinks have their final
// distance when the search reaches the first.
int TreeGrower::nearest_sink(std::span<const Cost> link_costs) {
  std::ranges::fill(distance_, kUnreachable);
  for (std::size_t n = 0; n < on_tree_.size(); ++n)
    distance_[static_cast<std::size_t>(on_tree_[n])] = tree_cost_[n];

  const auto& graph = fabric_.graph();
  const auto index = get(boost::vertex_index, graph);
  const auto distance = boost::make_iterator_property_map(distance_.begin(), index);
  const auto weight =
      boost::make_function_property_map<Fabric::Graph::edge_descriptor>([&](const auto& edge) {
        if (node_[target(edge, graph)] >= 0) return kUnreachable;  // a route visits a switch once
        return link_costs[get(boost::edge_index, graph, edge)];
      });
  try {
    boost::two_bit_color_map color(num_vertices(graph), index);
    StopAtSink stop;
    stop.is_sink = &is_sink_;
    boost::dijkstra_shortest_paths_no_init(
        graph, on_tree_.begin(), on_tree_.end(), boost::dummy_property_map(), distance, weight,
        index, std::less<>(), boost::closed_plus<Cost>(kUnreachable), Cost{0}, stop, color);
  } catch (const Reached& reached) {
    const Cost cost = distance_[static_cast<std::size_t>(reached.sink)];
    return *std::ranges::find(sinks_, cost,
                              [&](int s) { return distance_[static_cast<std::size_t>(s)]; });
  }
  RDA_CHECK(false, "a grid is connected");
  return -1;
}

// Walks back from the sink along links of a shortest path, to the lowest switch if there are
// several. Does not use Boost's predecessors, which depend on its heap.
void TreeGrower::add_path(RouteTree& tree, int sink, std::span<const Cost> link_costs) {
  std::vector<int> path;
  int at = sink;
  while (node_[static_cast<std::size_t>(at)] < 0) {
    path.push_back(at);
    int from = -1;
    for (int l = fabric_.first_link(at); l < fabric_.first_link(at + 1); ++l) {
      const int neighbour = fabric_.links()[static_cast<std::size_t>(l)].to;
      const Cost before = distance_[static_cast<std::size_t>(neighbour)];
      if (before == kUnreachable) continue;
      const int link = fabric_.link(neighbour, at);
      if (before + link_costs[static_cast<std::size_t>(link)] ==
              distance_[static_cast<std::size_t>(at)] &&
          (from < 0 || neighbour < from))
        from = neighbour;
    }
    RDA_CHECK(from >= 0);
    at = from;
  }
  int parent = node_[static_cast<std::size_t>(at)];
  for (const int next : path | std::views::reverse) {
    const auto& before = tree.nodes[static_cast<std::size_t>(parent)];
    tree.nodes.push_back({next, parent, fabric_.link(before.at, next), before.depth + 1});
    parent = static_cast<int>(tree.nodes.size()) - 1;
    node_[static_cast<std::size_t>(next)] = parent;
    on_tree_.push_back(next);
  }
}

}  // namespace rda::mapper
