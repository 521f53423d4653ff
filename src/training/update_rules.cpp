// SPDX-License-Identifier: Apache-2.0
#include "training/update_rules.h"

#include "graph/backward.h"

namespace rda::training {
namespace {

/// Below it, a sum of squares counts as 0; 1 / sqrt of it is finite in fp32.
constexpr double kTiny = 1e-36;

}  // namespace

NodeId UpdateRules::wide(NodeId node) {
  Node& made = graph_.nodes[node];
  made.formats = {Format::fp32, Format::fp32, Format::fp32, Format::fp32};
  made.origin.node = made.name;
  return node;
}

NodeId UpdateRules::rounded(const std::string& name, NodeId arg, Format format, Rounding rounding) {
  if (format == Format::fp32) return arg;
  Node node;
  node.name = name;
  node.stochastic = rounding == Rounding::stochastic;
  const NodeId made = wide(b_.round(node, arg));
  graph_.nodes[made].formats.state = format;
  return made;
}

NodeId UpdateRules::gradient(const Parameter& parameter) {
  const std::string name = graph::gradient_of(parameter.name);
  const NodeId sum = rounded(name + ".rounded", gradient_sum(parameter),
                             training_.precision.gradients, Rounding::nearest);
  const double scale = training_.precision.loss_scale;
  return scale == 1 ? sum : times(name + ".unscaled", 1 / scale, sum);
}

NodeId UpdateRules::squares(const Parameter& parameter, NodeId gradient) {
  const std::string name = graph::gradient_of(parameter.name);
  return unary(Op::reduce_sum, name + ".squares",
               binary(Op::mul, name + ".square", gradient, gradient));
}

/// a / sqrt(b), and 0 of 0: a · b^(-1/2) with b not below the tiny one.
NodeId UpdateRules::root(const std::string& name, NodeId square) {
  const NodeId above = binary(Op::max, name + ".above", square, constant(name + ".tiny", kTiny));
  return binary(Op::mul, name, square, unary(Op::rsqrt, name + ".rsqrt", above));
}

NodeId UpdateRules::clip_factor(NodeId squares) {
  const NodeId norm =
      binary(Op::add, "norm.moved", root("norm", squares), constant("norm.epsilon", 1e-6));
  const NodeId part =
      times("clip.part", training_.clip_norm, unary(Op::reciprocal, "norm.reciprocal", norm));
  return binary(Op::min, "clip", part, constant("clip.most", 1));
}

NodeId UpdateRules::clipped(const Parameter& parameter, NodeId gradient, NodeId factor) {
  return binary(Op::mul, graph::gradient_of(parameter.name) + ".clipped", gradient, factor);
}

/// factor · kept + rest, rounded to the optimizer's format and kept for the next batch.
NodeId UpdateRules::blended(const Parameter& parameter, const char* what, double factor,
                            NodeId rest) {
  const std::string name = parameter.name + "." + what;
  const NodeId before = times(name + ".faded", factor, kept(parameter, name));
  const NodeId made = rounded(name + ".rounded", binary(Op::add, name + ".sum", before, rest),
                              training_.precision.optimizer, training_.precision.rounding);
  keep(name, made);
  return made;
}

NodeId UpdateRules::direction(const Parameter& parameter, NodeId g) {
  const std::string& name = parameter.name;
  switch (training_.optimizer) {
    case Optimizer::sgd:
      return g;
    case Optimizer::momentum:
      return blended(parameter, "momentum", training_.momentum, g);
    case Optimizer::adam:
      break;
  }
  const NodeId mean = blended(parameter, "mean", training_.beta1,
                              times(name + ".mean.new", 1 - training_.beta1, g));
  const NodeId square = binary(Op::mul, name + ".variance.square", g, g);
  const NodeId variance = blended(parameter, "variance", training_.beta2,
                                  times(name + ".variance.new", 1 - training_.beta2, square));
  const NodeId deviation = root(name + ".deviation", binary(Op::mul, name + ".variance.corrected",
                                                            variance, number(kVarianceCorrection)));
  const NodeId moved = binary(Op::add, name + ".deviation.moved", deviation,
                              constant(name + ".epsilon", training_.epsilon));
  const NodeId corrected = binary(Op::mul, name + ".mean.corrected", mean, number(kMeanCorrection));
  return binary(Op::mul, name + ".direction", corrected,
                unary(Op::reciprocal, name + ".deviation.part", moved));
}

void UpdateRules::update(const Parameter& parameter, NodeId g) {
  const std::string& name = parameter.name;
  const Precision& precision = training_.precision;
  const NodeId weight = kept(parameter, name);
  NodeId change = binary(Op::mul, name + ".change", direction(parameter, g), number(kLearningRate));
  if (precision.kahan)
    change = binary(Op::add, name + ".change.whole", change, kept(parameter, name + ".kahan"));
  const NodeId next = rounded(name + ".rounded", binary(Op::sub, name + ".sum", weight, change),
                              precision.weights, precision.rounding);
  keep(name, next);
  if (!precision.kahan) return;
  const NodeId done = binary(Op::sub, name + ".done", weight, next);
  keep(name + ".kahan",
       rounded(name + ".kahan.rounded", binary(Op::sub, name + ".kahan.rest", change, done),
               precision.optimizer, precision.rounding));
}

}  // namespace rda::training
