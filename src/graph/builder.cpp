// SPDX-License-Identifier: Apache-2.0
#include "graph/builder.h"

#include <algorithm>
#include <utility>

#include "graph/operators.h"

namespace rda::graph {

NodeId Builder::add(Node node) {
  node.domain = std::max(0, static_cast<int>(graph_.domains.size()) - 1);
  return graph_.nodes.add(std::move(node));
}

NodeId Builder::take(const std::string& name, NodeId taken, Order order) {
  Node node;
  node.name = name;
  node.op = Op::take;
  node.size = graph_.nodes[taken].size;
  node.args = {taken};
  node.order = order;
  node.scale = graph_.nodes[taken].scale;
  return add(std::move(node));
}

NodeId Builder::input(const std::string& tensor, std::int64_t size, int scale) {
  Node node;
  node.name = node.tensor = tensor;
  node.op = Op::input;
  node.size = size;
  node.scale = scale;
  return add(std::move(node));
}

NodeId Builder::state(const std::string& name, const std::string& initial, std::int64_t size,
                      int scale) {
  Node node;
  node.name = name;
  node.op = Op::state;
  node.size = size;
  node.tensor = initial;
  node.scale = scale;
  return add(std::move(node));
}

NodeId Builder::bias(const std::string& name, std::int64_t size) {
  Node node;
  node.name = node.tensor = name;
  node.op = Op::bias;
  node.size = size;
  return add(std::move(node));
}

NodeId Builder::matvec(const Node& product) {
  Node node = product;
  node.op = Op::matvec;
  return add(std::move(node));
}

NodeId Builder::score(const Node& comparison) {
  Node node = comparison;
  node.op = Op::score;
  return add(std::move(node));
}

NodeId Builder::sum(const std::string& name, std::vector<NodeId> args) {
  Node node;
  node.name = name;
  node.op = Op::sum;
  node.size = graph_.nodes[args.front()].size;
  node.args = std::move(args);
  return add(std::move(node));
}

NodeId Builder::unary(Op op, const std::string& name, NodeId arg) {
  Node node;
  node.name = name;
  node.op = op;
  node.size = class_of(op) == OpClass::reduce ? 1 : graph_.nodes[arg].size;
  node.args = {arg};
  return add(std::move(node));
}

NodeId Builder::binary(Op op, const std::string& name, NodeId left, NodeId right) {
  Node node;
  node.name = name;
  node.op = op;
  node.size = std::max(graph_.nodes[left].size, graph_.nodes[right].size);
  node.args = {left, right};
  return add(std::move(node));
}

NodeId Builder::select(const std::string& name, NodeId condition, NodeId then, NodeId otherwise) {
  Node node;
  node.name = name;
  node.op = Op::select;
  node.size = std::max(
      {graph_.nodes[condition].size, graph_.nodes[then].size, graph_.nodes[otherwise].size});
  node.args = {condition, then, otherwise};
  return add(std::move(node));
}

NodeId Builder::constant(const std::string& name, double value) {
  Node node;
  node.name = name;
  node.op = Op::constant;
  node.size = 1;
  node.value = value;
  return add(std::move(node));
}

NodeId Builder::spread(const std::string& name, NodeId one, std::int64_t size) {
  Node node;
  node.name = name;
  node.op = Op::add;
  node.size = size;
  node.args = {one, constant(name + ".zero", 0)};
  return add(std::move(node));
}

NodeId Builder::round(const Node& rounded, NodeId arg) {
  Node node = rounded;
  node.op = Op::round;
  node.size = graph_.nodes[arg].size;
  node.args = {arg};
  return add(std::move(node));
}

NodeId Builder::accumulate(const std::string& name, const std::string& tensor, NodeId a) {
  Node node;
  node.name = name;
  node.op = Op::accumulate;
  node.size = graph_.nodes[a].size;
  node.args = {a};
  node.tensor = tensor;
  return add(std::move(node));
}

NodeId Builder::outer(const std::string& name, const std::string& tensor, NodeId a, NodeId b) {
  Node node;
  node.name = name;
  node.op = Op::outer;
  node.size = graph_.nodes[b].size;
  node.rows = graph_.nodes[a].size;
  node.args = {a, b};
  node.tensor = tensor;
  return add(std::move(node));
}

NodeId Builder::scatter(const Node& table, NodeId a, NodeId b) {
  Node node = table;
  node.op = Op::scatter;
  node.size = graph_.nodes[b].size;
  node.args = {a, b};
  return add(std::move(node));
}

NodeId Builder::gather(const Node& table, NodeId index) {
  Node node = table;
  node.op = Op::gather;
  node.args = {index};
  return add(std::move(node));
}

void Builder::carry(NodeId state, NodeId node) {
  graph_.nodes[state].next = node;
  graph_.nodes[node].scale = graph_.nodes[state].scale;
}

}  // namespace rda::graph
