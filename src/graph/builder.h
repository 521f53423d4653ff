// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "rda/graph.h"

namespace rda::graph {

/// Appends nodes to the last domain of a graph, each after the nodes that it reads. Functions
/// return the number of the new node.
class Builder {
 public:
  explicit Builder(Graph& graph) : graph_(graph) {}

  NodeId input(const std::string& tensor, std::int64_t size, int scale);
  NodeId state(const std::string& name, const std::string& initial, std::int64_t size, int scale);
  NodeId take(const std::string& name, NodeId node, Order order);
  NodeId bias(const std::string& name, std::int64_t size);
  NodeId matvec(const Node& product);  ///< needs name, size, args, tensor, gate, weight_scale
  NodeId score(const Node& comparison);
  NodeId sum(const std::string& name, std::vector<NodeId> args);
  NodeId unary(Op op, const std::string& name, NodeId arg);
  NodeId binary(Op op, const std::string& name, NodeId left, NodeId right);
  NodeId select(const std::string& name, NodeId condition, NodeId then, NodeId otherwise);
  NodeId constant(const std::string& name, double value);
  /// A value of one element, as many times as are needed.
  NodeId spread(const std::string& name, NodeId one, std::int64_t size);
  NodeId round(const Node& rounded, NodeId arg);  ///< needs name; formats, stochastic
  /// The sums over all steps of a, of a·bᵀ, and of b in row a of a table; see Node::tensor.
  NodeId accumulate(const std::string& name, const std::string& tensor, NodeId a);
  NodeId outer(const std::string& name, const std::string& tensor, NodeId a, NodeId b);
  NodeId scatter(const Node& table, NodeId a, NodeId b);  ///< needs name, rows, tensor
  NodeId gather(const Node& table, NodeId index);  ///< needs name, size, rows, tensor, weight_scale

  /// Makes `state` take the value of `node` for the next step. As an operand, `node` gets the scale
  /// of `state`.
  void carry(NodeId state, NodeId node);
  void scale(NodeId node, int scale) { graph_.nodes[node].scale = scale; }

 private:
  NodeId add(Node node);

  Graph& graph_;
};

}  // namespace rda::graph
