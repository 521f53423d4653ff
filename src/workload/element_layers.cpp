// SPDX-License-Identifier: Apache-2.0
// Layers without a recurrence.
#include <cmath>

#include "workload/layer_builder.h"

namespace rda::workload {
namespace {

NodeId hard_sigmoid(LayerBuilder& b, NodeId x) {
  const NodeId sixth = b.binary(Op::mul, "sixth", x, b.constant("slope", 1.0 / 6));
  const NodeId moved = b.binary(Op::add, "moved", sixth, b.constant("middle", 0.5));
  return b.binary(Op::min, "y", b.binary(Op::max, "above", moved, b.constant("least", 0)),
                  b.constant("most", 1));
}

/// x / 2 + x / 2 · erf(x / √2)
NodeId gelu(LayerBuilder& b, NodeId x) {
  const NodeId narrow = b.binary(Op::mul, "narrow", x, b.constant("narrowing", std::sqrt(0.5)));
  const NodeId part = b.unary(Op::erf, "part", narrow);
  const NodeId half = b.binary(Op::mul, "half", x, b.constant("one_half", 0.5));
  return b.binary(Op::add, "y", half, b.binary(Op::mul, "added", half, part));
}

NodeId activated(LayerBuilder& b, NodeId sum) {
  const auto y = [&](Op op) { return b.of_gate("y", b.unary(op, "y", sum)); };
  switch (b.layer().activation) {
    case LinearActivation::sigmoid:
      return y(Op::sigmoid);
    case LinearActivation::tanh:
      return y(Op::tanh);
    case LinearActivation::relu:
      return y(Op::relu);
    case LinearActivation::softplus:
      return y(Op::softplus);
    case LinearActivation::hard_sigmoid:
      return hard_sigmoid(b, sum);
    case LinearActivation::gelu:
      return gelu(b, sum);
    case LinearActivation::none:
      break;
  }
  return sum;
}

}  // namespace

NodeId lower_linear(LayerBuilder& b, NodeId x) {
  return b.operand(activated(b, b.gate_sum("y", "sum", {b.product(x, "y", "W")}, "b")));
}

/// exp(d) / Σ exp(d) with d = x − max(x); its logarithm is d − ln(Σ exp(d)).
NodeId lower_softmax(LayerBuilder& b, NodeId x) {
  const NodeId largest = b.unary(Op::reduce_max, "largest", x);
  const NodeId difference = b.binary(Op::sub, "difference", x, largest);
  const NodeId power = b.unary(Op::exp, "power", difference);
  const NodeId total = b.unary(Op::reduce_sum, "total", power);
  if (b.layer().type == LayerType::log_softmax)
    return b.operand(b.binary(Op::sub, "y", difference, b.unary(Op::log, "log_total", total)));
  return b.operand(b.binary(Op::mul, "y", power, b.unary(Op::reciprocal, "part", total)));
}

/// (x − mean) / sqrt(variance + ε) · weight + bias: Ba, Kiros, Hinton 2016, as
/// torch.nn.LayerNorm.
NodeId lower_layer_norm(LayerBuilder& b, NodeId x) {
  const double each = 1 / static_cast<double>(b.placed().input);
  const NodeId total = b.unary(Op::reduce_sum, "total", x);
  const NodeId mean = b.binary(Op::mul, "mean", total, b.constant("each", each));
  const NodeId difference = b.binary(Op::sub, "difference", x, mean);
  const NodeId squares =
      b.unary(Op::reduce_sum, "squares", b.binary(Op::mul, "square", difference, difference));
  const NodeId variance = b.binary(Op::mul, "variance", squares, b.constant("each_square", each));
  const NodeId moved =
      b.binary(Op::add, "moved", variance, b.constant("epsilon", b.layer().epsilon));
  const NodeId scale = b.unary(Op::rsqrt, "scale", moved);
  const NodeId normal = b.binary(Op::mul, "normal", difference, scale);
  const NodeId weighted = b.binary(Op::mul, "weighted", normal, b.parameter("weight"));
  return b.operand(b.layer().bias ? b.binary(Op::add, "y", weighted, b.parameter("bias"))
                                  : weighted);
}

}  // namespace rda::workload
