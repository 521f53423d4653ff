// SPDX-License-Identifier: Apache-2.0
#include "graph/backward_domain.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "graph/gradient_needs.h"
#include "graph/operators.h"

namespace rda::graph {

BackwardDomain::BackwardDomain(const Graph& graph, NodeId loss)
    : graph_(graph), build_(graph_), needs_(needs_gradient(graph, loss)) {
  if (graph_.domains.empty()) graph_.domains = {graph_.steps};
}

void BackwardDomain::begin_domain(std::int64_t steps) {
  graph_.domains.push_back(steps);
  stashed_.clear();
}

NodeId BackwardDomain::value(NodeId forward) {
  const Node node = graph_.nodes[forward];
  if (node.op == Op::constant || node.op == Op::bias) return forward;
  const auto [stashed, is_new] = stashed_.try_emplace(forward);
  if (is_new) stashed->second = build_.take(node.name + ".stashed", forward, Order::reverse);
  return stashed->second;
}

void BackwardDomain::give(std::size_t argument, NodeId gradient) {
  const NodeId to = arg(argument);
  if (!needs_[to]) return;
  const std::string name = fmt::format("{}.gradient.to{}", graph_.nodes[node_].name, argument);
  const std::int64_t size = graph_.nodes[to].size, given = graph_.nodes[gradient].size;
  if (given > size) gradient = build_.unary(Op::reduce_sum, name, gradient);
  if (given < size) gradient = build_.spread(name, gradient, size);
  gradients_[to].push_back(gradient);
}

void BackwardDomain::give_to_taken(NodeId gradient) {
  const Node take = graph_.nodes[node_];
  if (take.order == Order::last && graph_.steps_of(take) > 1) {
    const NodeId so_far = zeros(take.name + ".gradient.so_far", take.size);
    const NodeId total = build_.binary(Op::add, take.name + ".gradient.total", so_far, gradient);
    build_.carry(so_far, total);
    gradient = total;
  }
  later_[take.args[0]].push_back({gradient, take.order});
}

void BackwardDomain::give_to_sequence(NodeId outer) {
  const Node product = graph_.nodes[node_];  // row 0 is the step that its backward domain has last
  const Order order = product.order == Order::same ? Order::reverse : Order::same;
  later_[product.args[1]].push_back({outer, order});
}

void BackwardDomain::work_on(NodeId node) {
  node_ = node;
  first_ = graph_.nodes.size();
}

void BackwardDomain::complete() {
  const Node about = graph_.nodes[node_];
  for (Node& node : std::span(graph_.nodes).subspan(first_)) {
    node.formats = about.formats;
    node.origin = about.origin;
    node.origin.node = node.name;
  }
}

NodeId BackwardDomain::total(NodeId n) {
  const std::vector<NodeId> all = std::exchange(gradients_[n], {});
  if (all.empty()) return {};
  const std::string name = fmt::format("{}.gradient{}", graph_.nodes[n].name, domain());
  const auto is_product = [&](NodeId one) {
    return class_of(graph_.nodes[one].op) == OpClass::product;
  };
  if (std::ranges::any_of(all, is_product)) return build_.sum(name, all);
  NodeId so_far = all.front();
  for (std::size_t i = 1; i < all.size(); ++i)
    so_far = build_.binary(Op::add, i + 1 < all.size() ? fmt::format("{}.of{}", name, i) : name,
                           so_far, all[i]);
  return so_far;
}

}  // namespace rda::graph
