// SPDX-License-Identifier: Apache-2.0
#include "workload/layer_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "workload/row_factors.h"

namespace rda::workload {

NodeId leaf(Graph& graph, const Formats& formats, const std::string& name, NodeId node) {
  graph.nodes[node].origin.node = name;
  graph.nodes[node].formats = formats;
  return node;
}

LayerBuilder::LayerBuilder(const Lowering& lowering, const PlacedLayer& placed)
    : lowering_(lowering),
      placed_(placed),
      build_(lowering.graph),
      first_(lowering.graph.nodes.size()),
      prefix_(fmt::format("layer{}.{}", placed.number, lowering.recurrence.prefix)) {}

NodeId LayerBuilder::state(const std::string& what, std::int64_t size) {
  return build_.state(name(what), name(what + "0"), size, what == "h" ? hidden_scale() : 0);
}

void LayerBuilder::carry(NodeId state, NodeId next, const std::string& what) {
  build_.carry(state, next);  // products read `next` with the scale of the state
  if (lowering_.mask.exists())
    build_.carry(state, build_.select(name(what), lowering_.mask, next, state));
}

NodeId LayerBuilder::next_h() const {
  const auto h = std::ranges::find(lowering_.graph.nodes, name("h"), &Node::name);
  return h->next;
}

Values LayerBuilder::parameters(const std::string& what) {
  Values weights;
  for (const Part& part : placed_.parts)
    weights.push_back(build_.bias(name(what + part_suffix(weights.size())), part.size));
  return weights;
}

NodeId LayerBuilder::gather(const std::string& what, NodeId index) {
  Node node;
  node.name = name(what);
  node.size = placed_.rows();
  node.rows = layer().vocabulary;
  node.tensor = name("table");
  if (integers()) node.weight_scale = placed_.scales.input_weights;
  return build_.gather(node, index);
}

NodeId LayerBuilder::product(NodeId operand, const std::string& gate, const std::string& matrix,
                             std::size_t part, std::int64_t size) {
  const bool recurrent = matrix == "U", projects = gate == "h" && layer().projection > 0;
  const Scales& scales = placed_.scales;
  Node node;
  node.name = name(gate + (recurrent ? ".Uh" : ".Wx") + part_suffix(part));
  node.size = size > 0 ? size : projects ? placed_.output() : placed_.rows();
  node.args = {operand};
  node.tensor = name(gate + "." + matrix + part_suffix(part));
  node.gate = name(gate);
  if (integers()) node.weight_scale = recurrent ? scales.recurrent_weights : scales.input_weights;
  return of_gate(gate, build_.matvec(node));
}

std::vector<NodeId> LayerBuilder::products(const Values& x, const std::string& gate,
                                           std::int64_t size) {
  std::vector<NodeId> products;
  for (std::size_t part = 0; part < x.size(); ++part)
    products.push_back(product(x[part], gate, "W", part, size));
  return products;
}

NodeId LayerBuilder::product(const std::string& gate, NodeId operand, const Attended& sequence,
                             bool transposed, std::size_t part) {
  const Graph& graph = lowering_.graph;
  const Node& made = graph.nodes[sequence.node];
  Node node;
  node.name = name(gate + (transposed ? ".Va" : ".Kq") + part_suffix(part));
  node.size = transposed ? made.size : graph.steps_of(made);
  node.args = {operand, sequence.node};
  node.gate = name(gate);
  node.order = sequence.reversed ? Order::reverse : Order::same;
  node.transposed = transposed;
  if (integers()) node.weight_scale = made.scale;
  return of_gate(gate, build_.matvec(node));
}

NodeId LayerBuilder::score(const std::string& gate, NodeId vector,
                           const std::vector<Attended>& keys) {
  Node node;
  node.name = name(gate);
  node.size = lowering_.graph.steps_of(lowering_.graph.nodes[keys.front().node]);
  node.args = {vector};
  for (const Attended& key : keys) {
    node.args.push_back(key.node);
    node.orders.push_back(key.reversed ? Order::reverse : Order::same);
  }
  node.tensor = name(gate + ".w");
  if (integers()) node.weight_scale = placed_.scales.input_weights;
  return of_gate(gate, build_.score(node));
}

NodeId LayerBuilder::gate_sum(const std::string& gate, const std::string& what,
                              std::vector<NodeId> args, const std::string& bias) {
  if (layer().bias && !bias.empty())
    args.push_back(of_gate(gate, build_.bias(name(gate + "." + bias), placed_.rows())));
  const std::string sum = name(gate + "." + what);
  if (std::ranges::any_of(args, [&](NodeId arg) { return has_factors(arg); }))
    return factored_sum(gate, sum, args);
  return of_gate(gate, build_.sum(sum, std::move(args)));
}

bool LayerBuilder::has_factors(NodeId addend) const {
  const Node& node = lowering_.graph.nodes[addend];
  return placed_.scales.rows != RowScales::none && integers() && node.op == Op::matvec &&
         !node.tensor.empty();
}

NodeId LayerBuilder::factored_sum(const std::string& gate, const std::string& sum,
                                  const std::vector<NodeId>& addends) {
  NodeId total;
  for (std::size_t i = 0; i < addends.size(); ++i) {
    NodeId addend = addends[i];
    const std::string so_far = i + 1 < addends.size() ? fmt::format("{}{}", sum, i) : sum;
    if (has_factors(addend)) {
      const Node product = lowering_.graph.nodes[addend];
      const NodeId rows = of_gate(gate, build_.bias(factors_of(product.tensor), product.size));
      const NodeId whole = of_gate(gate, build_.sum(product.name + ".sum", {addend}));
      const std::string scaled = total.exists() ? product.name + ".scaled" : so_far;
      addend = of_gate(gate, build_.binary(Op::mul, scaled, whole, rows));
    }
    total = total.exists() ? of_gate(gate, build_.binary(Op::add, so_far, total, addend)) : addend;
  }
  return total;
}

NodeId LayerBuilder::of_gate(const std::string& gate, NodeId node) {
  lowering_.graph.nodes[node].origin.gate = gate;
  return node;
}

NodeId LayerBuilder::operand(NodeId node) {
  build_.scale(node, hidden_scale());
  return node;
}

NodeId LayerBuilder::scaled_as(NodeId node, NodeId other) {
  build_.scale(node, lowering_.graph.nodes[other].scale);
  return node;
}

void LayerBuilder::complete() {
  for (Node& node : std::span(lowering_.graph.nodes).subspan(first_)) {
    node.origin.layer = placed_.number;
    node.origin.direction = lowering_.recurrence.reversed ? "reverse" : "";
    if (node.origin.gate.empty()) node.origin.node = node.name.substr(prefix_.size());
    node.formats = placed_.formats;
  }
}

Values lower_layer(LayerBuilder& build, const Values& x) {
  switch (build.layer().type) {
    case LayerType::linear:
      return {lower_linear(build, x)};
    case LayerType::softmax:
    case LayerType::log_softmax:
      return lower_softmax(build, x);
    case LayerType::layer_norm:
      return lower_layer_norm(build, x);
    case LayerType::embedding:
      return {lower_embedding(build, x.front())};
    default:
      return {lower_recurrent(build, x)};
  }
}

}  // namespace rda::workload
