// SPDX-License-Identifier: Apache-2.0
#include "graph/gradient_needs.h"

#include "graph/operators.h"

namespace rda::graph {

bool has_parameter(const Node& node) {
  return node.op == Op::bias || node.op == Op::gather ||
         (node.op == Op::matvec && !node.tensor.empty());
}

bool is_differentiable(const Node& node, std::size_t argument) {
  if (node.op == Op::gather) return false;
  return node.op != Op::select || argument > 0;
}

namespace {

/// Calls step(from, to) for each pair of nodes of which the second one reads the first.
void for_each_use(const Graph& graph, auto step) {
  for (const NodeId n : graph.nodes.ids()) {
    const Node& node = graph.nodes[n];
    for (std::size_t a = 0; a < node.args.size(); ++a)
      if (is_differentiable(node, a)) step(node.args[a], n);
    if (node.next.exists()) step(node.next, n);
    if (node.initial.exists()) step(node.initial, n);
  }
}

/// Marks nodes until nothing changes: states make cycles.
void spread(const Graph& graph, IdVector<NodeId, bool>& marked, bool to_readers) {
  bool changed = true;
  const auto step = [&](NodeId from, NodeId to) {
    if (!to_readers) std::swap(from, to);
    if (!marked[from] || marked[to]) return;
    marked[to] = changed = true;
  };
  while (changed) {
    changed = false;
    for_each_use(graph, step);
  }
}

}  // namespace

IdVector<NodeId, bool> needs_gradient(const Graph& graph, NodeId loss) {
  IdVector<NodeId, bool> affected(graph.nodes.size(), false), affects(graph.nodes.size(), false);
  for (const NodeId n : graph.nodes.ids()) affected[n] = has_parameter(graph.nodes[n]);
  affects[loss] = true;
  spread(graph, affected, true);
  spread(graph, affects, false);
  for (const NodeId n : graph.nodes.ids()) affects[n] = affects[n] && affected[n];
  return affects;
}

}  // namespace rda::graph
