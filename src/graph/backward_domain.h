// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "graph/builder.h"
#include "graph/pull_back.h"
#include "rda/graph.h"

namespace rda::graph {

/// The last domain of a graph while it grows as the backward domain of an earlier one: what values
/// the forward domain left, and which gradients its nodes have so far.
class BackwardDomain : public PullBack {
 public:
  BackwardDomain(const Graph& graph, NodeId loss);

  NodeId value(NodeId forward) override;
  bool wants(std::size_t argument) const override { return needs_[arg(argument)]; }
  void give(std::size_t argument, NodeId gradient) override;
  void give_to_taken(NodeId gradient) override;
  void give_to_sequence(NodeId outer) override;
  Builder& build() override { return build_; }
  const Graph& graph() const override { return graph_; }

 protected:
  /// A gradient that an earlier backward domain made.
  struct Made {
    NodeId gradient;
    Order order;  ///< in which this domain takes it
  };

  std::size_t domain() const { return graph_.domains.size() - 1; }
  void begin_domain(std::int64_t steps);

  /// The nodes that are added from here on to complete() belong to a node of the forward domain.
  void work_on(NodeId node);
  void complete();

  /// A state that begins with zeros.
  NodeId zeros(const std::string& name, std::int64_t size) {
    return build_.state(name, name + "0", size, 0);
  }
  /// The sum of all gradients by a node; none: no node gave one.
  NodeId total(NodeId n);

  Graph graph_;
  Builder build_;
  const IdVector<NodeId, bool> needs_;               // of forward nodes
  std::map<NodeId, std::vector<NodeId>> gradients_;  // of forward nodes, in this domain
  std::map<NodeId, std::vector<Made>> later_;        // of forward nodes, for their domains

 private:
  NodeId arg(std::size_t argument) const { return graph_.nodes[node_].args[argument]; }

  std::map<NodeId, NodeId> stashed_;  // by forward node
  NodeId node_;                       // forward node that is worked on
  std::size_t first_ = 0;             // node that was added for it
};

}  // namespace rda::graph
