// SPDX-License-Identifier: Apache-2.0
#include "training/sequence_copies.h"

#include <fmt/format.h>

#include <utility>

#include "graph/builder.h"

namespace rda::training {
namespace {

bool is_leaf(Op op) { return op == Op::state || op == Op::input || op == Op::take; }

}  // namespace

SequenceCopies::SequenceCopies(const Graph& gradients) : graph_(gradients) {}

/// What a take of a take reads, if that is a sequence in some order.
std::optional<Sequence> SequenceCopies::through(const Sequence& take) const {
  const Node& inner = graph_.nodes[take.made];
  const NodeId made = inner.args[0];
  if (inner.order == Order::same) return Sequence{made, take.order};
  if (graph_.steps_of(inner) == 1) return Sequence{made, inner.order};
  if (inner.order == Order::last || take.order == Order::last) return std::nullopt;
  return Sequence{made, take.order == Order::same ? Order::reverse : Order::same};
}

Sequence SequenceCopies::source_of(const Node& take) const {
  Sequence source{take.args[0], take.order};
  while (graph_.nodes[source.made].op == Op::take) {
    const std::optional<Sequence> inner = through(source);
    if (!inner) break;
    source = *inner;
  }
  return source;
}

Sequence SequenceCopies::sequence_of(NodeId node) {
  Sequence sequence{node, Order::same};
  if (graph_.nodes[node].op == Op::take) sequence = source_of(graph_.nodes[node]);
  if (is_leaf(graph_.nodes[sequence.made].op)) copied_.insert(sequence.made);
  need(sequence.made);
  return sequence;
}

void SequenceCopies::need(NodeId node) {
  if (!needed_.insert(node).second) return;
  const Node& reader = graph_.nodes[node];
  if (reader.op == Op::take) {
    const NodeId made = source_of(reader).made;
    const Op op = graph_.nodes[made].op;
    if (op == Op::state || op == Op::take) copied_.insert(made);
    return need(made);
  }
  for (const NodeId arg : reader.args) need(arg);
  for (const NodeId other : {reader.next, reader.initial})
    if (other.exists()) need(other);
}

void SequenceCopies::add_copies(Graph& made, int domain) {
  graph::Builder build(made);
  for (const NodeId n : copied_) {
    const Node& node = graph_.nodes[n];
    if (node.domain != domain) continue;
    const NodeId zero = build.constant(node.name + ".copy.zero", 0);
    const NodeId copy = build.binary(Op::sub, node.name + ".copy", numbers_.at(n), zero);
    for (const NodeId added : {zero, copy}) {
      made.nodes[added].domain = domain;
      made.nodes[added].formats = node.formats;
      made.nodes[added].origin = node.origin;
      made.nodes[added].origin.node = made.nodes[added].name;
    }
    copies_[n] = copy;
  }
}

/// Adds the bias to a domain, unless it has it: no stream brings it to two domains.
void SequenceCopies::add_bias(Graph& made, NodeId bias, int domain) {
  const auto [number, is_new] = biases_.try_emplace({bias, domain});
  if (!is_new) return;
  Node again = graph_.nodes[bias];
  again.name = fmt::format("{}.again{}", again.name, domain);
  again.domain = domain;
  number->second = made.nodes.add(std::move(again));
}

NodeId SequenceCopies::number_in(NodeId node, int domain) const {
  const auto bias = biases_.find({node, domain});
  return bias == biases_.end() ? numbers_.at(node) : bias->second;
}

Graph SequenceCopies::graph() {
  Graph made = graph_;
  made.nodes.clear();
  made.outputs.clear();
  std::vector<NodeId> taken;
  int domain = 0;
  for (const NodeId n : graph_.nodes.ids()) {
    if (!needed_.contains(n)) continue;
    Node node = graph_.nodes[n];
    for (; domain < node.domain; ++domain) add_copies(made, domain);
    if (node.op == Op::take) {
      const Sequence source = source_of(node);
      const bool is_copied = copied_.contains(source.made) && copies_.contains(source.made) &&
                             graph_.nodes[source.made].op != Op::input;
      node.order = source.order;
      node.args = {is_copied ? copies_.at(source.made) : numbers_.at(source.made)};
    } else {
      for (NodeId& arg : node.args)
        if (numbers_.contains(arg)) arg = numbers_.at(arg);
    }
    for (const NodeId arg : graph_.nodes[n].args)
      if (graph_.nodes[arg].op == Op::bias && graph_.nodes[arg].domain != node.domain)
        add_bias(made, arg, node.domain);
    numbers_[n] = made.nodes.add(std::move(node));
    taken.push_back(n);
  }
  add_copies(made, domain);
  for (const NodeId n : taken) {
    Node& node = made.nodes[numbers_.at(n)];
    const Node& was = graph_.nodes[n];
    for (std::size_t a = 0; was.op != Op::take && a < was.args.size(); ++a)
      node.args[a] = number_in(was.args[a], was.domain);
    if (was.next.exists()) node.next = numbers_.at(was.next);
    if (was.initial.exists()) node.initial = numbers_.at(was.initial);
  }
  for (const auto& [n, copy] : copies_) numbers_[n] = copy;
  return made;
}

}  // namespace rda::training
