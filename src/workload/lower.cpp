// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>
#include <span>
#include <utility>

#include "graph/builder.h"
#include "rda/graph.h"
#include "rda/workload.h"
#include "workload/layers.h"
#include "workload/tensors.h"

namespace rda {
namespace {

using workload::PlacedLayer;

/// Lowers one layer. The order of element-wise operators affects the rounding of results.
class LayerLowering {
 public:
  /// @param mask  input that is 1 in the steps that a sequence has; none: it has all
  LayerLowering(const Workload& workload, const PlacedLayer& placed,
                const workload::Recurrence& recurrence, NodeId mask, Graph& graph)
      : scales_(workload.scales),
        placed_(placed),
        layer_(placed.layer),
        recurrence_(recurrence),
        mask_(mask),
        graph_(graph),
        build_(graph),
        integers_(placed.formats.weights == Format::int8),
        prefix_(fmt::format("layer{}.{}", placed.number, recurrence.prefix)) {}

  /// @return the node of the layer's output
  NodeId add(NodeId x) {
    const std::size_t first = graph_.nodes.size();
    NodeId output = made_of(x);
    if (layer_.residual) output = operand(binary(Op::add, "residual", output, x));
    for (Node& node : std::span(graph_.nodes).subspan(first)) complete(node);
    return output;
  }

 private:
  Origin& origin(NodeId node) { return graph_.nodes[node].origin; }
  /// Sets the gate of a node's origin.
  NodeId of_gate(const std::string& gate, NodeId node) {
    origin(node).gate = gate;
    return node;
  }
  void complete(Node& node) const {
    node.origin.layer = placed_.number;
    node.origin.direction = recurrence_.reversed ? "reverse" : "";
    if (node.origin.gate.empty()) node.origin.node = node.name.substr(prefix_.size());
    node.formats = placed_.formats;
  }

  NodeId made_of(NodeId x) {
    switch (layer_.type) {
      case LayerType::linear:
        return operand(activated(gate_sum("y", "sum", {product(x, "y", "W")}, "b")));
      case LayerType::softmax:
      case LayerType::log_softmax:
        return operand(softmax(x));
      case LayerType::layer_norm:
        return operand(layer_norm(x));
      default:
        return recurrent(x);
    }
  }

  NodeId activated(NodeId sum) {
    const auto y = [&](Op op) { return of_gate("y", build_.unary(op, name("y"), sum)); };
    switch (layer_.activation) {
      case LinearActivation::sigmoid:
        return y(Op::sigmoid);
      case LinearActivation::tanh:
        return y(Op::tanh);
      case LinearActivation::relu:
        return y(Op::relu);
      case LinearActivation::softplus:
        return y(Op::softplus);
      case LinearActivation::hard_sigmoid:
        return hard_sigmoid(sum);
      case LinearActivation::gelu:
        return gelu(sum);
      case LinearActivation::none:
        break;
    }
    return sum;
  }

  NodeId hard_sigmoid(NodeId x) {
    const NodeId sixth = binary(Op::mul, "sixth", x, constant("slope", 1.0 / 6));
    const NodeId moved = binary(Op::add, "moved", sixth, constant("middle", 0.5));
    return binary(Op::min, "y", binary(Op::max, "above", moved, constant("least", 0)),
                  constant("most", 1));
  }

  /// x / 2 + x / 2 · erf(x / √2)
  NodeId gelu(NodeId x) {
    const NodeId narrow = binary(Op::mul, "narrow", x, constant("narrowing", std::sqrt(0.5)));
    const NodeId part = build_.unary(Op::erf, name("part"), narrow);
    const NodeId half = binary(Op::mul, "half", x, constant("one_half", 0.5));
    return binary(Op::add, "y", half, binary(Op::mul, "added", half, part));
  }

