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
  SwitchId sink;
};

struct StopAtSink : boost::default_dijkstra_visitor {
  const IdVector<SwitchId, char>* is_sink = nullptr;
  void examine_vertex(std::size_t at, const Fabric::Graph&) const {
    if ((*is_sink)[at]) throw Reached{SwitchId(at)};
  }
};

}  // namespace

TreeGrower::TreeGrower(const Fabric& fabric) : fabric_(fabric) {
  is_sink_.assign(fabric.switches(), 0);
  node_.assign(fabric.switches(), -1);
  distance_.resize(fabric.switches());
}

RouteTree TreeGrower::grow(SwitchId root, const std::vector<SwitchId>& sinks,
                           const IdVector<LinkId, Cost>& link_costs, Cost depth_cost) {
  RouteTree tree;
  std::ranges::fill(node_, -1);
  on_tree_.assign(1, root);
  node_[root] = 0;
  tree.nodes.push_back({root, -1, {}, 0});

  sinks_ = sinks;
  std::ranges::sort(sinks_);
  const auto [last, end] = std::ranges::unique(sinks_);
  sinks_.erase(last, end);
  std::erase(sinks_, root);
  for (const SwitchId sink : sinks_) is_sink_[sink] = 1;

  while (!sinks_.empty()) {
    tree_cost_.clear();
    for (const auto& node : tree.nodes) tree_cost_.push_back(node.depth * depth_cost);
    const SwitchId sink = nearest_sink(link_costs);
    add_path(tree, sink, link_costs);
    for (const SwitchId at : on_tree_) is_sink_[at] = 0;
    std::erase_if(sinks_, [&](SwitchId s) { return node_[s] >= 0; });
  }
  return tree;
}

// Dijkstra from all nodes of the tree at once. Among sinks at the same distance the lowest switch
// wins, in whatever order Boost's heap takes equal keys: all of these sinks have their final
// distance when the search reaches the first.
SwitchId TreeGrower::nearest_sink(const IdVector<LinkId, Cost>& link_costs) {
  std::ranges::fill(distance_, kUnreachable);
  for (std::size_t n = 0; n < on_tree_.size(); ++n) distance_[on_tree_[n]] = tree_cost_[n];

  const auto& graph = fabric_.graph();
  const auto index = get(boost::vertex_index, graph);
  const auto distance = boost::make_iterator_property_map(distance_.begin(), index);
  const auto weight =
      boost::make_function_property_map<Fabric::Graph::edge_descriptor>([&](const auto& edge) {
        if (node_[target(edge, graph)] >= 0) return kUnreachable;  // a route visits a switch once
        return link_costs[LinkId(get(boost::edge_index, graph, edge))];
      });
  try {
    const auto sources = on_tree_ | std::views::transform(&SwitchId::index);
    boost::two_bit_color_map color(num_vertices(graph), index);
    StopAtSink stop;
    stop.is_sink = &is_sink_;
    boost::dijkstra_shortest_paths_no_init(
        graph, sources.begin(), sources.end(), boost::dummy_property_map(), distance, weight, index,
        std::less<>(), boost::closed_plus<Cost>(kUnreachable), Cost{0}, stop, color);
  } catch (const Reached& reached) {
    const Cost cost = distance_[reached.sink];
    return *std::ranges::find(sinks_, cost, [&](SwitchId s) { return distance_[s]; });
  }
  RDA_CHECK(false, "a grid is connected");
  return {};
}

// Walks back from the sink along links of a shortest path, to the lowest switch if there are
// several. Does not use Boost's predecessors, which depend on its heap.
void TreeGrower::add_path(RouteTree& tree, SwitchId sink,
                          const IdVector<LinkId, Cost>& link_costs) {
  std::vector<SwitchId> path;
  SwitchId at = sink;
  while (node_[at] < 0) {
    path.push_back(at);
    SwitchId from;
    for (const LinkId out : fabric_.links_from(at)) {
      const SwitchId neighbour = fabric_.links()[out].to;
      const Cost before = distance_[neighbour];
      if (before == kUnreachable) continue;
      if (before + link_costs[fabric_.link(neighbour, at)] == distance_[at] &&
          (!from.exists() || neighbour < from))
        from = neighbour;
    }
    RDA_CHECK(from.exists());
    at = from;
  }
  int parent = node_[at];
  for (const SwitchId next : path | std::views::reverse) {
    const auto& before = tree.nodes[static_cast<std::size_t>(parent)];
    tree.nodes.push_back({next, parent, fabric_.link(before.at, next), before.depth + 1});
    parent = static_cast<int>(tree.nodes.size()) - 1;
    node_[next] = parent;
    on_tree_.push_back(next);
  }
}

}  // namespace rda::mapper
