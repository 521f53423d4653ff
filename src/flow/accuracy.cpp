// SPDX-License-Identifier: Apache-2.0
#include "flow/accuracy.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <span>
#include <string>

#include "base/statistics.h"

namespace rda::flow {
namespace {

/// The takes with which states begin that no product multiplies, the c of an LSTM: these states are
/// never rounded to the format of activations.
std::set<NodeId> takes_of_unrounded_states(const Graph& graph) {
  std::set<NodeId> takes;
  for (const NodeId state : graph.nodes.ids()) {
    const bool is_multiplied = std::ranges::any_of(graph.nodes, [&](const Node& reader) {
      return reader.op == Op::matvec && reader.args[0] == state;
    });
    if (graph.nodes[state].initial.exists() && !is_multiplied)
      takes.insert(graph.nodes[state].initial);
  }
  return takes;
}

/// By layer: the nodes that other layers read, or, of the last one, that leave the chip.
std::map<int, std::vector<NodeId>> made_by_layers(const Graph& graph) {
  std::map<int, std::vector<NodeId>> made;
  const std::set<NodeId> unrounded = takes_of_unrounded_states(graph);
  for (const NodeId number : graph.nodes.ids())
    for (const NodeId arg : graph.nodes[number].args) {
      const Node &reader = graph.nodes[number], &read = graph.nodes[arg];
      const bool crosses = read.origin.layer >= 0 && reader.origin.layer != read.origin.layer;
      if (!crosses || read.op == Op::input || unrounded.contains(number)) continue;
      std::vector<NodeId>& nodes = made[read.origin.layer];
      if (std::ranges::find(nodes, arg) == nodes.end()) nodes.push_back(arg);
    }
  std::vector<NodeId>& last = made[static_cast<int>(graph.layers.size()) - 1];
  last.clear();
  for (const Output& output : graph.outputs) last.push_back(output.node);
  return made;
}

/// A node may be shown of two layers: `last` passes on what a layer made.
std::string name_of(int layer, NodeId node) {
  return fmt::format("made.{}.{}", layer, node.number());
}

/// The graph with these nodes as its outputs.
Graph showing(Graph graph, const std::map<int, std::vector<NodeId>>& made) {
  graph.outputs.clear();
  for (const auto& [layer, nodes] : made)
    for (const NodeId node : nodes) graph.outputs.push_back({node, name_of(layer, node)});
  return graph;
}

/// Adds the values of one node, in rows of `size` elements.
void add_rows(LayerAccuracy& accuracy, std::span<const double> chip, std::span<const double> exact,
              std::size_t size) {
  for (std::size_t i = 0; i < exact.size(); ++i) {
    const double error = chip[i] - exact[i];
    accuracy.signal += exact[i] * exact[i];
    accuracy.noise += error * error;
    accuracy.max_abs_error = std::max(accuracy.max_abs_error, std::abs(error));
  }
  for (std::size_t first = 0; first + size <= exact.size(); first += size) {
    const auto place = [&](std::span<const double> values) {
      const auto row = values.subspan(first, size);
      return std::ranges::max_element(row) - row.begin();
    };
    ++accuracy.rows;
    accuracy.same_largest += place(chip) == place(exact);
  }
  accuracy.values += std::ssize(exact);
}

}  // namespace

double LayerAccuracy::decibels() const { return rda::decibels(signal, noise); }

std::vector<LayerAccuracy> layer_accuracy(const Graph& graph, const Tensors& tensors,
                                          const ReductionOrder& order, std::int64_t steps) {
  const std::map<int, std::vector<NodeId>> made = made_by_layers(graph);
  const Graph shown = showing(graph, made);
  const auto chip = evaluate_chip(shown, tensors, order, steps);
  const auto exact = evaluate_exact(shown, tensors, steps);
  std::vector<LayerAccuracy> all;
  for (const auto& [layer, nodes] : made) {
    LayerAccuracy accuracy{.layer = layer, .formats = graph.nodes[nodes.front()].formats};
    for (const NodeId node : nodes) {
      const std::string name = name_of(layer, node);
      add_rows(accuracy, chip.at(name), exact.at(name),
               static_cast<std::size_t>(graph.nodes[node].size));
    }
    all.push_back(accuracy);
  }
  return all;
}

}  // namespace rda::flow
