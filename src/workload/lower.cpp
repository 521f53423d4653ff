// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

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
    int x = build_.input(recurrence.x, input, integers_ ? workload_.scales.input : 0);
    origin(x).node = recurrence.x;
    for (int layer = 0; layer < workload_.layers; ++layer) {
      layer_ = fmt::format("layer{}.{}", layer, recurrence.prefix);
      const std::size_t first = graph_.nodes.size();
      h_ = state("h");
      const int next = cell(x);
      build_.carry(h_, next);
      for (std::size_t n = first; n < graph_.nodes.size(); ++n)
        complete_origin(n, layer, recurrence);
      x = next;
    }
    return {x, recurrence.y};
  }

 private:
  Origin& origin(int node) { return graph_.nodes[static_cast<std::size_t>(node)].origin; }
  /// Sets the gate of a node's origin.
  int of_gate(const std::string& gate, int node) {
    origin(node).gate = gate;
    return node;
  }
  void complete_origin(std::size_t n, int layer, const workload::Recurrence& recurrence) {
    Node& node = graph_.nodes[n];
    node.origin.layer = layer;
    node.origin.direction = recurrence.reversed ? "reverse" : "";
    if (node.origin.gate.empty()) node.origin.node = node.name.substr(layer_.size());
  }

  int cell(int x) {
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
  int lstm(int x) {
    const int c = state("c");
    const int i = gate(x, "i", Op::sigmoid);
    const int f = gate(x, "f", Op::sigmoid);
    const int g = gate(x, "g", Op::tanh);
    const int o = gate(x, "o", Op::sigmoid);
    const int kept = build_.binary(Op::mul, name("c.kept"), f, c);
    const int added = build_.binary(Op::mul, name("c.added"), i, g);
    const int c_next = build_.binary(Op::add, name("c.next"), kept, added);
    build_.carry(c, c_next);
    const int squashed = build_.unary(Op::tanh, name("c.tanh"), c_next);
    return build_.binary(Op::mul, name("h.next"), o, squashed);
  }

  /// h' = n + z ∘ (h − n): Cho et al. 2014; `after` is cuDNN's and torch's place of the reset gate.
  int gru(int x) {
    const int r = gate(x, "r", Op::sigmoid);
    const int z = gate(x, "z", Op::sigmoid);
    const int candidate =
        workload_.gru_reset == GruReset::after ? reset_after(x, r) : reset_before(x, r);
    const int n = of_gate("n", build_.unary(Op::tanh, name("n"), candidate));
    const int difference = build_.binary(Op::sub, name("h.difference"), h_, n);
    const int kept = build_.binary(Op::mul, name("h.kept"), z, difference);
    return build_.binary(Op::add, name("h.next"), n, kept);
  }

  int reset_after(int x, int r) {
    const int from_x = gate_sum("n", "x", {product(x, "n", "W"), bias("n", "bw")});
    const int from_h = gate_sum("n", "h", {product(h_, "n", "U"), bias("n", "bu")});
    const int reset = build_.binary(Op::mul, name("n.reset"), r, from_h);
    return build_.binary(Op::add, name("n.sum"), from_x, reset);
  }

  int reset_before(int x, int r) {
    const int reset = build_.binary(Op::mul, name("h.reset"), r, h_);
    build_.scale(reset, hidden_scale());
    return gate_sum(x, reset, "n");
  }

  int gate(int x, const char* gate, Op activation) {
    return of_gate(gate, build_.unary(activation, name(gate), gate_sum(x, h_, gate)));
  }

  /// W x + U h + b
  int gate_sum(int x, int h, const std::string& gate) {
    const int from_x = product(x, gate, "W"), from_h = product(h, gate, "U");
    return gate_sum(gate, "sum", {from_x, from_h, bias(gate, "b")});
  }
  int gate_sum(const std::string& gate, const std::string& what, std::vector<int> args) {
    return of_gate(gate, build_.sum(name(gate + "." + what), std::move(args)));
  }

  int product(int operand, const std::string& gate, const std::string& matrix) {
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

  int state(const std::string& what) {
    return build_.state(name(what), name(what + "0"), workload_.hidden,
                        what == "h" ? hidden_scale() : 0);
  }

  int bias(const std::string& gate, const std::string& what) {
    return of_gate(gate, build_.bias(name(gate + "." + what), workload_.hidden));
  }
  int hidden_scale() const { return integers_ ? workload_.scales.hidden : 0; }
  std::string name(const std::string& what) const { return layer_ + what; }

  const Workload& workload_;
  Graph& graph_;
  graph::Builder build_;
  const bool integers_;  // int8: scales are used
  std::string layer_;    // prefix of names in the current layer
  int h_ = -1;           // state node: h of the current layer from the previous step
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
