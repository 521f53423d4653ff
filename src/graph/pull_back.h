// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "graph/builder.h"
#include "rda/graph.h"

namespace rda::graph {

/// What the rule of an operator sees of the backward domain in which it adds nodes.
class PullBack {
 public:
  virtual ~PullBack() = default;
  /// The value that a node of the forward domain, or a bias or constant, had in this step.
  virtual NodeId value(NodeId forward) = 0;
  /// Whether the gradient by an argument is needed.
  virtual bool wants(std::size_t argument) const = 0;
  /// Adds to the gradient by an argument. A gradient of one element counts for all elements; by an
  /// argument of one element, the elements of the gradient are added up.
  virtual void give(std::size_t argument, NodeId gradient) = 0;
  /// Makes a take give its gradient to what it took.
  virtual void give_to_taken(NodeId gradient) = 0;
  /// The gradient by a sequence that a product multiplies with: an outer product whose rows are the
  /// steps of the sequence in the order of the product.
  virtual void give_to_sequence(NodeId outer) = 0;
  virtual Builder& build() = 0;
  virtual const Graph& graph() const = 0;
};

/// The rule of each operator: appends to a backward domain the product of the gradient by the value
/// of a node with the derivatives of the value by its arguments.
/// @param gradient  by the node's value, of its size
void pull_back(PullBack& to, NodeId node, NodeId gradient);

}  // namespace rda::graph
