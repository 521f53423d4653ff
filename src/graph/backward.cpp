// SPDX-License-Identifier: Apache-2.0
#include "graph/backward.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>
#include <utility>

#include "graph/backward_domain.h"
#include "graph/gradient_needs.h"
#include "rda/error.h"

namespace rda::graph {

std::string gradient_of(const std::string& parameter) { return parameter + ".gradient"; }

namespace {

/// Adds the backward domain of each forward domain, the last one first.
class Differentiator : private BackwardDomain {
 public:
  Differentiator(const Graph& graph, NodeId loss, bool truncated)
      : BackwardDomain(graph, loss), loss_(loss), truncated_(truncated) {
    result_.forward_domains = static_cast<int>(graph_.domains.size());
    for (const NodeId n : graph.nodes.ids())
      if (needs_[n]) by_domain_[graph.nodes[n].domain].push_back(n);
  }

  Backward run() {
    if (!needs_[loss_])
      throw WorkloadError(graph_.name, "no layer has weights or biases that training could change");
    for (auto domain = by_domain_.rbegin(); domain != by_domain_.rend(); ++domain)
      add_domain(domain->second);
    graph_.steps = std::ranges::max(graph_.domains);
    check(graph_);
    result_.graph = std::move(graph_);
    std::set<std::string> parameters;
    for (const NodeId n : needs_.ids())
      if (needs_[n] && has_parameter(result_.graph.nodes[n]))
        parameters.insert(result_.graph.nodes[n].tensor);
    result_.parameters.assign(parameters.begin(), parameters.end());
    return std::move(result_);
  }

 private:
  void add_domain(const std::vector<NodeId>& nodes) {
    const int forward = graph_.nodes[nodes.front()].domain;
    const std::int64_t steps = graph_.domains[static_cast<std::size_t>(forward)];
    const std::map<NodeId, std::vector<NodeId>> first = gradients_of_last_steps(nodes, steps);
    begin_domain(steps);
    for (const NodeId n : nodes) begin(n, first);
    for (const NodeId n : nodes) carry_back(n);
    for (auto n = nodes.rbegin(); n != nodes.rend(); ++n)
      if (graph_.nodes[*n].op != Op::state) pull(*n);
    for (const NodeId n : nodes)
      if (graph_.nodes[n].op == Op::state) close(n);
    pull_biases();
  }

  /// Takes of a domain of one step: gradients by values of the last step alone, with which the
  /// backward domain begins. Later steps have no part in them.
  std::map<NodeId, std::vector<NodeId>> gradients_of_last_steps(const std::vector<NodeId>& nodes,
                                                                std::int64_t steps) {
    std::map<NodeId, std::vector<NodeId>> takes;
    if (steps == 1) return takes;
    for (const NodeId n : nodes)
      for (const Made& made : later_[n]) {
        if (made.order != Order::last) continue;
        if (takes.empty()) graph_.domains.push_back(1);
        work_on(n);
        takes[n].push_back(take(n, made, ".gradient.of_last"));
        complete();
      }
    return takes;
  }

  NodeId take(NodeId n, const Made& made, const char* what) {
    return build_.take(fmt::format("{}{}{}", graph_.nodes[n].name, what, taken_++), made.gradient,
                       made.order);
  }

  /// The gradients that a node gets from the domains behind its own.
  void begin(NodeId n, const std::map<NodeId, std::vector<NodeId>>& first) {
    work_on(n);
    if (n == loss_) gradients_[n].push_back(build_.input(kLossGradient, 1, 0));
    for (const Made& made : later_[n])
      if (made.order != Order::last || !first.contains(n))
        gradients_[n].push_back(take(n, made, ".gradient.taken"));
    if (const auto found = first.find(n); found != first.end())
      for (const NodeId gradient : found->second) gradients_[n].push_back(at_first(gradient));
    complete();
  }

  /// A value in the first step, zeros in the others.
  NodeId at_first(NodeId taken) {
    const std::string name = graph_.nodes[taken].name + ".once";
    const NodeId state = build_.state(name, "", graph_.nodes[taken].size, 0);
    graph_.nodes[state].initial = taken;
    const NodeId zero = build_.constant(name + ".zero", 0);
    build_.carry(state, build_.select(name + ".gone", zero, state, zero));
    return state;
  }

  /// The gradient by a state goes to the node that it took, a step before.
  void carry_back(NodeId n) {
    const Node state = graph_.nodes[n];
    if (state.op != Op::state) return;
    work_on(n);
    const NodeId carried = zeros(state.name + ".gradient.carried", state.size);
    carried_[n] = carried;
    if (needs_[state.next])
      gradients_[state.next].push_back(is_cut(state) ? cut(state, carried) : carried);
    complete();
  }

  bool is_cut(const Node& state) const {
    if (!truncated_ || state.origin.layer < 0) return false;
    const std::string& layer = graph_.layers.at(static_cast<std::size_t>(state.origin.layer));
    return layer == "lstm" || layer == "gru" || layer == "rnn";
  }

  NodeId cut(const Node& state, NodeId carried) {
    const bool reversed = state.origin.direction == "reverse";
    const std::string tensor =
        fmt::format("{}.layer{}{}", kCarried, state.origin.layer, reversed ? ".reverse" : "");
    auto& input = cuts_[tensor];
    if (!input.exists()) {
      input = build_.input(tensor, 1, 0);
      result_.cuts.push_back({tensor, state.origin.layer, reversed, graph_.domains.back()});
    }
    const NodeId zero = build_.constant(state.name + ".gradient.cut.zero", 0);
    return build_.select(state.name + ".gradient.cut", input, carried, zero);
  }

  void pull(NodeId n) {
    if (graph_.nodes[n].op == Op::bias) return;  // other domains may read it too
    work_on(n);
    if (const NodeId gradient = total(n); gradient.exists()) pull_back(*this, n, gradient);
    complete();
  }

  void pull_biases() {
    std::vector<NodeId> biases;
    for (const auto& [n, all] : gradients_)
      if (graph_.nodes[n].op == Op::bias && !all.empty()) biases.push_back(n);
    for (const NodeId n : biases) {
      work_on(n);
      pull_back(*this, n, total(n));
      complete();
      graph_.nodes.back().name += std::to_string(domain());
    }
  }

  /// Ends the carry of the gradient by a state.
  void close(NodeId n) {
    const Node state = graph_.nodes[n];
    work_on(n);
    const NodeId gradient = total(n), carried = carried_.at(n);
    graph_.nodes[carried].next = gradient.exists() ? gradient : carried;
    if (gradient.exists() && state.initial.exists() && needs_[state.initial])
      later_[state.initial].push_back({gradient, Order::last});
    complete();
  }

  const NodeId loss_;
  const bool truncated_;
  std::map<int, std::vector<NodeId>> by_domain_;
  std::map<NodeId, NodeId> carried_;    // by state: that of its gradient
  std::map<std::string, NodeId> cuts_;  // inputs of all domains
  int taken_ = 0;
  Backward result_;
};

}  // namespace

Backward with_gradients(const Graph& graph, NodeId loss, bool truncated) {
  return Differentiator(graph, loss, truncated).run();
}

}  // namespace rda::graph
