// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "rda/graph.h"

namespace rda::graph {

/// Appends nodes to a graph, each after those it reads; every function returns the new node's
/// number.
class Builder {
 public:
  explicit Builder(Graph& graph) : graph_(graph) {}

  int input(const std::string& tensor, std::int64_t size, int scale);
  int state(const std::string& name, const std::string& initial, std::int64_t size, int scale);
  int bias(const std::string& name, std::int64_t size);
  int matvec(const Node& product);  ///< with name, size, args, tensor, gate, weight_scale
  int sum(const std::string& name, std::vector<int> args);
  int unary(Op op, const std::string& name, int arg);
  int binary(Op op, const std::string& name, int left, int right);

  /// From the next step on `state` holds what `node` is now; as an operand it is scaled alike.
  void carry(int state, int node);
  void scale(int node, int scale) { at(node).scale = scale; }

 private:
  int append(Node node);
  Node& at(int node) { return graph_.nodes[static_cast<std::size_t>(node)]; }

  Graph& graph_;
};

}  // namespace rda::graph
