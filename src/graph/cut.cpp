// SPDX-License-Identifier: Apache-2.0
#include "graph/cut.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "graph/handed.h"

namespace rda::graph {
namespace {

/// Whether every reader makes a node of its own of it.
bool is_copied(const Node& node) { return node.op == Op::constant || node.op == Op::bias; }

/// The node whose value comes first that is read by `reader`, and how it is not possible.
class CutCheck {
 public:
  CutCheck(const Graph& graph, int layer) : graph_(graph), layer_(layer) {}

  std::optional<std::string> problem() const {
    bool before = false, behind = false;
    for (const Node& node : graph_.nodes) {
      if (node.op != Op::matvec) continue;
      (is_behind(node) ? behind : before) = true;
    }
    if (!before || !behind) return "no weights on one side";
    for (const NodeId n : graph_.nodes.ids())
      if (auto found = problem_of(n)) return found;
    return std::nullopt;
  }

 private:
  bool is_behind(const Node& node) const { return node.origin.layer >= layer_; }
  bool is_before(const Node& node) const {
    return 0 <= node.origin.layer && node.origin.layer < layer_ && !is_copied(node);
  }

  std::optional<std::string> problem_of(NodeId n) const {
    const Node& node = graph_.nodes[n];
    if (node.op == Op::take && node.origin.layer < 0) return "sequences of different lengths";
    if (is_before(node) && (std::ranges::any_of(node.args,
                                                [&](NodeId arg) {
                                                  return is_behind(graph_.nodes[arg]) &&
                                                         !is_copied(graph_.nodes[arg]);
                                                }) ||
                            (node.next.exists() && is_behind(graph_.nodes[node.next]))))
      return fmt::format("layer {} reads what comes behind", node.origin.layer);
    if (!is_behind(node)) return std::nullopt;
    for (const NodeId arg : node.args)
      if (is_before(graph_.nodes[arg]) && !reads_across(n, arg))
        return fmt::format("{} reads {} not as the operand of a product in its format", node.name,
                           graph_.nodes[arg].name);
    return std::nullopt;
  }

  bool reads_across(NodeId n, NodeId arg) const {
    const Node& node = graph_.nodes[n];
    return node.op == Op::take ? only_multiplied(graph_, n) : multiplies(graph_, node, arg);
  }

  const Graph& graph_;
  const int layer_;
};

/// Makes the graph of a section.
class Section {
 public:
  Section(const Graph& graph, const std::vector<int>& cuts, std::size_t number)
      : graph_(graph), cuts_(cuts), number_(number), in_section_(graph.nodes.size()) {}

  Graph make() {
    made_.name = graph_.name;
    made_.layers = graph_.layers;
    made_.batch = graph_.batch;
    find_nodes();
    for (const NodeId n : graph_.nodes.ids())
      if (in_section_[n]) add(n);
    for (Node& node : made_.nodes) rename(node);
    number_domains();
    add_outputs();
    check(made_);
    return std::move(made_);
  }

 private:
  std::optional<std::size_t> owner(NodeId n) const {
    const Node& node = graph_.nodes[n];
    if (node.origin.layer < 0) return std::nullopt;
    return std::ranges::upper_bound(cuts_, node.origin.layer) - cuts_.begin();
  }
  /// Whether another section makes it, and hands it over.
  bool is_of_other(NodeId n) const {
    const auto section = owner(n);
    return section && *section != number_ && !is_copied(graph_.nodes[n]);
  }

  /// The nodes of the layers, and what they read that belongs to no layer.
  void find_nodes() {
    for (std::size_t i = graph_.nodes.size(); i-- > 0;) {
      const NodeId n(i);
      const bool own = owner(n) == number_ && !is_copied(graph_.nodes[n]);
      if (!own && !in_section_[n]) continue;
      in_section_[n] = 1;
      if (graph_.nodes[n].op == Op::take && is_of_other(graph_.nodes[n].args[0])) continue;
      for (const NodeId arg : graph_.nodes[n].args)
        if (!is_of_other(arg)) in_section_[arg] = 1;
    }
  }

  void add(NodeId n) {
    const Node& node = graph_.nodes[n];
    if (node.op == Op::take && is_of_other(node.args[0])) {
      moved_[n] = made_.nodes.add(handed_input(graph_, node.name, node.args[0], node));
      return;
    }
    for (const NodeId arg : node.args)
      if (is_of_other(arg) && !moved_.contains(arg))
        moved_[arg] = made_.nodes.add(handed_input(graph_, graph_.nodes[arg].name, arg, node));
    moved_[n] = made_.nodes.add(node);
  }

  void rename(Node& node) const {
    for (NodeId& arg : node.args) arg = moved_.at(arg);
    if (node.next.exists()) node.next = moved_.at(node.next);
    if (node.initial.exists()) node.initial = moved_.at(node.initial);
  }

  void number_domains() {
    std::map<int, int> numbers;
    std::vector<std::int64_t> steps;
    for (Node& node : made_.nodes) {
      const auto [number, is_new] = numbers.try_emplace(node.domain, std::ssize(steps));
      if (is_new) steps.push_back(graph_.steps_of(node));
      node.domain = number->second;
    }
    made_.steps = std::ranges::max(steps);
    if (steps.size() > 1) made_.domains = std::move(steps);
  }

  void add_outputs() {
    for (const Output& output : graph_.outputs)
      if (owner(output.node).value_or(cuts_.size()) == number_)
        made_.outputs.push_back({moved_.at(output.node), output.tensor});
    for (const NodeId n : handed_over()) {
      made_.handed_over.push_back(handed_sequence(graph_, n));
      if (owner(n) == number_)
        made_.outputs.push_back({moved_.at(n), made_.handed_over.back().tensor, true});
    }
  }

  /// The nodes that other sections read.
  std::set<NodeId> handed_over() const {
    std::set<NodeId> nodes;
    for (const NodeId n : graph_.nodes.ids())
      for (const NodeId arg : graph_.nodes[n].args)
        if (owner(n) && owner(arg) && owner(n) != owner(arg) && !is_copied(graph_.nodes[arg]))
          nodes.insert(arg);
    return nodes;
  }

  const Graph& graph_;
  const std::vector<int>& cuts_;
  const std::size_t number_;
  IdVector<NodeId, char> in_section_;
  std::map<NodeId, NodeId> moved_;  // of the whole graph → of the section
  Graph made_;
};

}  // namespace

std::optional<std::string> cut_problem(const Graph& graph, int layer) {
  if (graph.repeat > 1)
    return fmt::format("sections run once, and it repeats: /repeat={}", graph.repeat);
  return CutCheck(graph, layer).problem();
}

std::vector<int> cut_points(const Graph& graph) {
  std::vector<int> layers;
  for (int layer = 1; layer < std::ssize(graph.layers); ++layer)
    if (!cut_problem(graph, layer)) layers.push_back(layer);
  return layers;
}

Graph section_of(const Graph& graph, const std::vector<int>& cuts, std::size_t number) {
  return Section(graph, cuts, number).make();
}

}  // namespace rda::graph
