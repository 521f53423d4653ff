// SPDX-License-Identifier: Apache-2.0
#include "mapper/input_first.h"

#include <algorithm>
#include <map>
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
  IdVector<NodeId, NodeId> moved(graph.nodes.size());  // its own inverse
  std::map<std::string, std::vector<NodeId>> gates;
  for (const NodeId n : graph.nodes.ids()) {
    moved[n] = n;
    if (graph.nodes[n].op == Op::matvec) gates[graph.nodes[n].gate].push_back(n);
  }
  for (const auto& [gate, products] : gates)
    for (std::size_t i = 0; i < products.size(); ++i) {
      const NodeId from = products[i], to = products[products.size() - 1 - i];
      if (to < graph.nodes[from].args[0])
        throw MappingError("products",
                           gate + ": its last product needs a result of this step (input_first "
                                  "would fit)");
      moved[from] = to;
    }
  Graph result = graph;
  for (const NodeId n : graph.nodes.ids()) {
    Node node = graph.nodes[n];
    for (NodeId& arg : node.args) arg = moved[arg];
    if (node.next.exists()) node.next = moved[node.next];
    if (node.op == Op::sum) {
      const auto others = std::ranges::stable_partition(
          node.args, [&](NodeId arg) { return graph.nodes[arg].op == Op::matvec; });
      std::ranges::sort(node.args.begin(), others.begin());
    }
    result.nodes[moved[n]] = std::move(node);
  }
  for (Output& output : result.outputs) output.node = moved[output.node];
  return result;
}

Graph with_order(const Graph& graph, Products products) {
  if (products == Products::together) return graph;
  return split_sums(products == Products::state_first ? reverse_products(graph) : graph);
}

}  // namespace rda::mapper