  /// exp(d) / Σ exp(d) with d = x − max(x); its logarithm is d − ln(Σ exp(d)).
  NodeId softmax(NodeId x) {
    const NodeId largest = build_.unary(Op::reduce_max, name("largest"), x);
    const NodeId difference = binary(Op::sub, "difference", x, largest);
    const NodeId power = build_.unary(Op::exp, name("power"), difference);
    const NodeId total = build_.unary(Op::reduce_sum, name("total"), power);
    if (layer_.type == LayerType::log_softmax)
      return binary(Op::sub, "y", difference, build_.unary(Op::log, name("log_total"), total));
    return binary(Op::mul, "y", power, build_.unary(Op::reciprocal, name("part"), total));
  }

  /// (x − mean) / sqrt(variance + ε) · weight + bias: Ba, Kiros, Hinton 2016, as
  /// torch.nn.LayerNorm.
  NodeId layer_norm(NodeId x) {
    const double each = 1 / static_cast<double>(placed_.input);
    const NodeId total = build_.unary(Op::reduce_sum, name("total"), x);
    const NodeId mean = binary(Op::mul, "mean", total, constant("each", each));
    const NodeId difference = binary(Op::sub, "difference", x, mean);
    const NodeId squares = build_.unary(Op::reduce_sum, name("squares"),
                                        binary(Op::mul, "square", difference, difference));
    const NodeId variance = binary(Op::mul, "variance", squares, constant("each_square", each));
    const NodeId moved = binary(Op::add, "moved", variance, constant("epsilon", layer_.epsilon));
    const NodeId scale = build_.unary(Op::rsqrt, name("scale"), moved);
    const NodeId normal = binary(Op::mul, "normal", difference, scale);
    const NodeId weighted = binary(Op::mul, "weighted", normal, parameter("weight"));
    return layer_.bias ? binary(Op::add, "y", weighted, parameter("bias")) : weighted;
  }

  NodeId parameter(const std::string& what) { return build_.bias(name(what), placed_.rows()); }
  NodeId constant(const std::string& what, double value) {
    return build_.constant(name(what), value);
  }
  NodeId binary(Op op, const std::string& what, NodeId left, NodeId right) {
    return build_.binary(op, name(what), left, right);
  }

  NodeId recurrent(NodeId x) {
    h_ = state("h", placed_.output());
    NodeId next = cell(x);
    if (layer_.projection > 0) next = gate_sum("h", "next", {product(operand(next), "h", "W")}, "");
    carry(h_, next, "h.kept_at_end");
    return next;
  }

  /// Makes `state` take `next`, or, behind the end of a sequence, stay as it is.
  void carry(NodeId state, NodeId next, const std::string& what) {
    build_.carry(state, next);  // products read `next` with the scale of the state
    if (!mask_.exists()) return;
    build_.carry(state, build_.select(name(what), mask_, next, state));
  }

  NodeId cell(NodeId x) {
    if (layer_.type == LayerType::lstm) return lstm(x);
    if (layer_.type == LayerType::gru) return gru(x);
    const bool relu = layer_.rnn_activation == RnnActivation::relu;
    return build_.unary(relu ? Op::relu : Op::tanh, name("h.next"), gate_sum(x, h_, "h"));
  }

  /// c' = f ∘ c + i ∘ g, h' = o ∘ tanh(c'): Hochreiter and Schmidhuber 1997 with Gers' forget gate.
  NodeId lstm(NodeId x) {
    const NodeId c = state("c", layer_.hidden);
    if (layer_.coupled) return coupled(x, c);
    const NodeId i = gate(x, "i", Op::sigmoid, c);
    const NodeId f = gate(x, "f", Op::sigmoid, c);
    const NodeId g = gate(x, "g", Op::tanh);
    const bool sees_next = layer_.peepholes;
    const NodeId o = sees_next ? NodeId() : gate(x, "o", Op::sigmoid);
    const NodeId kept = binary(Op::mul, "c.kept", f, c);
    const NodeId added = binary(Op::mul, "c.added", i, g);
    const NodeId c_next = binary(Op::add, "c.next", kept, added);
    return with_next(x, c, o, c_next);
  }

