// SPDX-License-Identifier: Apache-2.0
#include "graph/builder.h"

#include <utility>

namespace rda::graph {

int Builder::append(Node node) {
  graph_.nodes.push_back(std::move(node));
  return static_cast<int>(graph_.nodes.size()) - 1;
}

int Builder::input(const std::string& tensor, std::int64_t size, int scale) {
  Node node;
  node.name = node.tensor = tensor;
  node.op = Op::input;
  node.size = size;
  node.scale = scale;
  return append(std::move(node));
}

int Builder::state(const std::string& name, const std::string& initial, std::int64_t size,
                   int scale) {
  Node node;
  node.name = name;
  node.op = Op::state;
  node.size = size;
  node.tensor = initial;
  node.scale = scale;
  return append(std::move(node));
}

int Builder::bias(const std::string& name, std::int64_t size) {
  Node node;
  node.name = node.tensor = name;
  node.op = Op::bias;
  node.size = size;
  return append(std::move(node));
}

int Builder::matvec(const Node& product) {
  Node node = product;
  node.op = Op::matvec;
  return append(std::move(node));
}

int Builder::sum(const std::string& name, std::vector<int> args) {
  Node node;
  node.name = name;
  node.op = Op::sum;
  node.size = at(args.front()).size;
  node.args = std::move(args);
  return append(std::move(node));
}

int Builder::unary(Op op, const std::string& name, int arg) {
  Node node;
  node.name = name;
  node.op = op;
  node.size = at(arg).size;
  node.args = {arg};
  return append(std::move(node));
}

int Builder::binary(Op op, const std::string& name, int left, int right) {
  Node node;
  node.name = name;
  node.op = op;
  node.size = at(left).size;
  node.args = {left, right};
  return append(std::move(node));
}

void Builder::carry(int state, int node) {
  at(state).next = node;
  at(node).scale = at(state).scale;
}

}  // namespace rda::graph
