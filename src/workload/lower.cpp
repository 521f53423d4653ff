// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <span>
#include <utility>

#include "graph/builder.h"
#include "rda/graph.h"
#include "rda/workload.h"
#include "workload/tensors.h"

namespace rda {
namespace {

/// Lowers one layer after the other. The order of element-wise operators affects the rounding of
/// results.
class Lowering {
 public:
  Lowering(const Workload& workload, Graph& graph)
      : workload_(workload),
        graph_(graph),
        build_(graph),
        integers_(workload.formats.weights == Format::int8) {}

  /// Lowers all layers of a recurrence. Returns the output: the new h of the last layer.
  Output add(const workload::Recurrence& recurrence) {
    const auto input = workload::input_size(workload_, 0);
    NodeId x = build_.input(recurrence.x, input, integers_ ? workload_.scales.input : 0);
    origin(x).node = recurrence.x;
    for (int layer = 0; layer < workload_.layers; ++layer) {
      layer_ = fmt::format("layer{}.{}", layer, recurrence.prefix);
      const std::size_t first = graph_.nodes.size();
      h_ = state("h");
      const NodeId next = cell(x);
      build_.carry(h_, next);
      for (Node& node : std::span(graph_.nodes).subspan(first))
        complete_origin(node, layer, recurrence);
      x = next;
    }
    return {x, recurrence.y};
  }

 private:
  Origin& origin(NodeId node) { return graph_.nodes[node].origin; }
  /// Sets the gate of a node's origin.
  NodeId of_gate(const std::string& gate, NodeId node) {
    origin(node).gate = gate;
    return node;
  }
  void complete_origin(Node& node, int layer, const workload::Recurrence& recurrence) const {
    node.origin.layer = layer;
    node.origin.direction = recurrence.reversed ? "reverse" : "";
    if (node.origin.gate.empty()) node.origin.node = node.name.substr(layer_.size());
  }

  NodeId cell(NodeId x) {
    switch (workload_.cell) {
      case Cell::lstm:
        return lstm(x);
      case Cell::gru:
        return gru(x);
      case Cell::rnn:
        break;
    }
    const bool relu = workload_.rnn_activation == RnnActivation::relu;
    return build_.unary(relu ? Op::relu : Op::tanh, name("h.next"), gate_sum(x, h_, "h"));
  }

  /// c' = f ∘ c + i ∘ g, h' = o ∘ tanh(c'): Hochreiter and Schmidhuber 1997 with Gers' forget gate.
  NodeId lstm(NodeId x) {
    const NodeId c = state("c");
    const NodeId i = gate(x, "i", Op::sigmoid);
    const NodeId f = gate(x, "f", Op::sigmoid);
    const NodeId g = gate(x, "g", Op::tanh);
    const NodeId o = gate(x, "o", Op::sigmoid);
    const NodeId kept = build_.binary(Op::mul, name("c.kept"), f, c);
    const NodeId added = build_.binary(Op::mul, name("c.added"), i, g);
    const NodeId c_next = build_.binary(Op::add, name("c.next"), kept, added);
    build_.carry(c, c_next);
    const NodeId squashed = build_.unary(Op::tanh, name("c.tanh"), c_next);
    return build_.binary(Op::mul, name("h.next"), o, squashed);
  }

  /// h' = n + z ∘ (h − n): Cho et al. 2014; `after` is cuDNN's and torch's place of the reset gate.
  NodeId gru(NodeId x) {
    const NodeId r = gate(x, "r", Op::sigmoid);
    const NodeId z = gate(x, "z", Op::sigmoid);
    const NodeId candidate =
        workload_.gru_reset == GruReset::after ? reset_after(x, r) : reset_before(x, r);
    const NodeId n = of_gate("n", build_.unary(Op::tanh, name("n"), candidate));
    const NodeId difference = build_.binary(Op::sub, name("h.difference"), h_, n);
    const NodeId kept = build_.binary(Op::mul, name("h.kept"), z, difference);
    return build_.binary(Op::add, name("h.next"), n, kept);
  }

  NodeId reset_after(NodeId x, NodeId r) {
    const NodeId from_x = gate_sum("n", "x", {product(x, "n", "W"), bias("n", "bw")});
    const NodeId from_h = gate_sum("n", "h", {product(h_, "n", "U"), bias("n", "bu")});
    const NodeId reset = build_.binary(Op::mul, name("n.reset"), r, from_h);
    return build_.binary(Op::add, name("n.sum"), from_x, reset);
  }

  NodeId reset_before(NodeId x, NodeId r) {
    const NodeId reset = build_.binary(Op::mul, name("h.reset"), r, h_);
    build_.scale(reset, hidden_scale());
    return gate_sum(x, reset, "n");
  }

  NodeId gate(NodeId x, const char* gate, Op activation) {
    return of_gate(gate, build_.unary(activation, name(gate), gate_sum(x, h_, gate)));
  }

  /// W x + U h + b
  NodeId gate_sum(NodeId x, NodeId h, const std::string& gate) {
    const NodeId from_x = product(x, gate, "W"), from_h = product(h, gate, "U");
    return gate_sum(gate, "sum", {from_x, from_h, bias(gate, "b")});
  }
  NodeId gate_sum(const std::string& gate, const std::string& what, std::vector<NodeId> args) {
    return of_gate(gate, build_.sum(name(gate + "." + what), std::move(args)));
  }

  NodeId product(NodeId operand, const std::string& gate, const std::string& matrix) {
    const bool recurrent = matrix == "U";
    Node node;
    node.name = name(gate + (recurrent ? ".Uh" : ".Wx"));
    node.size = workload_.hidden;
    node.args = {operand};
    node.tensor = name(gate + "." + matrix);
    node.gate = name(gate);
    if (integers_)
      node.weight_scale =
          recurrent ? workload_.scales.recurrent_weights : workload_.scales.input_weights;
    return of_gate(gate, build_.matvec(node));
  }

  NodeId state(const std::string& what) {
    return build_.state(name(what), name(what + "0"), workload_.hidden,
                        what == "h" ? hidden_scale() : 0);
  }

  NodeId bias(const std::string& gate, const std::string& what) {
    return of_gate(gate, build_.bias(name(gate + "." + what), workload_.hidden));
  }
  int hidden_scale() const { return integers_ ? workload_.scales.hidden : 0; }
  std::string name(const std::string& what) const { return layer_ + what; }

  const Workload& workload_;
  Graph& graph_;
  graph::Builder build_;
  const bool integers_;  // int8: scales are used
  std::string layer_;    // prefix of names in the current layer
  NodeId h_;             // state node: h of the current layer from the previous step
};

}  // namespace

Graph lower(const Workload& workload) {
  Graph graph;
  graph.name = workload.name;
  graph.cell = word(workload.cell);
  graph.steps = workload.steps;
  graph.batch = workload.batch;
  graph.formats = workload.formats;
  Lowering lowering(workload, graph);
  for (const workload::Recurrence& recurrence : workload::recurrences(workload.direction))
    graph.outputs.push_back(lowering.add(recurrence));
  check(graph);
  return graph;
}

}  // namespace rda
