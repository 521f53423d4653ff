// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "rda/graph.h"

namespace rda::training {

/// The sequence behind a node: what some node makes, read in this order.
struct Sequence {
  NodeId made;
  Order order = Order::same;
};

/// A graph with gradients made ready for a mapping: takes read what makes a sequence, not other
/// takes of it; states that later domains read are made into sequences by an operator that takes 0
/// away; nodes that neither an output nor a gradient by a parameter needs are left out, and so are
/// the sums of the gradients, of which the arguments are told.
class SequenceCopies {
 public:
  explicit SequenceCopies(const Graph& gradients);

  /// What a node by whose items a gradient is added up makes.
  Sequence sequence_of(NodeId node);
  /// Numbers are those of the graph with gradients. To be called before graph().
  void need(NodeId node);
  /// The graph without outputs.
  Graph graph();
  /// The number of a node in graph().
  NodeId number_of(NodeId node) const { return numbers_.at(node); }

 private:
  std::optional<Sequence> through(const Sequence& take) const;
  Sequence source_of(const Node& take) const;
  NodeId as_sequence(NodeId node);
  void add_copies(Graph& made, int domain);
  void add_bias(Graph& made, NodeId bias, int domain);
  NodeId number_in(NodeId node, int domain) const;

  const Graph& graph_;
  std::set<NodeId> needed_, copied_;
  std::map<NodeId, NodeId> numbers_, copies_;
  std::map<std::pair<NodeId, int>, NodeId> biases_;  // of domains that read biases of others
};

}  // namespace rda::training
