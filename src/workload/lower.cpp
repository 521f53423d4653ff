// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "graph/builder.h"
#include "rda/graph.h"
#include "rda/workload.h"
#include "workload/layer_builder.h"
#include "workload/layers.h"
#include "workload/tensors.h"

namespace rda {
namespace workload {
namespace {

NodeId made_of(LayerBuilder& build, NodeId x) {
  switch (build.layer().type) {
    case LayerType::linear:
      return lower_linear(build, x);
    case LayerType::softmax:
    case LayerType::log_softmax:
      return lower_softmax(build, x);
    case LayerType::layer_norm:
      return lower_layer_norm(build, x);
    default:
      return lower_recurrent(build, x);
  }
}

/// Adds a layer that reads x. @return the node of its output
NodeId add(const Lowering& lowering, const PlacedLayer& placed, NodeId x) {
  LayerBuilder build(lowering, placed);
  NodeId output = made_of(build, x);
  if (placed.layer.residual) output = build.operand(build.binary(Op::add, "residual", output, x));
  build.complete();
  return output;
}

/// y, and 0 in the steps that a sequence does not have.
NodeId masked(const Recurrence& recurrence, NodeId mask, NodeId y, Graph& graph) {
  graph::Builder build(graph);
  const Node& made = graph.nodes[y];
  const Origin origin = made.origin;
  const Formats formats = made.formats;
  const int scale = made.scale;
  const NodeId zero = build.constant(recurrence.prefix + "zero", 0);
  const NodeId result = build.select(recurrence.prefix + "masked", mask, y, zero);
  for (const NodeId node : {zero, result}) {
    graph.nodes[node].origin = origin;
    graph.nodes[node].origin.node = "masked";
    graph.nodes[node].formats = formats;
  }
  build.scale(result, scale);
  return result;
}

/// Lowers all layers of a recurrence. @return the output of the last layer
Output add(const Workload& workload, const Recurrence& recurrence,
           const std::vector<PlacedLayer>& layers, NodeId mask, Graph& graph) {
  graph::Builder build(graph);
  const Formats& formats = layers.front().formats;
  const bool integers = formats.weights == Format::int8;
  NodeId x = build.input(recurrence.x, layers.front().input, integers ? workload.scales.input : 0);
  graph.nodes[x].origin.node = recurrence.x;
  graph.nodes[x].formats = formats;
  const Lowering lowering{workload, recurrence, mask, graph};
  for (const PlacedLayer& placed : layers) x = add(lowering, placed, x);
  if (mask.exists()) x = masked(recurrence, mask, x, graph);
  return {x, recurrence.y};
}

}  // namespace
}  // namespace workload

Graph lower(const Workload& workload) {
  const std::vector<workload::PlacedLayer> layers = workload::layers_of(workload);
  Graph graph;
  graph.name = workload.name;
  for (const auto& placed : layers) graph.layers.emplace_back(word(placed.layer.type));
  graph.steps = workload.steps;
  graph.batch = workload.batch;
  NodeId mask;
  if (!workload.lengths.empty()) {
    mask = graph::Builder(graph).input("mask", 1, 0);
    graph.nodes[mask].origin.node = "mask";
    graph.nodes[mask].formats = layers.front().formats;
  }
  for (const auto& recurrence : workload::recurrences(workload::direction_of(workload)))
    graph.outputs.push_back(workload::add(workload, recurrence, layers, mask, graph));
  check(graph);
  return graph;
}

}  // namespace rda
