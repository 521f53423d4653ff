// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "graph/builder.h"
#include "rda/graph.h"
#include "rda/training.h"
#include "training/update.h"

namespace rda::training {

/// How an optimizer changes parameters, in operators that work element by element. Derived classes
/// say where values come from, where they go, and which elements a node has: of a whole tensor, or
/// of one of its rows. All of it is in fp32, and nodes are named after what they make, below the
/// parameter.
class UpdateRules {
 public:
  virtual ~UpdateRules() = default;

 protected:
  UpdateRules(const Training& training, Graph& graph)
      : training_(training), graph_(graph), b_(graph) {}
  UpdateRules(const UpdateRules&) = delete;
  UpdateRules& operator=(const UpdateRules&) = delete;

  /// The sum of the gradients by a parameter over all steps and sequences.
  virtual NodeId gradient_sum(const Parameter& parameter) = 0;
  /// What the batch before kept in a tensor: the parameter's own, or one of kept_tensors().
  virtual NodeId kept(const Parameter& parameter, const std::string& tensor) = 0;
  /// Keeps a tensor for the next batch.
  virtual void keep(const std::string& tensor, NodeId node) = 0;
  /// The rate of a parameter, kMeanCorrection or kVarianceCorrection.
  virtual NodeId number(const std::string& name) = 0;

  /// The gradient that the optimizer sees: rounded, and divided by the loss scale.
  NodeId gradient(const Parameter& parameter);
  /// The sum of the squares of its elements.
  NodeId squares(const Parameter& parameter, NodeId gradient);
  /// The factor of all gradients, of the sum of all squares: min(1, clip_norm / (norm + 1e-6)), as
  /// torch.
  NodeId clip_factor(NodeId squares);
  NodeId clipped(const Parameter& parameter, NodeId gradient, NodeId factor);
  /// The weight less the change; with a Kahan term, the change that the rounding leaves out is kept
  /// and added to the next one.
  void update(const Parameter& parameter, NodeId gradient);

  NodeId constant(const std::string& name, double value) { return wide(b_.constant(name, value)); }
  NodeId unary(Op op, const std::string& name, NodeId arg) { return wide(b_.unary(op, name, arg)); }
  NodeId binary(Op op, const std::string& name, NodeId left, NodeId right) {
    return wide(b_.binary(op, name, left, right));
  }
  /// Gives a node formats in which nothing is lost.
  NodeId wide(NodeId node);

  const Training& training_;
  Graph& graph_;
  graph::Builder b_;

 private:
  NodeId times(const std::string& name, double factor, NodeId arg) {
    return binary(Op::mul, name, arg, constant(name + ".factor", factor));
  }
  NodeId rounded(const std::string& name, NodeId arg, Format format, Rounding rounding);
  NodeId root(const std::string& name, NodeId square);
  NodeId blended(const Parameter& parameter, const char* what, double factor, NodeId rest);
  NodeId direction(const Parameter& parameter, NodeId g);
};

}  // namespace rda::training
