// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "mapper/builder.h"
#include "mapper/levels.h"
#include "mapping/index.h"
#include "rda/chip.h"
#include "rda/graph.h"
#include "rda/map.h"

// Initializers that name a few fields leave out the others on purpose.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

namespace rda::mapper {

/// Builds the graphs of cells without the workload module, which the mapper does not know. The
/// order of elements is that of the workload's lowering; names of nodes may differ from it.
class CellGraph {
 public:
  CellGraph(const std::string& cell, std::int64_t input, std::int64_t hidden, int layers = 1)
      : hidden_(hidden) {
    graph_.name = cell;
    const std::string kind = cell.substr(0, cell.find('_'));
    graph_.layers.assign(static_cast<std::size_t>(layers), kind);
    graph_.steps = 3;
    NodeId x = add({.name = "x", .op = Op::input, .size = input, .tensor = "x"});
    for (int layer = 0; layer < layers; ++layer) {
      prefix_ = "layer" + std::to_string(layer) + ".";
      const NodeId h = state("h");
      const NodeId next = kind == "lstm"         ? lstm(x, h)
                          : cell == "gru_before" ? gru(x, h, true)
                          : kind == "gru"        ? gru(x, h, false)
                                                 : unary(Op::tanh, "h.next", gate(x, h, "h"));
      graph_.nodes[h].next = next;
      x = next;
    }
    graph_.outputs = {{x, "y"}};
    check(graph_);
  }
  Graph& operator*() { return graph_; }

 private:
  NodeId add(Node node) { return graph_.nodes.add(std::move(node)); }
  NodeId op(Op op, const std::string& name, std::vector<NodeId> args) {
    return add({.name = prefix_ + name, .op = op, .size = hidden_, .args = std::move(args)});
  }
  NodeId unary(Op o, const std::string& name, NodeId a) { return op(o, name, {a}); }
  NodeId state(const std::string& name) {
    return add(
        {.name = prefix_ + name, .op = Op::state, .size = hidden_, .tensor = prefix_ + name + "0"});
  }
  NodeId bias(const std::string& name) {
    return add({.name = prefix_ + name, .op = Op::bias, .size = hidden_, .tensor = prefix_ + name});
  }
  NodeId product(NodeId operand, const std::string& gate, const std::string& matrix) {
    return add({.name = prefix_ + gate + "." + matrix + "product",
                .op = Op::matvec,
                .size = hidden_,
                .args = {operand},
                .tensor = prefix_ + gate + "." + matrix,
                .gate = prefix_ + gate});
  }
  NodeId gate(NodeId x, NodeId h, const std::string& name) {
    const NodeId wx = product(x, name, "W"), uh = product(h, name, "U");
    return op(Op::sum, name + ".sum", {wx, uh, bias(name + ".b")});
  }
  NodeId lstm(NodeId x, NodeId h) {
    const NodeId c = state("c");
    const NodeId i = unary(Op::sigmoid, "i", gate(x, h, "i"));
    const NodeId f = unary(Op::sigmoid, "f", gate(x, h, "f"));
    const NodeId g = unary(Op::tanh, "g", gate(x, h, "g"));
    const NodeId o = unary(Op::sigmoid, "o", gate(x, h, "o"));
    const NodeId kept = op(Op::mul, "c.kept", {f, c});
    const NodeId added = op(Op::mul, "c.added", {i, g});
    const NodeId next = op(Op::add, "c.next", {kept, added});
    graph_.nodes[c].next = next;
    return op(Op::mul, "h.next", {o, unary(Op::tanh, "c.tanh", next)});
  }
  NodeId gru(NodeId x, NodeId h, bool before) {
    const NodeId r = unary(Op::sigmoid, "r", gate(x, h, "r"));
    const NodeId z = unary(Op::sigmoid, "z", gate(x, h, "z"));
    const NodeId n =
        unary(Op::tanh, "n",
              before ? gate(x, op(Op::mul, "h.reset", {r, h}), "n") : reset_after(x, h, r));
    const NodeId kept = op(Op::mul, "h.kept", {z, op(Op::sub, "h.difference", {h, n})});
    return op(Op::add, "h.next", {n, kept});
  }
  NodeId reset_after(NodeId x, NodeId h, NodeId r) {
    const NodeId from_x = op(Op::sum, "n.x", {product(x, "n", "W"), bias("n.bw")});
    const NodeId from_h = op(Op::sum, "n.h", {product(h, "n", "U"), bias("n.bu")});
    return op(Op::add, "n.sum", {from_x, op(Op::mul, "n.reset", {r, from_h})});
  }

