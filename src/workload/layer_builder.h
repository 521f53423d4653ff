// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "graph/builder.h"
#include "rda/graph.h"
#include "workload/layers.h"

namespace rda::workload {

/// The parts of a value, one node each.
using Values = std::vector<NodeId>;

/// A part of a sequence that attention reads.
struct Attended {
  NodeId node;
  bool reversed = false;  ///< the last step was made first
};

/// Where the nodes of a layer go, and what they need besides the layer.
struct Lowering {
  const Workload& workload;
  const Recurrence& recurrence;
  NodeId mask;  ///< input that is 1 in the steps that a sequence has; none: it has all
  Graph& graph;
};

/// Gives a node that belongs to no layer its origin and formats.
NodeId leaf(Graph& graph, const Formats& formats, const std::string& name, NodeId node);

/// Formats of an index: fp32 has the whole numbers up to 2^24.
inline constexpr Formats kIndexFormats{Format::fp32, Format::fp32, Format::fp32, Format::fp32};

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
  /// Weights of one element for each element of each part of the input.
  Values parameters(const std::string& what);

  /// What an earlier domain makes.
  NodeId take(const std::string& what, NodeId node, Order order) {
    return build_.take(name(what), node, order);
  }
  bool is_input(NodeId node) const { return lowering_.graph.nodes[node].op == Op::input; }
  bool is_read_in_reverse(NodeId node) const {
    const Node& read = lowering_.graph.nodes[node];
    return read.op == Op::take && read.order == Order::reverse;
  }
  std::int64_t size_of(NodeId node) const { return lowering_.graph.nodes[node].size; }

  NodeId input(const std::string& what, std::int64_t size) {
    return build_.input(name(what), size, input_scale());
  }
  NodeId select(const std::string& what, NodeId condition, NodeId then, NodeId otherwise) {
    return build_.select(name(what), condition, then, otherwise);
  }
  NodeId state(const std::string& what, std::int64_t size);
  /// Makes `state` take `next`, or, behind the end of a sequence, stay as it is.
  void carry(NodeId state, NodeId next, const std::string& what);
  /// The node whose value a state takes.
  NodeId next_of(NodeId state) const { return lowering_.graph.nodes[state].next; }
  /// That of h.
  NodeId next_h() const;

  /// The row of the layer's table that the index names.
  NodeId gather(const std::string& what, NodeId index);

  /// A product with weights "<gate>.<matrix>"; those called U are recurrent.
  /// @param part  of the operand, whose columns of the weights are a tensor of their own
  NodeId product(NodeId operand, const std::string& gate, const std::string& matrix,
                 std::size_t part = 0, std::int64_t size = 0);
  /// The products of all parts of x with weights "<gate>.W".
  /// @param size  their rows; 0: those of the layer
  std::vector<NodeId> products(const Values& x, const std::string& gate, std::int64_t size = 0);
  /// A product with a sequence, whose steps are the rows of its weights or, transposed, the
  /// columns.
  NodeId product(const std::string& gate, NodeId operand, const Attended& sequence, bool transposed,
                 std::size_t part = 0);
  /// The comparison of a vector with each step of sequences, with weights "<gate>.w".
  NodeId score(const std::string& gate, NodeId vector, const std::vector<Attended>& keys);
  /// The sum of products and, unless the layer has no biases or the name is empty, a bias. Products
  /// whose rows have factors are multiplied by them first.
  NodeId gate_sum(const std::string& gate, const std::string& what, std::vector<NodeId> args,
                  const std::string& bias);
  /// Sets the gate of a node's origin.
  NodeId of_gate(const std::string& gate, NodeId node);
  /// A value that products read has the scale of h.
  NodeId operand(NodeId node);
  /// Gives a node the scale of another one.
  NodeId scaled_as(NodeId node, NodeId other);

  /// Gives the nodes since the construction their origin and formats.
  void complete();

 private:
  /// The scale of what the layer makes, for those that read it as int8.
  int hidden_scale() const { return placed_.scaled ? placed_.scales.hidden : 0; }
  int input_scale() const { return placed_.scaled ? placed_.scales.input : 0; }
  std::string name(const std::string& what) const { return prefix_ + what; }

  bool integers() const { return placed_.formats.weights == Format::int8; }
  /// Whether an addend of a sum is a product whose rows have factors.
  bool has_factors(NodeId addend) const;
  NodeId factored_sum(const std::string& gate, const std::string& sum,
                      const std::vector<NodeId>& addends);

  const Lowering& lowering_;
  const PlacedLayer& placed_;
  graph::Builder build_;
  const std::size_t first_;   // number of the layer's first node
  const std::string prefix_;  // of names
};

/// Lower the layer to the nodes of one step. The order of element-wise operators affects the
/// rounding of results.
/// @return the node of its output; of a layer that works element by element, one for each part
NodeId lower_recurrent(LayerBuilder& build, const Values& x);
NodeId lower_linear(LayerBuilder& build, const Values& x);
NodeId lower_embedding(LayerBuilder& build, NodeId index);
Values lower_softmax(LayerBuilder& build, const Values& x);  ///< or log-softmax
Values lower_layer_norm(LayerBuilder& build, const Values& x);
/// Lowers any of these, by its type.
Values lower_layer(LayerBuilder& build, const Values& x);

/// What additive attention compares with a query: a product with each part of the sequence, in the
/// domain of the sequence.
std::vector<Attended> lower_keys(LayerBuilder& build, const std::vector<Attended>& sequence);
/// @param keys  those of additive attention
/// @return the context, one node for each part of the sequence
Values lower_attention(LayerBuilder& build, const Values& query,
                       const std::vector<Attended>& sequence, const std::vector<Attended>& keys);

/// Σ x over the steps so far that the sequence has; their number; x in the last of them.
NodeId lower_total(LayerBuilder& build, NodeId x, const std::string& suffix);
NodeId lower_count(LayerBuilder& build);
NodeId lower_kept(LayerBuilder& build, NodeId x, const std::string& suffix);
/// x as elements that a unit makes.
NodeId lower_copy(LayerBuilder& build, NodeId x, const std::string& suffix);
/// The totals divided by `count`, or, without it, by `steps`.
Values lower_mean(LayerBuilder& build, const Values& totals, NodeId count, std::int64_t steps);

}  // namespace rda::workload
