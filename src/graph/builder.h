// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "rda/graph.h"

namespace rda::graph {

/// Appends nodes to a graph, each after the nodes that it reads. Functions return the number of the
/// new node.
class Builder {
 public:
  explicit Builder(Graph& graph) : graph_(graph) {}

  int input(const std::string& tensor, std::int64_t size, int scale);
  int state(const std::string& name, const std::string& initial, std::int64_t size, int scale);
  int bias(const std::string& name, std::int64_t size);
  int matvec(const Node& product);  ///< needs name, size, args, tensor, gate, weight_scale
  int sum(const std::string& name, std::vector<int> args);
  int unary(Op op, const std::string& name, int arg);
  int binary(Op op, const std::string& name, int left, int right);

  /// Makes `state` take the value of `node` for the next step. As an operand, `node` gets the scale
  /// of `state`.
  void carry(int state, int node);
  void scale(int node, int scale) { at(node).scale = scale; }

 private:
  int append(Node node);
  Node& at(int node) { return graph_.nodes[static_cast<std::size_t>(node)]; }

  Graph& graph_;
};

}  // namespace rda::graph