  /// c' = f ∘ c + (1 − f) ∘ g, as g + f ∘ (c − g): Greff et al. 2017.
  NodeId coupled(NodeId x, NodeId c) {
    const NodeId f = gate(x, "f", Op::sigmoid, c);
    const NodeId g = gate(x, "g", Op::tanh);
    const bool sees_next = layer_.peepholes;
    const NodeId o = sees_next ? NodeId() : gate(x, "o", Op::sigmoid);
    const NodeId difference = binary(Op::sub, "c.difference", c, g);
    const NodeId kept = binary(Op::mul, "c.kept", f, difference);
    const NodeId c_next = binary(Op::add, "c.next", g, kept);
    return with_next(x, c, o, c_next);
  }

  /// @param o  the output gate, or none if it sees c'
  NodeId with_next(NodeId x, NodeId c, NodeId o, NodeId c_next) {
    if (layer_.cell_clip > 0) {
      const NodeId below = binary(Op::min, "c.below", c_next, constant("c.most", layer_.cell_clip));
      c_next = binary(Op::max, "c.clipped", below, constant("c.least", -layer_.cell_clip));
    }
    carry(c, c_next, "c.kept_at_end");
    return squashed(o.exists() ? o : gate(x, "o", Op::sigmoid, c_next), c_next);
  }

  NodeId squashed(NodeId o, NodeId c_next) {
    const NodeId squashed = build_.unary(Op::tanh, name("c.tanh"), c_next);
    const char* made = layer_.projection > 0 ? "m" : "h.next";
    return build_.binary(Op::mul, name(made), o, squashed);
  }

  /// h' = n + z ∘ (h − n): Cho et al. 2014; `after` is cuDNN's and torch's place of the reset gate.
  NodeId gru(NodeId x) {
    const NodeId r = gate(x, "r", Op::sigmoid);
    const NodeId z = gate(x, "z", Op::sigmoid);
    const NodeId candidate =
        layer_.gru_reset == GruReset::after ? reset_after(x, r) : reset_before(x, r);
    const NodeId n = of_gate("n", build_.unary(Op::tanh, name("n"), candidate));
    const NodeId difference = binary(Op::sub, "h.difference", h_, n);
    const NodeId kept = binary(Op::mul, "h.kept", z, difference);
    return binary(Op::add, "h.next", n, kept);
  }

  NodeId reset_after(NodeId x, NodeId r) {
    const NodeId from_x = gate_sum("n", "x", {product(x, "n", "W")}, "bw");
    const NodeId from_h = gate_sum("n", "h", {product(h_, "n", "U")}, "bu");
    const NodeId reset = binary(Op::mul, "n.reset", r, from_h);
    return binary(Op::add, "n.sum", from_x, reset);
  }

  NodeId reset_before(NodeId x, NodeId r) {
    return gate_sum(x, operand(binary(Op::mul, "h.reset", r, h_)), "n");
  }

  /// @param c  the value that the gate's peephole sees, if it has one
  NodeId gate(NodeId x, const char* gate, Op activation, NodeId c = {}) {
    NodeId sum = gate_sum(x, h_, gate);
    if (c.exists() && layer_.peepholes) {
      const NodeId weights = of_gate(gate, build_.bias(name(gate) + ".p", layer_.hidden));
      const NodeId seen =
          of_gate(gate, build_.binary(Op::mul, name(gate) + ".peephole", weights, c));
      sum = of_gate(gate, build_.binary(Op::add, name(gate) + ".seen", sum, seen));
    }
    return of_gate(gate, build_.unary(activation, name(gate), sum));
  }

  /// W·x + U·h + b
  NodeId gate_sum(NodeId x, NodeId h, const std::string& gate) {
    const NodeId from_x = product(x, gate, "W"), from_h = product(h, gate, "U");
    return gate_sum(gate, "sum", {from_x, from_h}, "b");
  }
  NodeId gate_sum(const std::string& gate, const std::string& what, std::vector<NodeId> args,
                  const std::string& bias) {
    if (layer_.bias && !bias.empty())
      args.push_back(of_gate(gate, build_.bias(name(gate + "." + bias), placed_.rows())));
    return of_gate(gate, build_.sum(name(gate + "." + what), std::move(args)));
  }

