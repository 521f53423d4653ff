// SPDX-License-Identifier: Apache-2.0
#include "mapper/stages.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <vector>

#include "base/ceil_div.h"
#include "mapper/levels.h"

namespace rda::mapper {
namespace {

/// Sets of nodes that grow together.
class Sets {
 public:
  explicit Sets(std::size_t nodes) {
    for (std::size_t n = 0; n < nodes; ++n) parent_.add(NodeId(n));
  }
  /// The first node of the set.
  NodeId first(NodeId n) {
    while (parent_[n] != n) n = parent_[n] = parent_[parent_[n]];
    return n;
  }
  void join(NodeId a, NodeId b) {
    a = first(a), b = first(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  IdVector<NodeId, NodeId> parent_;
};

/// Cuts of tokens into slices, at multiples of `each` tokens.
std::vector<int> even_cuts(int tokens, int slices, int each) {
  const int parts = ceil_div(tokens, each);
  slices = std::min(slices, parts);
  std::vector<int> cuts;
  for (int s = 0; s <= slices; ++s)
    cuts.push_back(std::min(tokens, each * static_cast<int>(std::int64_t{s} * parts / slices)));
  return cuts;
}

/// Tokens at whose multiples a slice may begin: columns of a matrix that is made in the reverse
/// order are written step by step.
int tokens_of_cuts(const Graph& graph, const Node& product, int columns) {
  if (product.args.size() < 2 || !graph.is_of_rows(product) || product.order != Order::reverse)
    return 1;
  const int sequences = graph.sequences_of(graph.nodes[product.args[1]]);
  return sequences / std::gcd(sequences, columns);
}

/// Whether the value comes from outside the domain.
bool comes_from_outside(Op op) { return op == Op::input || op == Op::take; }

/// The values from outside that are read element by element.
std::set<NodeId> read_by_element(const Graph& graph) {
  std::set<NodeId> read;
  for (const Node& node : graph.nodes) {
    if (node.initial.exists()) read.insert(node.initial);
    for (const NodeId arg : node.args)
      if (comes_from_outside(graph.nodes[arg].op) && node.op != Op::matvec && node.op != Op::take)
        read.insert(arg);
  }
  return read;
}

/// The tokens of the columns of each gate that are cut by themselves.
std::map<std::string, std::vector<int>> gate_ranges(const Graph& graph, const Chip& chip,
                                                    const Plan& plan) {
  std::map<std::string, std::vector<int>> ranges;
  for (const Node& n : graph.nodes) {
    if (n.op != Op::matvec) continue;
    const int tokens = vectors_for(graph.nodes[n.args[0]].size,
                                   columns_per_token(n.formats.weights, chip, plan.hv));
    std::vector<int>& of_gate = ranges[n.gate];
    if (of_gate.empty() || plan.input_first())
      of_gate.push_back(tokens);
    else
      of_gate.back() += tokens;
  }
  return ranges;
}

}  // namespace

IdVector<NodeId, StageId> stages_of(const Graph& graph) {
  Sets sets(graph.nodes.size());
  std::map<std::string, NodeId> gates;
  for (const NodeId n : graph.nodes.ids()) {
    const Node& node = graph.nodes[n];
    if (node.op == Op::state) sets.join(n, node.next);
    if (node.initial.exists()) sets.join(n, node.initial);
    if (node.op == Op::matvec) {
      sets.join(n, gates.try_emplace(node.gate, n).first->second);
      continue;
    }
    if (is_reduce(node.op) || node.op == Op::take || node.op == Op::gather || node.op == Op::score)
      continue;
    for (const NodeId arg : node.args)
      if (graph.nodes[arg].op != Op::constant && !is_one_for_all(graph, arg, n)) sets.join(n, arg);
  }
  IdVector<NodeId, StageId> of(graph.nodes.size());
  const std::set<NodeId> by_element = read_by_element(graph);
  int stages = 0;
  for (const NodeId n : graph.nodes.ids()) {
    const Op op = graph.nodes[n].op;
    if (op == Op::constant || (comes_from_outside(op) && !by_element.contains(n))) continue;
    const NodeId first = sets.first(n);
    of[n] = first == n ? StageId(stages++) : of[first];
  }
  return of;
}

std::map<std::string, std::vector<int>> gate_cuts(const Graph& graph, const Chip& chip,
                                                  const Plan& plan) {
  const IdVector<NodeId, StageId> stage = stages_of(graph);
  std::map<std::string, std::vector<int>> cuts;
  for (const auto& [gate, ranges] : gate_ranges(graph, chip, plan)) {
    const auto product = std::ranges::find(graph.nodes, gate, &Node::gate);
    const NodeId number(product - graph.nodes.begin());
    const int ru = plan.unrolling(stage[number]).ru;
    const int each =
        tokens_of_cuts(graph, *product, columns_per_token(product->formats.weights, chip, plan.hv));
    std::vector<int>& at = cuts[gate];
    at.push_back(0);
    for (const int tokens : ranges) {
      const int begin = at.back();
      for (const int cut : even_cuts(tokens, std::min(ru, tokens), each))
        if (cut > 0) at.push_back(begin + cut);
    }
  }
  return cuts;
}

int values_per_vector(Format format, const Chip& chip) {
  MapReduceFormat packed;
  packed.values = format;
  packed.lanes = chip.pcu.lanes;
  packed.packing = chip.pcu.packing;
  return packed.values_per_vector();
}

int vectors_of_score(const Graph& graph, const Node& score, const Chip& chip) {
  return vectors_for(graph.nodes[score.args[0]].size, chip.pcu.lanes);
}

std::int64_t Tiling::rows() const { return ceil_div(size, hu); }

Stages::Stages(const Graph& graph, const Chip& chip, const Plan& plan)
    : of(stages_of(graph)), cuts(gate_cuts(graph, chip, plan)) {
  std::map<std::string, int> products;
  for (const NodeId n : graph.nodes.ids()) {
    if (!of[n].exists()) continue;
    if (!tilings.has(of[n])) {
      tilings.push_back({.size = 1, .hu = plan.unrolling(of[n]).hu, .turns = plan.turns});
    }
    const Node& node = graph.nodes[n];
    Tiling& tiling = tilings[of[n]];
    tiling.size = std::max(tiling.size, plan.elements(node.size));
    if (node.op == Op::score)
      tiling.widest = std::max(tiling.widest, vectors_of_score(graph, node, chip));
    if (node.op != Op::matvec) continue;
    if (plan.input_first()) tiling.passes = std::max(tiling.passes, ++products[node.gate]);
    const std::vector<int>& at = cuts.at(node.gate);
    for (std::size_t s = 1; s < at.size(); ++s)
      tiling.widest = std::max(tiling.widest, at[s] - at[s - 1]);
  }
  for (Tiling& tiling : tilings)
    tiling.hu = static_cast<int>(std::min<std::int64_t>(tiling.hu, tiling.size));
  // The stages of steps keep one pace, and those of each domain of rows.
  std::map<int, std::int64_t> pace;
  IdVector<StageId, int> group(tilings.size(), -1);
  for (const NodeId n : graph.nodes.ids())
    if (of[n].exists() && graph.is_of_rows(graph.nodes[n])) group[of[n]] = graph.nodes[n].domain;
  for (const StageId stage : tilings.ids()) {
    std::int64_t& slowest = pace[group[stage]];
    slowest = std::max(slowest, tilings[stage].step_cycles());
  }
  step_cycles = std::max<std::int64_t>(1, pace[-1]);
  for (const StageId stage : tilings.ids()) {
    Tiling& tiling = tilings[stage];
    tiling.row_cycles = static_cast<int>(pace[group[stage]] / (tiling.rows() * tiling.passes));
  }
}

}  // namespace rda::mapper
