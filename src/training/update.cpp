// SPDX-License-Identifier: Apache-2.0
#include "training/update.h"

#include <utility>

#include "graph/backward.h"
#include "graph/builder.h"

namespace rda::training {

std::string next_of(const std::string& tensor) { return tensor + ".next"; }

std::vector<std::string> kept_tensors(const Training& training, const std::string& parameter) {
  std::vector<std::string> kept;
  if (training.optimizer == Optimizer::momentum) kept.push_back(parameter + ".momentum");
  if (training.optimizer == Optimizer::adam)
    kept.insert(kept.end(), {parameter + ".mean", parameter + ".variance"});
  if (training.precision.kahan) kept.push_back(parameter + ".kahan");
  return kept;
}

namespace {

/// Below it, a sum of squares counts as 0; 1 / sqrt of it is finite in fp32.
constexpr double kTiny = 1e-36;

class UpdateBuilder {
 public:
  explicit UpdateBuilder(const Training& training) : training_(training), b_(graph_) {}

  Graph run(const std::vector<Parameter>& parameters) {
    graph_.name = "update";
    rate_ = input(kLearningRate, 1);
    if (training_.optimizer == Optimizer::adam) {
      mean_correction_ = input(kMeanCorrection, 1);
      variance_correction_ = input(kVarianceCorrection, 1);
    }
    std::vector<NodeId> gradients;
    for (const Parameter& parameter : parameters) gradients.push_back(gradient(parameter));
    if (training_.clip_norm > 0) clip(parameters, gradients);
    for (std::size_t p = 0; p < parameters.size(); ++p) update(parameters[p], gradients[p]);
    return std::move(graph_);
  }

 private:
  // Nodes are named after what they make, below the parameter.
  NodeId input(const std::string& tensor, std::int64_t size) {
    return wide(b_.input(tensor, size, 0));
  }
  NodeId constant(const std::string& name, double value) { return wide(b_.constant(name, value)); }
  NodeId unary(Op op, const std::string& name, NodeId arg) { return wide(b_.unary(op, name, arg)); }
  NodeId binary(Op op, const std::string& name, NodeId left, NodeId right) {
    return wide(b_.binary(op, name, left, right));
  }
  NodeId times(const std::string& name, double factor, NodeId arg) {
    return binary(Op::mul, name, arg, constant(name + ".factor", factor));
  }
  NodeId wide(NodeId node) {
    Node& made = graph_.nodes[node];
    made.formats = {Format::fp32, Format::fp32, Format::fp32, Format::fp32};
    made.origin.node = made.name;
    return node;
  }

  NodeId rounded(const std::string& name, NodeId arg, Format format, Rounding rounding) {
    if (format == Format::fp32) return arg;
    Node node;
    node.name = name;
    node.stochastic = rounding == Rounding::stochastic;
    const NodeId made = wide(b_.round(node, arg));
    graph_.nodes[made].formats.state = format;
    return made;
  }

  void leave(const std::string& tensor, NodeId node) {
    graph_.outputs.push_back({node, next_of(tensor)});
  }

  NodeId gradient(const Parameter& parameter) {
    const std::string name = graph::gradient_of(parameter.name);
    const NodeId sum = rounded(name + ".rounded", input(name, parameter.elements()),
                               training_.precision.gradients, Rounding::nearest);
    const double scale = training_.precision.loss_scale;
    return scale == 1 ? sum : times(name + ".unscaled", 1 / scale, sum);
  }

  /// a / sqrt(b), and 0 of 0: a · b^(-1/2) with b not below the tiny one.
  NodeId root(const std::string& name, NodeId square) {
    const NodeId above = binary(Op::max, name + ".above", square, constant(name + ".tiny", kTiny));
    return binary(Op::mul, name, square, unary(Op::rsqrt, name + ".rsqrt", above));
  }

  /// min(1, clip_norm / (norm + 1e-6)), as torch.
  void clip(const std::vector<Parameter>& parameters, std::vector<NodeId>& gradients) {
    NodeId total;
    for (std::size_t p = 0; p < gradients.size(); ++p) {
      const std::string name = graph::gradient_of(parameters[p].name);
      const NodeId square = binary(Op::mul, name + ".square", gradients[p], gradients[p]);
      const NodeId sum = unary(Op::reduce_sum, name + ".squares", square);
      total = p == 0 ? sum : binary(Op::add, name + ".squares_so_far", total, sum);
    }
    const NodeId norm =
        binary(Op::add, "norm.moved", root("norm", total), constant("norm.epsilon", 1e-6));
    const NodeId part =
        times("clip.part", training_.clip_norm, unary(Op::reciprocal, "norm.reciprocal", norm));
    const NodeId factor = binary(Op::min, "clip", part, constant("clip.most", 1));
    for (std::size_t p = 0; p < gradients.size(); ++p)
      gradients[p] = binary(Op::mul, graph::gradient_of(parameters[p].name) + ".clipped",
                            gradients[p], factor);
  }

  NodeId kept(const Parameter& parameter, const char* what) {
    return input(parameter.name + "." + what, parameter.elements());
  }

  /// factor · kept + rest, rounded to the optimizer's format and kept for the next batch.
  NodeId blended(const Parameter& parameter, const char* what, double factor, NodeId rest) {
    const std::string name = parameter.name + "." + what;
    const NodeId before = times(name + ".faded", factor, kept(parameter, what));
    const NodeId made = rounded(name + ".rounded", binary(Op::add, name + ".sum", before, rest),
                                training_.precision.optimizer, training_.precision.rounding);
    leave(name, made);
    return made;
  }

  NodeId direction(const Parameter& parameter, NodeId g) {
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
                                                              variance, variance_correction_));
    const NodeId moved = binary(Op::add, name + ".deviation.moved", deviation,
                                constant(name + ".epsilon", training_.epsilon));
    const NodeId corrected = binary(Op::mul, name + ".mean.corrected", mean, mean_correction_);
    return binary(Op::mul, name + ".direction", corrected,
                  unary(Op::reciprocal, name + ".deviation.part", moved));
  }

  /// The weight less the change; with a Kahan term, the change that the rounding leaves out is kept
  /// and added to the next one.
  void update(const Parameter& parameter, NodeId g) {
    const std::string& name = parameter.name;
    const Precision& precision = training_.precision;
    const NodeId weight = input(name, parameter.elements());
    NodeId change = binary(Op::mul, name + ".change", direction(parameter, g), rate_);
    if (precision.kahan)
      change = binary(Op::add, name + ".change.whole", change, kept(parameter, "kahan"));
    const NodeId next = rounded(name + ".rounded", binary(Op::sub, name + ".sum", weight, change),
                                precision.weights, precision.rounding);
    leave(name, next);
    if (!precision.kahan) return;
    const NodeId done = binary(Op::sub, name + ".done", weight, next);
    leave(name + ".kahan",
          rounded(name + ".kahan.rounded", binary(Op::sub, name + ".kahan.rest", change, done),
                  precision.optimizer, precision.rounding));
  }

  const Training& training_;
  Graph graph_;
  graph::Builder b_;
  NodeId rate_, mean_correction_, variance_correction_;
};

}  // namespace

Graph update_graph(const Training& training, const std::vector<Parameter>& parameters) {
  return UpdateBuilder(training).run(parameters);
}

}  // namespace rda::training
