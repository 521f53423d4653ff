// SPDX-License-Identifier: Apache-2.0
#include "graph/spill.h"

#include <algorithm>
#include <utility>

#include "graph/handed.h"

namespace rda::graph {
namespace {

bool is_handed_over(const Graph& graph, const std::string& tensor) {
  return std::ranges::find(graph.handed_over, tensor, &HandedSequence::tensor) !=
         graph.handed_over.end();
}

}  // namespace

std::set<NodeId> spillable(const Graph& graph) {
  std::set<NodeId> takes;
  if (graph.repeat > 1) return takes;
  for (const NodeId n : graph.nodes.ids()) {
    const Node& node = graph.nodes[n];
    if (node.op != Op::take || node.order == Order::last || graph.is_of_rows(node) ||
        !only_multiplied(graph, n))
      continue;
    const NodeId made = node.args[0];
    if (graph.nodes[made].op != Op::input &&
        !is_handed_over(graph, handed_sequence(graph, made).tensor))
      takes.insert(n);
  }
  return takes;
}

Graph spill(Graph graph, const std::set<NodeId>& takes) {
  for (const NodeId n : takes) {
    const NodeId made = graph.nodes[n].args[0];
    HandedSequence sequence = handed_sequence(graph, made);
    sequence.spilled = true;
    graph.nodes[n] = handed_input(graph, graph.nodes[n].name, made, graph.nodes[n]);
    if (is_handed_over(graph, sequence.tensor)) continue;
    graph.outputs.push_back({made, sequence.tensor, true});
    graph.handed_over.push_back(std::move(sequence));
  }
  return graph;
}

}  // namespace rda::graph
