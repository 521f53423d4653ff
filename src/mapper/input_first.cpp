// SPDX-License-Identifier: Apache-2.0
#include "mapper/input_first.h"

#include <algorithm>
#include <map>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

#include "rda/error.h"

namespace rda::mapper {
namespace {

/// The arguments of a sum node: those of its early sum, and the later products.
struct Split {
  std::vector<NodeId> early, late;

  Split(const Graph& graph, const Node& sum) {
    bool product_seen = false;
    for (const NodeId arg : sum.args) {
      const bool product = graph.nodes[arg].op == Op::matvec;
      (product && product_seen ? late : early).push_back(arg);
      product_seen = product_seen || product;
    }
  }
};

/// The order of nodes in which the last product of a gate comes first: as in the graph otherwise, as
/// far as arguments allow.
class Reversal {
 public:
  explicit Reversal(const Graph& graph) : graph_(graph), seen_(graph.nodes.size()) {
    for (const NodeId n : graph.nodes.ids())
      if (graph.nodes[n].op == Op::matvec) products_[graph.nodes[n].gate].push_back(n);
  }
  IdVector<NodeId, NodeId> run() {
    for (const NodeId n : graph_.nodes.ids()) place(n);
    return std::move(order_);
  }

 private:
  void place(NodeId n) {
    const Node& node = graph_.nodes[n];
    if (seen_[n] == kPlaced) return;
    if (seen_[n] == kWaits)
      throw MappingError("products", node.name + ": a later product of its gate needs a result of "
                                                 "this step (input_first would fit)");
    seen_[n] = kWaits;
    if (node.op == Op::matvec)
      for (const NodeId later : std::views::reverse(products_.at(node.gate)))
        if (later > n) place(later);
    for (const NodeId arg : node.args) place(arg);
    seen_[n] = kPlaced;
    order_.push_back(n);
  }

  static constexpr int kWaits = 1, kPlaced = 2;
  const Graph& graph_;
  std::map<std::string, std::vector<NodeId>> products_;  // by gate
  IdVector<NodeId, int> seen_;
  IdVector<NodeId, NodeId> order_;
};

}  // namespace

Graph split_sums(const Graph& graph) {
  Graph result = graph;
  result.nodes.clear();
  IdVector<NodeId, NodeId> moved(graph.nodes.size());  // new number of each node
  for (const NodeId n : graph.nodes.ids()) {
    Node node = graph.nodes[n];
    for (NodeId& arg : node.args) arg = moved[arg];
    const Split split(graph, graph.nodes[n]);
    if (node.op == Op::sum && !split.late.empty()) {
      Node early = node;
      early.name += ".early";
      early.args.clear();
      for (const NodeId arg : split.early) early.args.push_back(moved[arg]);
      node.args = {result.nodes.add(std::move(early))};
      for (const NodeId arg : split.late) node.args.push_back(moved[arg]);
    }
    moved[n] = result.nodes.add(std::move(node));
  }
  for (Node& node : result.nodes)
    if (node.next.exists()) node.next = moved[node.next];
  for (Output& output : result.outputs) output.node = moved[output.node];
  return result;
}

Graph reverse_products(const Graph& graph) {
  const IdVector<NodeId, NodeId> order = Reversal(graph).run();
  IdVector<NodeId, NodeId> moved(order.size());  // new number of each node
  for (const NodeId n : order.ids()) moved[order[n]] = n;
  Graph result = graph;
  for (const NodeId n : order.ids()) {
    Node node = graph.nodes[order[n]];
    if (node.op == Op::sum) std::ranges::stable_sort(node.args, {}, [&](NodeId arg) {
      return graph.nodes[arg].op == Op::matvec ? moved[arg].number() : moved.end_id().number();
    });
    for (NodeId& arg : node.args) arg = moved[arg];
    if (node.next.exists()) node.next = moved[node.next];
    result.nodes[n] = std::move(node);
  }
  for (Output& output : result.outputs) output.node = moved[output.node];
  return result;
}

Graph with_order(const Graph& graph, Products products) {
  if (products == Products::together) return graph;
  return split_sums(products == Products::state_first ? reverse_products(graph) : graph);
}

}  // namespace rda::mapper
