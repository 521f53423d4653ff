// SPDX-License-Identifier: Apache-2.0
#include "mapper/policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "base/ceil_div.h"

namespace rda::mapper {
namespace {

constexpr std::int64_t kMostRows = 4096;  // of MappingOptions::hu

/// A stage as far as it decides its unrolling.
struct StageShape {
  std::string layer;      ///< kind of its layer
  std::int64_t size = 1;  ///< rows
  std::int64_t gates = 0;
  int vectors = 1;  ///< of the columns of its widest gate

  std::int64_t products() const { return size * vectors * gates; }
  std::int64_t cycles(Unrolling unroll) const {
    return ceil_div(size, unroll.hu) * ceil_div(vectors, unroll.ru);
  }
};

IdVector<StageId, StageShape> shapes_of(const Graph& graph, const Chip& chip) {
  const IdVector<NodeId, StageId> stage = stages_of(graph);
  IdVector<StageId, StageShape> shapes;
  std::map<std::string, int> vectors;  // of each gate
  for (const NodeId n : graph.nodes.ids()) {
    if (!stage[n].exists()) continue;
    if (!shapes.has(stage[n])) shapes.emplace_back();
    const Node& node = graph.nodes[n];
    StageShape& shape = shapes[stage[n]];
    shape.size = std::max(shape.size, node.size);
    if (node.op != Op::matvec) continue;
    const auto layer = static_cast<std::size_t>(std::max(0, node.origin.layer));
    if (layer < graph.layers.size()) shape.layer = graph.layers[layer];
    const int rv = values_per_vector(node.formats.weights, chip);
    shape.gates += !vectors.contains(node.gate);
    int& of_gate = vectors[node.gate];
    of_gate += vectors_for(graph.nodes[node.args[0]].size, rv);
    shape.vectors = std::max(shape.vectors, of_gate);
  }
  return shapes;
}

/// Of a graph that only passes values on, which has no stage: one row.
StageShape with_most_products(const IdVector<StageId, StageShape>& shapes) {
  if (shapes.empty()) return {};
  return *std::ranges::max_element(shapes, {}, &StageShape::products);
}

/// The published hu and ru, or those of the same cell where the size is not published.
Unrolling published(const StageShape& shape) {
  if (shape.layer == "gru") return {5, 8};
  if (shape.layer == "lstm" && shape.size == 256) return {6, 4};
  return {4, 8};
}

/// As few rows at a time as keep up with `cycles`, each in `ru` slices.
Unrolling keeping_up(const StageShape& shape, std::int64_t cycles, int ru) {
  Unrolling unroll{1, std::min(ru, shape.vectors)};
  const std::int64_t rows = std::max<std::int64_t>(1, cycles / ceil_div(shape.vectors, unroll.ru));
  unroll.hu = static_cast<int>(std::min<std::int64_t>(ceil_div(shape.size, rows), kMostRows));
  return unroll;
}

/// `plan` with the unrollings of the stages that have other sizes than the one with the most
/// products.
Plan with_others(Plan plan, const IdVector<StageId, StageShape>& shapes) {
  const StageShape most = with_most_products(shapes);
  const std::int64_t cycles = most.cycles({plan.hu, plan.ru});
  for (const StageId stage : shapes.ids())
    if (shapes[stage].size != most.size)
      plan.own[stage] = keeping_up(shapes[stage], cycles, plan.ru);
  return plan;
}

}  // namespace

std::int64_t rows_of_most_products(const Graph& graph, const Chip& chip) {
  return with_most_products(shapes_of(graph, chip)).size;
}

Plan with_other_stages(const Graph& graph, const Chip& chip, Plan plan) {
  return with_others(std::move(plan), shapes_of(graph, chip));
}

int values_per_vector(const Graph& graph, const Chip& chip) {
  const auto product = std::ranges::find(graph.nodes, Op::matvec, &Node::op);
  const Node& first = product == graph.nodes.end() ? graph.nodes.front() : *product;
  return values_per_vector(first.formats.weights, chip);
}

std::vector<Plan> plans(const Graph& graph, const Chip& chip, const MappingOptions& options) {
  const int packed = values_per_vector(graph, chip);
  if (options.rv != 0 && options.rv != packed)
    throw MappingError(
        "rv",
        fmt::format("{} is not the number of values in a vector, which is {} (from the format "
                    "and pcu.lanes = {}); set {} or 0",
                    options.rv, packed, chip.pcu.lanes, packed));
  Plan plan;
  plan.turns = std::max(1, options.turns);
  if (options.sums != Sums::policy) plan.sums = options.sums;
  if (options.products != Products::policy) plan.products = options.products;
  const IdVector<StageId, StageShape> shapes = shapes_of(graph, chip);
  const StageShape most = with_most_products(shapes);
  auto [hu, ru] = published(most);
  if (options.hu != 0) hu = options.hu;
  if (options.ru != 0) ru = options.ru;
  std::vector<Plan> tries;
  plan.hu = static_cast<int>(std::min<std::int64_t>(hu, most.size));
  for (;; plan.hu = std::max(1, plan.hu / 2)) {
    for (plan.ru = ru;; plan.ru = std::max(1, plan.ru / 2)) {
      tries.push_back(with_others(plan, shapes));
      if (plan.ru == 1 || options.ru != 0) break;
    }
    if (plan.hu == 1 || options.hu != 0) break;
  }
  return tries;
}

}  // namespace rda::mapper
