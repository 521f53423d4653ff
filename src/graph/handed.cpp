// SPDX-License-Identifier: Apache-2.0
#include "graph/handed.h"

#include <algorithm>
#include <utility>

namespace rda::graph {
namespace {

std::string sequence_name(const Node& node) { return "sequence." + node.name; }

bool multiplies_as(const Graph& graph, const Node& reader, NodeId arg, NodeId made) {
  return reader.op == Op::matvec && reader.args[0] == arg &&
         (reader.args.size() < 2 || reader.args[1] != arg) &&
         reader.formats.activations == graph.nodes[made].formats.activations &&
         graph.nodes[arg].op != Op::matvec;
}

}  // namespace

const HandedSequence* handed_over_as(const Graph& graph, const std::string& tensor) {
  const auto found = std::ranges::find(graph.handed_over, tensor, &HandedSequence::tensor);
  return found == graph.handed_over.end() ? nullptr : &*found;
}

bool multiplies(const Graph& graph, const Node& reader, NodeId arg) {
  return multiplies_as(graph, reader, arg, arg);
}

bool only_multiplied(const Graph& graph, NodeId take) {
  const NodeId made = graph.nodes[take].args[0];
  return std::ranges::none_of(graph.nodes, [&](const Node& reader) {
    const bool reads = std::ranges::find(reader.args, take) != reader.args.end();
    return reader.initial == take || (reads && !multiplies_as(graph, reader, take, made));
  });
}

HandedSequence handed_sequence(const Graph& graph, NodeId made) {
  const Node& node = graph.nodes[made];
  return {sequence_name(node), graph.steps_of(node),     graph.items_of(node),
          node.size,           node.formats.activations, node.scale};
}

Node handed_input(const Graph& graph, const std::string& name, NodeId made, const Node& reader) {
  const Node& from = graph.nodes[made];
  Node input;
  input.name = name;
  input.op = Op::input;
  input.size = from.size;
  input.tensor = sequence_name(from);
  input.scale = from.scale;
  input.formats = from.formats;
  input.origin.node = input.tensor;
  input.domain = reader.domain;
  input.order = reader.op == Op::take ? reader.order : Order::same;
  input.handed_over = true;
  return input;
}

}  // namespace rda::graph
