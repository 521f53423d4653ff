// SPDX-License-Identifier: Apache-2.0
#include "mapper/levels.h"

#include <algorithm>

#include "graph/operators.h"

namespace rda::mapper {
namespace {

/// Phase of a product: one later than a vector that is computed in this step.
int product_phase(const Graph& graph, const Schedule& when, const Node& product) {
  const NodeId operand = product.args[0];
  const Op op = graph.nodes[operand].op;
  const bool ready = op == Op::input || is_held(op);
  return ready ? 0 : when[operand].phase + 1;
}

/// Whether a node is a product of the same gate as `product`.
bool same_gate(const Graph& graph, NodeId node, NodeId product) {
  return graph.nodes[node].op == Op::matvec && graph.nodes[node].gate == graph.nodes[product].gate;
}

/// Gives all products of a gate up to node `last` the latest phase among them, because they share
/// dot units.
void align_gate(const Graph& graph, Schedule& when, NodeId last) {
  int phase = 0;
  for (const NodeId i : graph.nodes.ids())
    if (i <= last && same_gate(graph, i, last)) phase = std::max(phase, when[i].phase);
  for (const NodeId i : graph.nodes.ids())
    if (i <= last && same_gate(graph, i, last)) when[i].phase = phase;
}

/// Phase of a product that its gate computes after the earlier products of the gate.
int later_phase(const Graph& graph, const Schedule& when, NodeId product) {
  int phase = product_phase(graph, when, graph.nodes[product]);
  for (const NodeId i : graph.nodes.ids())
    if (i < product && same_gate(graph, i, product)) phase = std::max(phase, when[i].phase + 1);
  return phase;
}

When latest_arg(const Graph& graph, const Schedule& when, const Node& node) {
  When latest;
  for (const NodeId arg : node.args) {
    if (is_held(graph.nodes[arg].op)) continue;
    When at = when[arg];
    if (is_lookup(graph.nodes[arg].op)) ++at.level;
    latest = std::max(latest, at);
  }
  return latest;
}

/// Whether a node waits for a product of this step. The others depend on states and biases alone.
IdVector<NodeId, bool> waits_for_products(const Graph& graph) {
  IdVector<NodeId, bool> waits(graph.nodes.size());
  for (const NodeId n : graph.nodes.ids()) {
    const Node& node = graph.nodes[n];
    waits[n] = reads_vector(node.op) || node.op == Op::input || is_reduce(node.op);
    if (is_held(node.op)) continue;
    for (const NodeId arg : node.args) waits[n] = waits[n] || waits[arg];
  }
  return waits;
}

/// Computes what depends on states and biases alone together with its first reader, so that it need
/// not wait in a memory.
void delay_ready_nodes(const Graph& graph, Schedule& when) {
  const IdVector<NodeId, bool> waits = waits_for_products(graph);
  const Schedule soonest = when;
  IdVector<NodeId, bool> read(graph.nodes.size());
  for (std::size_t i = graph.nodes.size(); i-- > 0;) {
    const NodeId reader(i);
    if (is_held(graph.nodes[reader].op)) continue;
    for (const NodeId arg : graph.nodes[reader].args) {
      if (waits[arg] || is_held(graph.nodes[arg].op)) continue;
      // A reduction or a product is computed a phase later than its elements, which cannot wait
      // for it.
      const Op op = graph.nodes[reader].op;
      When at = is_reduce(op) || reads_vector(op) ? soonest[arg] : when[reader];
      if (is_lookup(graph.nodes[arg].op)) at.level = std::max(0, at.level - 1);
      when[arg] = read[arg] ? std::min(when[arg], at) : at;
      read[arg] = true;
    }
  }
}

/// Whether no argument of the cluster depends on a result of the cluster in the same step.
/// Otherwise its program would wait for itself.
bool convex(const Graph& graph, const std::vector<NodeId>& nodes) {
  IdVector<NodeId, bool> after(graph.nodes.size());  // depends on `nodes` in this step
  for (const NodeId i : graph.nodes.ids())
    if (!is_held(graph.nodes[i].op))
      after[i] = std::ranges::any_of(graph.nodes[i].args, [&](NodeId arg) {
        return after[arg] || std::ranges::find(nodes, arg) != nodes.end();
      });
  return std::ranges::none_of(external_args(graph, nodes), [&](NodeId arg) { return after[arg]; });
}

bool fits(const Graph& graph, const std::vector<NodeId>& nodes, const PcuConfig& pcu,
          TokenKind kind) {
  const int inputs = static_cast<int>(external_args(graph, nodes).size());
  return static_cast<int>(nodes.size()) <= pcu.stages && inputs <= pcu.inputs[kind] &&
         inputs <= pcu.registers && convex(graph, nodes);
}

}  // namespace

bool is_held(Op op) { return op == Op::state || op == Op::take; }

bool is_lookup(Op op) { return graph::class_of(op) == graph::OpClass::table; }

bool is_elementwise(Op op) {
  return graph::class_of(op) == graph::OpClass::element_wise || op == Op::round;
}

bool is_reduce(Op op) { return graph::class_of(op) == graph::OpClass::reduce; }

bool reads_vector(Op op) { return op == Op::matvec || op == Op::score; }

bool is_index(const Graph& graph, NodeId node) {
  return std::ranges::any_of(graph.nodes, [&](const Node& reader) {
    return reader.op == Op::gather && reader.args[0] == node;
  });
}

bool is_one_for_all(const Graph& graph, NodeId arg, NodeId reader) {
  return graph.nodes[arg].size == 1 && graph.nodes[reader].size > 1;
}

Schedule schedule(const Graph& graph, Products products) {
  Schedule when(graph.nodes.size());
  for (const NodeId i : graph.nodes.ids()) {
    const Node& node = graph.nodes[i];
    if (node.op == Op::matvec && products == Products::input_first) {
      when[i] = {later_phase(graph, when, i), 0};
    } else if (node.op == Op::matvec) {
      when[i] = {product_phase(graph, when, node), 0};
      align_gate(graph, when, i);
    } else if (node.op == Op::score) {
      when[i] = {product_phase(graph, when, node), 0};
    } else if (!is_held(node.op)) {
      when[i] = latest_arg(graph, when, node);
      if (is_reduce(node.op)) when[i] = {when[i].phase + 1, 0};  // of all elements
    }
  }
  delay_ready_nodes(graph, when);
  return when;
}

std::vector<NodeId> external_args(const Graph& graph, const std::vector<NodeId>& nodes) {
  std::vector<NodeId> args;
  for (const NodeId n : nodes)
    for (const NodeId arg : graph.nodes[n].args)
      if (graph.nodes[arg].op != Op::constant && std::ranges::find(nodes, arg) == nodes.end() &&
          std::ranges::find(args, arg) == args.end())
        args.push_back(arg);
  return args;
}

std::vector<Cluster> cluster_elementwise(const Graph& graph, const Schedule& when,
                                         const PcuConfig& pcu, TokenKind kind) {
  std::vector<Cluster> clusters;
  for (const NodeId i : graph.nodes.ids()) {
    if (!is_elementwise(graph.nodes[i].op)) continue;
    Cluster mine{when[i], {i}};
    for (std::size_t c = 0; c < clusters.size();) {
      const Cluster& other = clusters[c];
      const Node &node = graph.nodes[i], &first = graph.nodes[other.nodes.front()];
      const bool alike =
          node.size == first.size && node.domain == first.domain && other.when == mine.when;
      const bool feeds = std::ranges::any_of(graph.nodes[i].args, [&](NodeId arg) {
        return std::ranges::find(other.nodes, arg) != other.nodes.end();
      });
      std::vector<NodeId> together = other.nodes;
      together.insert(together.end(), mine.nodes.begin(), mine.nodes.end());
      std::ranges::sort(together);
      if (feeds && alike && fits(graph, together, pcu, kind)) {
        mine.nodes = std::move(together);
        clusters.erase(clusters.begin() + static_cast<std::ptrdiff_t>(c));
      } else {
        ++c;
      }
    }
    clusters.push_back(std::move(mine));
  }
  return clusters;
}

}  // namespace rda::mapper