  NodeId product(NodeId operand, const std::string& gate, const std::string& matrix) {
    const bool recurrent = matrix == "U";
    Node node;
    node.name = name(gate + (recurrent ? ".Uh" : ".Wx"));
    node.size =
        gate == "h" && matrix == "W" && layer_.projection > 0 ? layer_.projection : placed_.rows();
    node.args = {operand};
    node.tensor = name(gate + "." + matrix);
    node.gate = name(gate);
    if (integers_)
      node.weight_scale = recurrent ? scales_.recurrent_weights : scales_.input_weights;
    return of_gate(gate, build_.matvec(node));
  }

  NodeId state(const std::string& what, std::int64_t size) {
    return build_.state(name(what), name(what + "0"), size, what == "h" ? hidden_scale() : 0);
  }

  /// A value that products read has the scale of h.
  NodeId operand(NodeId node) {
    build_.scale(node, hidden_scale());
    return node;
  }
  int hidden_scale() const { return integers_ ? scales_.hidden : 0; }
  std::string name(const std::string& what) const { return prefix_ + what; }

  const Scales& scales_;
  const PlacedLayer& placed_;
  const Layer& layer_;
  const workload::Recurrence& recurrence_;
  const NodeId mask_;
  Graph& graph_;
  graph::Builder build_;
  const bool integers_;       // int8: scales are used
  const std::string prefix_;  // of names
  NodeId h_;                  // state node: h from the previous step
};

/// y, and 0 in the steps that a sequence does not have.
NodeId masked(const workload::Recurrence& recurrence, NodeId mask, NodeId y, Graph& graph) {
  graph::Builder build(graph);
  const Node& made = graph.nodes[y];
  const Origin origin = made.origin;
  const Formats formats = made.formats;
  const int scale = made.scale;
  const NodeId zero = build.constant(recurrence.prefix + "zero", 0);
  const NodeId result = build.select(recurrence.prefix + "masked", mask, y, zero);
  for (const NodeId node : {zero, result}) {
    graph.nodes[node].origin = origin;
    graph.nodes[node].origin.node = "masked";
    graph.nodes[node].formats = formats;
  }
  build.scale(result, scale);
  return result;
}

/// Lowers all layers of a recurrence. @return the output of the last layer
Output add(const Workload& workload, const workload::Recurrence& recurrence,
           const std::vector<PlacedLayer>& layers, NodeId mask, Graph& graph) {
  graph::Builder build(graph);
  const Formats& formats = layers.front().formats;
  const bool integers = formats.weights == Format::int8;
  NodeId x = build.input(recurrence.x, layers.front().input, integers ? workload.scales.input : 0);
  graph.nodes[x].origin.node = recurrence.x;
  graph.nodes[x].formats = formats;
  for (const PlacedLayer& placed : layers)
    x = LayerLowering(workload, placed, recurrence, mask, graph).add(x);
  if (mask.exists()) x = masked(recurrence, mask, x, graph);
  return {x, recurrence.y};
}

}  // namespace

Graph lower(const Workload& workload) {
  const std::vector<PlacedLayer> layers = workload::layers_of(workload);
  Graph graph;
  graph.name = workload.name;
  for (const PlacedLayer& placed : layers) graph.layers.emplace_back(word(placed.layer.type));
  graph.steps = workload.steps;
  graph.batch = workload.batch;
  NodeId mask;
  if (!workload.lengths.empty()) {
    mask = graph::Builder(graph).input("mask", 1, 0);
    graph.nodes[mask].origin.node = "mask";
    graph.nodes[mask].formats = layers.front().formats;
  }
  for (const auto& recurrence : workload::recurrences(workload::direction_of(workload)))
    graph.outputs.push_back(add(workload, recurrence, layers, mask, graph));
  check(graph);
  return graph;
}

}  // namespace rda
