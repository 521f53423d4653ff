// SPDX-License-Identifier: Apache-2.0
#include "graph/spill.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "graph/handed.h"
#include "graph/operators.h"

namespace rda::graph {
namespace {

/// Whether operators read the node element by element, and nothing else does.
bool only_by_elements(const Graph& graph, NodeId take) {
  return std::ranges::none_of(graph.nodes, [&](const Node& reader) {
    if (reader.initial == take) return true;
    if (std::ranges::find(reader.args, take) == reader.args.end()) return false;
    const OpClass of_class = class_of(reader.op);
    return of_class != OpClass::sum && of_class != OpClass::table &&
           of_class != OpClass::element_wise && of_class != OpClass::reduce;
  });
}

/// The buffer of what a layer makes at the same time, and of what no layer makes.
std::string buffer_of(const Node& made) {
  return fmt::format("stash{}.layer{}{}", made.domain, made.origin.layer,
                     made.origin.direction.empty() ? "" : "." + made.origin.direction);
}

/// The sequence of a take, as it lies in off-chip memory.
HandedSequence spilled_sequence(const Graph& graph, NodeId take) {
  HandedSequence sequence = handed_sequence(graph, graph.nodes[take].args[0]);
  sequence.spilled = true;
  if (graph.nodes[take].spilled)
    sequence.beside = buffer_of(graph.nodes[graph.nodes[take].args[0]]);
  if (only_multiplied(graph, take) || sequence.format == Format::fp32) return sequence;
  sequence.tensor += ".fp32";
  sequence.format = Format::fp32;
  sequence.scale = 0;
  return sequence;
}

}  // namespace

bool may_be_spilled(const Graph& graph, NodeId take) {
  const Node& node = graph.nodes[take];
  if (graph.repeat > 1 || node.op != Op::take || node.order == Order::last ||
      graph.is_of_rows(node))
    return false;
  const NodeId made = node.args[0];
  return graph.nodes[made].op != Op::input &&
         !handed_over_as(graph, handed_sequence(graph, made).tensor) &&
         (only_multiplied(graph, take) || only_by_elements(graph, take));
}

std::set<NodeId> spillable(const Graph& graph) {
  std::set<NodeId> takes;
  for (const NodeId n : graph.nodes.ids())
    if (may_be_spilled(graph, n) && only_multiplied(graph, n)) takes.insert(n);
  return takes;
}

std::set<NodeId> spilled_takes(const Graph& graph) {
  std::set<NodeId> takes;
  for (const NodeId n : graph.nodes.ids())
    if (graph.nodes[n].spilled) takes.insert(n);
  return takes;
}

Graph spill(Graph graph, const std::set<NodeId>& takes) {
  for (const NodeId n : takes) {
    const Node take = graph.nodes[n];
    const NodeId made = take.args[0];
    HandedSequence sequence = spilled_sequence(graph, n);
    Node input = handed_input(graph, take.name, made, take);
    input.tensor = sequence.tensor;
    input.formats.activations = sequence.format;
    input.scale = sequence.scale;
    input.origin = take.origin;
    graph.nodes[n] = std::move(input);
    if (handed_over_as(graph, sequence.tensor)) continue;
    graph.outputs.push_back({made, sequence.tensor, true});
    graph.handed_over.push_back(std::move(sequence));
  }
  return graph;
}

}  // namespace rda::graph
