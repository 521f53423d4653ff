// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "graph/builder.h"
#include "rda/graph.h"
#include "workload/layers.h"
#include "workload/tensors.h"

namespace rda::workload {

/// Where the nodes of a layer go, and what they need besides the layer.
struct Lowering {
  const Workload& workload;
  const Recurrence& recurrence;
  NodeId mask;  ///< input that is 1 in the steps that a sequence has; none: it has all
  Graph& graph;
};

/// Appends the nodes of a layer to a graph, with the layer's names, origins, formats and scales.
class LayerBuilder {
 public:
  LayerBuilder(const Lowering& lowering, const PlacedLayer& placed);

  const PlacedLayer& placed() const { return placed_; }
  const Layer& layer() const { return placed_.layer; }

  NodeId unary(Op op, const std::string& what, NodeId arg) {
    return build_.unary(op, name(what), arg);
  }
  NodeId binary(Op op, const std::string& what, NodeId left, NodeId right) {
    return build_.binary(op, name(what), left, right);
  }
  NodeId constant(const std::string& what, double value) {
    return build_.constant(name(what), value);
  }
  /// Weights of one element for each row.
  NodeId parameter(const std::string& what) { return build_.bias(name(what), placed_.rows()); }

  NodeId state(const std::string& what, std::int64_t size);
  /// Makes `state` take `next`, or, behind the end of a sequence, stay as it is.
  void carry(NodeId state, NodeId next, const std::string& what);

  /// A product with weights "<gate>.<matrix>"; those called U are recurrent.
  NodeId product(NodeId operand, const std::string& gate, const std::string& matrix);
  /// The sum of products and, unless the layer has no biases or the name is empty, a bias.
  NodeId gate_sum(const std::string& gate, const std::string& what, std::vector<NodeId> args,
                  const std::string& bias);
  /// Sets the gate of a node's origin.
  NodeId of_gate(const std::string& gate, NodeId node);
  /// A value that products read has the scale of h.
  NodeId operand(NodeId node);

  /// Gives the nodes since the construction their origin and formats.
  void complete();

 private:
  int hidden_scale() const { return integers_ ? lowering_.workload.scales.hidden : 0; }
  std::string name(const std::string& what) const { return prefix_ + what; }

  const Lowering& lowering_;
  const PlacedLayer& placed_;
  graph::Builder build_;
  const std::size_t first_;   // number of the layer's first node
  const bool integers_;       // int8: scales are used
  const std::string prefix_;  // of names
};

/// Lower the layer to the nodes of one step. The order of element-wise operators affects the
/// rounding of results. @return the node of its output
NodeId lower_recurrent(LayerBuilder& build, NodeId x);
NodeId lower_linear(LayerBuilder& build, NodeId x);
NodeId lower_softmax(LayerBuilder& build, NodeId x);  ///< or log-softmax
NodeId lower_layer_norm(LayerBuilder& build, NodeId x);

}  // namespace rda::workload
