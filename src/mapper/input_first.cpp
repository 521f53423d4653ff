// SPDX-License-Identifier: Apache-2.0
#include "mapper/input_first.h"

#include <algorithm>
#include <vector>

#include "mapper/index.h"

namespace rda::mapper {
namespace {

/// The arguments of a sum node: those of its early sum, and the later products.
struct Split {
  std::vector<int> early, late;

  Split(const Graph& graph, const Node& sum) {
    bool product_seen = false;
    for (const int arg : sum.args) {
      const bool product = graph.nodes[index(arg)].op == Op::matvec;
      (product && product_seen ? late : early).push_back(arg);
      product_seen = product_seen || product;
    }
  }
};

}  // namespace

Graph split_sums(const Graph& graph) {
  Graph result = graph;
  result.nodes.clear();
  std::vector<int> moved(graph.nodes.size(), -1);  // new number of each node
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
    Node node = graph.nodes[n];
    for (int& arg : node.args) arg = moved[index(arg)];
    const Split split(graph, graph.nodes[n]);
    if (node.op == Op::sum && !split.late.empty()) {
      Node early = node;
      early.name += ".early";
      early.args.clear();
      for (const int arg : split.early) early.args.push_back(moved[index(arg)]);
      node.args = {static_cast<int>(result.nodes.size())};
      for (const int arg : split.late) node.args.push_back(moved[index(arg)]);
      result.nodes.push_back(std::move(early));
    }
    moved[n] = static_cast<int>(result.nodes.size());
    result.nodes.push_back(std::move(node));
  }
  for (Node& node : result.nodes)
    if (node.next >= 0) node.next = moved[index(node.next)];
  for (Output& output : result.outputs) output.node = moved[index(output.node)];
  return result;
}

}  // namespace rda::mapper
