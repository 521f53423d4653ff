// SPDX-License-Identifier: Apache-2.0
#include "graph/recompute.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "graph/operators.h"

namespace rda::graph {
namespace {

/// Whether the node makes its first argument, bit for bit: x − 0.
bool is_copy(const Graph& graph, const Node& node) {
  return node.op == Op::sub && graph.nodes[node.args[1]].op == Op::constant &&
         graph.nodes[node.args[1]].value == 0;
}

class Recomputation {
 public:
  Recomputation(const Graph& graph, const std::set<NodeId>& takes) : graph_(graph), made_(graph) {
    for (const NodeId take : takes) {
      const NodeId value = graph.nodes[take].args[0];
      taken_.try_emplace(key_of(take, value), take);
      if (is_copy(graph, graph.nodes[value]))
        taken_.try_emplace(key_of(take, graph.nodes[value].args[0]), take);
    }
    for (const NodeId take : takes)
      if (is_made_again(take)) again_.insert(take);
  }

  Graph run() {
    made_.nodes.clear();
    for (const NodeId n : graph_.nodes.ids()) add(n);
    for (const NodeId n : graph_.nodes.ids()) {
      const Node& was = graph_.nodes[n];
      if (again_.contains(n)) continue;
      Node& node = made_.nodes[numbers_.at(n)];
      if (was.next.exists()) node.next = numbers_.at(was.next);
      if (was.initial.exists()) node.initial = numbers_.at(was.initial);
    }
    for (Output& output : made_.outputs) output.node = numbers_.at(output.node);
    check(made_);
    return std::move(made_);
  }

 private:
  /// A value, as a domain takes it.
  using Key = std::tuple<int, Order, NodeId>;

  Key key_of(NodeId take, NodeId value) const {
    return {graph_.nodes[take].domain, graph_.nodes[take].order, value};
  }

  static bool is_cheap(const Node& node) {
    const OpClass of_class = class_of(node.op);
    return of_class == OpClass::table || of_class == OpClass::element_wise;
  }

  bool is_made_again(NodeId take) const {
    const NodeId value = graph_.nodes[take].args[0];
    return !is_copy(graph_, graph_.nodes[value]) && has_operands(take, value);
  }

  /// Whether all that an operator reads is taken too, or is made of what is taken.
  bool has_operands(NodeId take, NodeId value) const {
    const Node& node = graph_.nodes[value];
    return is_cheap(node) && std::ranges::all_of(node.args, [&](NodeId arg) {
             return graph_.nodes[arg].op == Op::constant || taken_.contains(key_of(take, arg)) ||
                    has_operands(take, arg);
           });
  }

  NodeId add(NodeId n) {
    const auto [number, is_new] = numbers_.try_emplace(n);
    if (!is_new) return number->second;
    const NodeId added = again_.contains(n) ? computed(n, graph_.nodes[n].args[0]) : copied(n);
    return numbers_[n] = added;
  }

  NodeId copied(NodeId n) {
    Node node = graph_.nodes[n];
    for (NodeId& arg : node.args) arg = add(arg);
    return made_.nodes.add(std::move(node));
  }

  /// The value, in the domain of the take.
  NodeId computed(NodeId take, NodeId value) {
    const auto [number, is_new] = computed_.try_emplace(key_of(take, value));
    if (!is_new) return number->second;
    Node node = graph_.nodes[value];
    node.name = fmt::format("{}.again{}", node.name, graph_.nodes[take].domain);
    node.domain = graph_.nodes[take].domain;
    node.origin = graph_.nodes[take].origin;
    node.origin.node = node.name;
    for (NodeId& arg : node.args) arg = operand(take, arg);
    return computed_[key_of(take, value)] = made_.nodes.add(std::move(node));
  }

  NodeId operand(NodeId take, NodeId arg) {
    if (graph_.nodes[arg].op == Op::constant) return add(arg);
    const auto found = taken_.find(key_of(take, arg));
    return found == taken_.end() ? computed(take, arg) : add(found->second);
  }

  const Graph& graph_;
  Graph made_;
  std::map<Key, NodeId> taken_;     // → its take
  std::map<Key, NodeId> computed_;  // → its number in the graph that is made
  std::set<NodeId> again_;          // takes
  std::map<NodeId, NodeId> numbers_;
};

}  // namespace

Graph recompute(const Graph& graph, const std::set<NodeId>& takes) {
  return Recomputation(graph, takes).run();
}

}  // namespace rda::graph
