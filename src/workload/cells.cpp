// SPDX-License-Identifier: Apache-2.0
// Recurrent layers.
#include <utility>

#include "workload/activations.h"
#include "workload/layer_builder.h"

namespace rda::workload {
namespace {

constexpr GateActivation kTanh{GateFunction::tanh};

class CellLowering {
 public:
  explicit CellLowering(LayerBuilder& build)
      : b_(build),
        layer_(build.layer()),
        gate_(layer_.gate_activation.value_or(GateActivation())),
        candidate_(layer_.candidate_activation.value_or(kTanh)) {}

  NodeId recurrent(const Values& x) {
    h_ = b_.state("h", b_.placed().output());
    NodeId next = cell(x);
    if (layer_.projection > 0)
      next = b_.gate_sum("h", "next", {b_.product(b_.operand(next), "h", "W")}, "");
    b_.carry(h_, next, "h.kept_at_end");
    return next;
  }

 private:
  NodeId cell(const Values& x) {
    if (layer_.type == LayerType::lstm) return lstm(x);
    if (layer_.type == LayerType::gru) return gru(x);
    const bool relu = layer_.rnn_activation == RnnActivation::relu;
    const GateActivation usual{relu ? GateFunction::relu : GateFunction::tanh};
    return activated("h.next", layer_.candidate_activation.value_or(usual), gate_sum(x, h_, "h"));
  }

  NodeId activated(const std::string& what, const GateActivation& activation, NodeId x) {
    return lower_activation(b_, what, activation,
                            lower_clip(b_, what + ".in", layer_.activation_clip, x));
  }

  /// c' = f ∘ c + i ∘ g, h' = o ∘ tanh(c'): Hochreiter and Schmidhuber 1997 with Gers' forget gate.
  NodeId lstm(const Values& x) {
    const NodeId c = b_.state("c", layer_.hidden);
    const NodeId i = layer_.coupled ? NodeId() : gate(x, "i", c);
    const NodeId f = gate(x, "f", c);
    const NodeId g = b_.of_gate("g", activated("g", candidate_, gate_sum(x, h_, "g")));
    const NodeId o = layer_.peepholes ? NodeId() : gate(x, "o");  // else it sees c'
    const NodeId c_next = lower_clip(b_, "c", layer_.cell_clip,
                                     layer_.coupled ? blended(f, g, c) : updated(i, f, g, c));
    b_.carry(c, c_next, "c.kept_at_end");
    return squashed(o.exists() ? o : gate(x, "o", c_next), c_next);
  }

  NodeId updated(NodeId i, NodeId f, NodeId g, NodeId c) {
    const NodeId kept = b_.binary(Op::mul, "c.kept", f, c);
    const NodeId added = b_.binary(Op::mul, "c.added", i, g);
    return b_.binary(Op::add, "c.next", kept, added);
  }

  /// c' = f ∘ c + (1 − f) ∘ g, as g + f ∘ (c − g): Greff et al. 2017.
  NodeId blended(NodeId f, NodeId g, NodeId c) {
    const NodeId difference = b_.binary(Op::sub, "c.difference", c, g);
    const NodeId kept = b_.binary(Op::mul, "c.kept", f, difference);
    return b_.binary(Op::add, "c.next", g, kept);
  }

  NodeId squashed(NodeId o, NodeId c_next) {
    const NodeId squashed = activated("c.tanh", layer_.output_activation.value_or(kTanh), c_next);
    const char* made = layer_.projection > 0 ? "m" : "h.next";
    return b_.binary(Op::mul, made, o, squashed);
  }

  /// h' = n + z ∘ (h − n): Cho et al. 2014; `after` is cuDNN's and torch's place of the reset gate.
  NodeId gru(const Values& x) {
    const NodeId r = gate(x, "r");
    const NodeId z = gate(x, "z");
    const NodeId candidate =
        layer_.gru_reset == GruReset::after ? reset_after(x, r) : reset_before(x, r);
    const NodeId n = b_.of_gate("n", activated("n", candidate_, candidate));
    const NodeId difference = b_.binary(Op::sub, "h.difference", h_, n);
    const NodeId kept = b_.binary(Op::mul, "h.kept", z, difference);
    return b_.binary(Op::add, "h.next", n, kept);
  }

  NodeId reset_after(const Values& x, NodeId r) {
    const NodeId from_x = b_.gate_sum("n", "x", b_.products(x, "n"), "bw");
    const NodeId from_h = b_.gate_sum("n", "h", {b_.product(h_, "n", "U")}, "bu");
    const NodeId reset = b_.binary(Op::mul, "n.reset", r, from_h);
    return b_.binary(Op::add, "n.sum", from_x, reset);
  }

  NodeId reset_before(const Values& x, NodeId r) {
    return gate_sum(x, b_.operand(b_.binary(Op::mul, "h.reset", r, h_)), "n");
  }

  /// @param c  the value that the gate's peephole sees, if it has one
  NodeId gate(const Values& x, const char* gate, NodeId c = {}) {
    NodeId sum = gate_sum(x, h_, gate);
    if (c.exists() && layer_.peepholes) {
      const NodeId weights = b_.of_gate(gate, b_.parameter(gate + std::string(".p")));
      const NodeId seen =
          b_.of_gate(gate, b_.binary(Op::mul, gate + std::string(".peephole"), weights, c));
      sum = b_.of_gate(gate, b_.binary(Op::add, gate + std::string(".seen"), sum, seen));
    }
    return b_.of_gate(gate, activated(gate, gate_, sum));
  }

  /// W·x + U·h + b
  NodeId gate_sum(const Values& x, NodeId h, const std::string& gate) {
    std::vector<NodeId> products = b_.products(x, gate);
    products.push_back(b_.product(h, gate, "U"));
    return b_.gate_sum(gate, "sum", std::move(products), "b");
  }

  LayerBuilder& b_;
  const Layer& layer_;
  const GateActivation gate_, candidate_;
  NodeId h_;  // state node: h from the previous step
};

}  // namespace

NodeId lower_recurrent(LayerBuilder& build, const Values& x) {
  return CellLowering(build).recurrent(x);
}

}  // namespace rda::workload