  std::int64_t hidden_;
  std::string prefix_;
  Graph graph_;
};

inline Graph cell(const std::string& name, std::int64_t input, std::int64_t hidden,
                  int layers = 1) {
  return *CellGraph(name, input, hidden, layers);
}

/// The node of this name.
inline NodeId node_of(const Graph& graph, const std::string& name) {
  const auto node = std::ranges::find(graph.nodes, name, &Node::name);
  if (node == graph.nodes.end()) throw std::out_of_range(name);
  return NodeId(node - graph.nodes.begin());
}

inline Chip shipped_chip(const std::string& name, std::vector<Override> overrides = {}) {
  return load_chip(RDA_SOURCE_DIR "/configs/" + name + ".json", overrides);
}

/// An LSTM of 64 and the sum of a linear layer of `size`, "head.sum", that reads its h.
inline Graph with_head(std::int64_t size) {
  Graph graph = cell("lstm", 64, 64);
  const NodeId product = graph.nodes.add({.name = "head.Wx",
                                          .op = Op::matvec,
                                          .size = size,
                                          .args = {graph.outputs.front().node},
                                          .tensor = "head.W",
                                          .gate = "head",
                                          .origin = {.layer = 1}});
  const NodeId sum =
      graph.nodes.add({.name = "head.sum", .op = Op::sum, .size = size, .args = {product}});
  graph.layers = {"lstm", "linear"};
  graph.outputs = {{sum, "y"}};
  check(graph);
  return graph;
}

/// Units whose name has `part`.
inline std::vector<const Unit*> units(const Mapping& mapping, const std::string& part) {
  std::vector<const Unit*> found;
  for (const Unit& unit : mapping.units)
    if (unit.name.find(part) != std::string::npos) found.push_back(&unit);
  return found;
}

inline int count(const Mapping& mapping, const std::string& part) {
  return static_cast<int>(units(mapping, part).size());
}

/// A PCU's program, what it multiplies as a dot unit, and a PMU's two programs.
inline const Program& program(const Unit& unit) { return unit.programs.at(0); }
inline const DotProduct& dot(const Unit& unit) { return std::get<DotProduct>(program(unit).work); }
inline const Program& read(const Unit& unit) { return *mapping::read_program(unit); }
inline const Program& write(const Unit& unit) { return *mapping::write_program(unit); }
/// The extents of a program's loops.
using Loops = std::vector<std::int64_t>;
inline const Loops& loops(const Program& program) { return program.space.extents; }

/// Expects that each element of every W and U lies in exactly one weight PMU.
inline void expect_weights_once(const Graph& graph, const Mapping& mapping) {
  std::map<std::string, std::vector<int>> seen;
  std::map<std::string, std::int64_t> columns;
  for (const Node& node : graph.nodes)
    if (node.op == Op::matvec) {
      columns[node.tensor] = graph.nodes[node.args[0]].size;
      seen[node.tensor].assign(static_cast<std::size_t>(node.size * columns[node.tensor]), 0);
    }
  for (const Unit& unit : mapping.units)
    for (const Buffer& buffer : unit.buffers)
      for (const Content& c : buffer.contents)
        for (std::int64_t r = 0; seen.contains(c.tensor) && r < c.rows; ++r)
          for (std::int64_t k = 0; k < c.cols; ++k)
            ++seen[c.tensor].at(static_cast<std::size_t>(
                (c.first_row + r * c.row_step) * columns[c.tensor] + c.first_col + k * c.col_step));
  for (const auto& [tensor, times] : seen)
    EXPECT_EQ(std::ranges::count(times, 1), std::ssize(times)) << tensor;
}

}  // namespace rda::mapper
