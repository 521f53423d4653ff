// SPDX-License-Identifier: Apache-2.0
// Layers without a recurrence.
#include <cmath>

#include "workload/activations.h"
#include "workload/layer_builder.h"

namespace rda::workload {
namespace {

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
      return lower_activation(b, "y", {GateFunction::hard_sigmoid, 1.0 / 6, 0.5}, sum);
    case LinearActivation::gelu:
      return gelu(b, sum);
    case LinearActivation::none:
      break;
  }
  return sum;
}

}  // namespace

NodeId lower_embedding(LayerBuilder& b, NodeId index) { return b.operand(b.gather("y", index)); }

NodeId lower_linear(LayerBuilder& b, const Values& x) {
  return b.operand(activated(b, b.gate_sum("y", "sum", b.products(x, "y"), "b")));
}

namespace {

/// Applies a binary operator to each part, and to the same part of the other value.
Values each(LayerBuilder& b, Op op, const std::string& what, const Values& left,
            const Values& right) {
  Values made;
  for (std::size_t p = 0; p < left.size(); ++p)
    made.push_back(b.binary(op, what + part_suffix(p), left[p], right[p]));
  return made;
}

/// ... and to one value for all.
Values each(LayerBuilder& b, Op op, const std::string& what, const Values& left, NodeId right) {
  return each(b, op, what, left, Values(left.size(), right));
}

/// One element of all elements of all parts.
NodeId reduced(LayerBuilder& b, Op op, const std::string& what, const Values& x) {
  NodeId all = b.unary(op, what, x[0]);
  for (std::size_t p = 1; p < x.size(); ++p) {
    const NodeId part = b.unary(op, what + part_suffix(p), x[p]);
    all = b.binary(op == Op::reduce_sum ? Op::add : Op::max, what + ".to" + part_suffix(p), all,
                   part);
  }
  return all;
}

Values operands(LayerBuilder& b, const Values& y) {
  for (const NodeId part : y) b.operand(part);
  return y;
}

}  // namespace

/// exp(d) / Σ exp(d) with d = x − max(x); its logarithm is d − ln(Σ exp(d)).
Values lower_softmax(LayerBuilder& b, const Values& x) {
  const NodeId largest = reduced(b, Op::reduce_max, "largest", x);
  const Values difference = each(b, Op::sub, "difference", x, largest);
  Values power;
  for (std::size_t p = 0; p < x.size(); ++p)
    power.push_back(b.unary(Op::exp, "power" + part_suffix(p), difference[p]));
  const NodeId total = reduced(b, Op::reduce_sum, "total", power);
  if (b.layer().type == LayerType::log_softmax)
    return operands(b, each(b, Op::sub, "y", difference, b.unary(Op::log, "log_total", total)));
  return operands(b, each(b, Op::mul, "y", power, b.unary(Op::reciprocal, "part", total)));
}

/// (x − mean) / sqrt(variance + ε) · weight + bias: Ba, Kiros, Hinton 2016, as
/// torch.nn.LayerNorm.
Values lower_layer_norm(LayerBuilder& b, const Values& x) {
  const double count = 1 / static_cast<double>(b.placed().input);
  const NodeId total = reduced(b, Op::reduce_sum, "total", x);
  const NodeId mean = b.binary(Op::mul, "mean", total, b.constant("each", count));
  const Values difference = each(b, Op::sub, "difference", x, mean);
  const NodeId squares =
      reduced(b, Op::reduce_sum, "squares", each(b, Op::mul, "square", difference, difference));
  const NodeId variance = b.binary(Op::mul, "variance", squares, b.constant("each_square", count));
  const NodeId moved =
      b.binary(Op::add, "moved", variance, b.constant("epsilon", b.layer().epsilon));
  const NodeId scale = b.unary(Op::rsqrt, "scale", moved);
  const Values normal = each(b, Op::mul, "normal", difference, scale);
  const Values weighted = each(b, Op::mul, "weighted", normal, b.parameters("weight"));
  return operands(
      b, b.layer().bias ? each(b, Op::add, "y", weighted, b.parameters("bias")) : weighted);
}

}  // namespace rda::workload
