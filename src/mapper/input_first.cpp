// SPDX-License-Identifier: Apache-2.0
#include "mapper/input_first.h"

#include <utility>
#include <vector>

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
    for (NodeId* other : {&node.next, &node.initial})
      if (other->exists()) *other = moved[*other];
  for (Output& output : result.outputs) output.node = moved[output.node];
  return result;
}

}  // namespace rda::mapper
