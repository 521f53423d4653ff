// SPDX-License-Identifier: Apache-2.0
#include "workload/activations.h"

namespace rda::workload {
namespace {

/// The nodes of one activation, the last of which has the name `what`, the others names below it.
class Activation {
 public:
  Activation(LayerBuilder& build, const std::string& what, const GateActivation& activation)
      : b_(build),
        what_(what),
        function_(activation.function),
        alpha_(activation.alpha),
        beta_(activation.beta) {}

  NodeId of(NodeId x) const {
    switch (function_) {
      case GateFunction::sigmoid:
        return b_.unary(Op::sigmoid, what_, x);
      case GateFunction::tanh:
        return b_.unary(Op::tanh, what_, x);
      case GateFunction::relu:
        return b_.unary(Op::relu, what_, x);
      case GateFunction::softplus:
        return b_.unary(Op::softplus, what_, x);
      case GateFunction::affine:
        return affine(what_, x);
      case GateFunction::hard_sigmoid:
        return hard_sigmoid(x);
      case GateFunction::leaky_relu:
        return positive_or(x, x, times(below("scaled"), x, "slope", alpha_));
      case GateFunction::thresholded_relu:
        return positive_or(b_.binary(Op::sub, below("above"), x, constant("threshold", alpha_)), x,
                           constant("zero", 0));
      case GateFunction::elu:
        return elu(x);
      case GateFunction::softsign:
        return softsign(x);
      case GateFunction::scaled_tanh:
        return times(what_,
                     b_.unary(Op::tanh, below("tanh"), times(below("in"), x, "inner", beta_)),
                     "outer", alpha_);
    }
    return x;
  }

 private:
  std::string below(const char* name) const { return what_ + "." + name; }
  NodeId constant(const char* name, double value) const { return b_.constant(below(name), value); }
  NodeId times(const std::string& made, NodeId x, const char* name, double factor) const {
    return b_.binary(Op::mul, made, x, constant(name, factor));
  }
  NodeId positive_or(NodeId condition, NodeId x, NodeId otherwise) const {
    return b_.select(what_, condition, x, otherwise);
  }

  NodeId affine(const std::string& made, NodeId x) const {
    return b_.binary(Op::add, made, times(below("scaled"), x, "slope", alpha_),
                     constant("middle", beta_));
  }

  NodeId hard_sigmoid(NodeId x) const {
    const NodeId above =
        b_.binary(Op::max, below("above"), affine(below("moved"), x), constant("least", 0));
    return b_.binary(Op::min, what_, above, constant("most", 1));
  }

  /// exp of what is not above 0: it makes no infinity.
  NodeId elu(NodeId x) const {
    const NodeId least = b_.binary(Op::min, below("least"), x, constant("zero", 0));
    const NodeId power = b_.unary(Op::exp, below("power"), least);
    const NodeId moved = b_.binary(Op::sub, below("moved"), power, constant("one", 1));
    return positive_or(x, x, times(below("scaled"), moved, "slope", alpha_));
  }

  NodeId softsign(NodeId x) const {
    const NodeId size =
        b_.binary(Op::add, below("size"), b_.unary(Op::abs, below("abs"), x), constant("one", 1));
    return b_.binary(Op::mul, what_, x, b_.unary(Op::reciprocal, below("part"), size));
  }

  LayerBuilder& b_;
  const std::string& what_;
  GateFunction function_;
  double alpha_, beta_;
};

}  // namespace

NodeId lower_activation(LayerBuilder& build, const std::string& what,
                        const GateActivation& activation, NodeId x) {
  return Activation(build, what, activation).of(x);
}

NodeId lower_clip(LayerBuilder& build, const std::string& what, double most, NodeId x) {
  if (most == 0) return x;
  const NodeId below =
      build.binary(Op::min, what + ".below", x, build.constant(what + ".most", most));
  return build.binary(Op::max, what + ".clipped", below, build.constant(what + ".least", -most));
}

}  // namespace rda::workload
