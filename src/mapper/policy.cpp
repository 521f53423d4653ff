// SPDX-License-Identifier: Apache-2.0
#include "mapper/policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "base/ceil_div.h"
#include "graph/spill.h"
#include "mapper/levels.h"
#include "mapper/stages.h"
#include "mapper/unmapped.h"

namespace rda::mapper {
namespace {

constexpr std::int64_t kMostRows = 4096;  // of MappingOptions::hu
constexpr int kMostRu = 16;               // likewise of ru, of stages of rows

/// A stage as far as it decides its unrolling.
struct StageShape {
  std::string layer;      ///< kind of its layer
  std::int64_t size = 1;  ///< elements
  std::int64_t gates = 0;
  bool gathers = false;
  std::int64_t rows = 0;   ///< items of its domain, if these are rows of tensors
  std::int64_t items = 1;  ///< of its domain
  int tokens = 1;          ///< of the columns of its widest gate
  int whole = 1;           ///< vectors of its scores, which are not sliced

  std::int64_t products() const { return size * tokens * gates; }
  /// Of an element, in `ru` slices.
  std::int64_t row_cycles(int ru) const { return std::max(ceil_div(tokens, ru), whole); }
  std::int64_t cycles(Unrolling unroll) const {
    return ceil_div(size, unroll.hu) * row_cycles(unroll.ru);
  }
};

IdVector<StageId, StageShape> shapes_of(const Graph& graph, const Chip& chip, const Plan& plan) {
  const IdVector<NodeId, StageId> stage = stages_of(graph);
  IdVector<StageId, StageShape> shapes;
  std::map<std::string, int> tokens;  // of each gate
  for (const NodeId n : graph.nodes.ids()) {
    if (!stage[n].exists()) continue;
    if (!shapes.has(stage[n])) shapes.emplace_back();
    const Node& node = graph.nodes[n];
    StageShape& shape = shapes[stage[n]];
    shape.size = std::max(shape.size, plan.elements(node.size));
    shape.items = graph.items_of(node);
    if (graph.is_of_rows(node)) shape.rows = shape.items;
    shape.gathers = shape.gathers || node.op == Op::gather;
    if (node.op == Op::score)
      shape.whole = std::max(shape.whole, vectors_of_score(graph, node, chip));
    if (node.op != Op::matvec) continue;
    const auto layer = static_cast<std::size_t>(std::max(0, node.origin.layer));
    if (layer < graph.layers.size()) shape.layer = graph.layers[layer];
    const int columns = columns_per_token(node.formats.weights, chip, plan.hv);
    shape.gates += !tokens.contains(node.gate);
    int& of_gate = tokens[node.gate];
    of_gate += vectors_for(graph.nodes[node.args[0]].size, columns);
    shape.tokens = std::max(shape.tokens, of_gate);
  }
  return shapes;
}

/// Of the stages of steps. Of a graph that only passes values on, which has no stage: one row.
StageShape with_most_products(const IdVector<StageId, StageShape>& shapes) {
  const auto key = [](const StageShape& shape) {
    return std::tuple(shape.rows == 0, shape.products(), shape.size);
  };
  const auto most = std::ranges::max_element(shapes, {}, key);
  return most == shapes.end() ? StageShape{} : *most;
}

/// The published hu and ru, or those of the same cell where the size is not published.
Unrolling published(const StageShape& shape) {
  if (shape.layer == "gru") return {5, 8};
  if (shape.layer == "lstm" && shape.size == 256) return {6, 4};
  return {4, 8};
}

/// As few elements at a time as keep up with `cycles`, each in `ru` slices.
Unrolling keeping_up(const StageShape& shape, std::int64_t cycles, int ru) {
  Unrolling unroll{1, std::min(ru, shape.tokens)};
  const std::int64_t rows = std::max<std::int64_t>(1, cycles / shape.row_cycles(unroll.ru));
  unroll.hu = static_cast<int>(std::min<std::int64_t>(ceil_div(shape.size, rows), kMostRows));
  return unroll;
}

/// As few slices, then as few elements at a time, as all rows of a tensor need to take no more than
/// `cycles`.
Unrolling in_time(const StageShape& shape, std::int64_t cycles, const Chip& chip) {
  Unrolling unroll;
  // A PMU holds a slice of all rows of either matrix.
  const auto fits = [&] {
    const std::int64_t vector = std::int64_t{chip.pcu.lanes} * 4;
    const std::int64_t row = ceil_div(shape.tokens, unroll.ru) * vector + 4;
    return std::max(shape.rows, shape.size) * row <= chip.pmu.capacity_bytes();
  };
  const auto is_slow = [&] { return shape.rows * shape.cycles(unroll) > cycles; };
  while (unroll.ru < shape.tokens && (!fits() || (is_slow() && unroll.ru < kMostRu)))
    unroll.ru = std::min(2 * unroll.ru, shape.tokens);
  while (is_slow() && unroll.hu < shape.size) ++unroll.hu;
  return unroll;
}

/// `plan` with the unrollings of the stages that have other sizes than the one with the most
/// products, and of tables, whose rows take whole rows of banks at each position.
Plan with_others(Plan plan, const IdVector<StageId, StageShape>& shapes, const Chip& chip) {
  const StageShape most = with_most_products(shapes);
  const std::int64_t cycles = most.cycles({plan.hu, plan.ru});
  for (const StageId stage : shapes.ids())
    if (shapes[stage].rows > 0)
      plan.own[stage] = in_time(shapes[stage], most.items * cycles * plan.rows_quarters / 4, chip);
    else if (shapes[stage].size != most.size || (shapes[stage].gathers && shapes[stage].gates == 0))
      plan.own[stage] = keeping_up(shapes[stage], cycles, plan.ru);
  return plan;
}

/// @throws MappingError  if elements of `hv` rows are not possible
void check_hv(const Graph& graph, const Chip& chip, int hv) {
  if (hv != 1 && hv != chip.pcu.lanes)
    throw MappingError(
        "hv", fmt::format("{} rows in a vector (1 or pcu.lanes = {})", hv, chip.pcu.lanes));
  if (hv > 1 && !graph.has_one_domain())
    throw MappingError("hv", fmt::format("{} rows in a vector: layers read whole sequences, row by "
                                         "row (1 would fit)",
                                         hv));
  if (hv > 1 && !rows_fit_lanes(graph))
    throw MappingError("hv", fmt::format("{} rows in a vector: an operator makes one value of all "
                                         "rows, or takes one for all (1 would fit)",
                                         hv));
}

}  // namespace

bool rows_fit_lanes(const Graph& graph) {
  if (!graph.has_one_domain()) return false;
  return std::ranges::none_of(graph.nodes.ids(), [&](NodeId n) {
    const Node& node = graph.nodes[n];
    return is_reduce(node.op) || std::ranges::any_of(node.args, [&](NodeId arg) {
             return node.op != Op::matvec && node.op != Op::gather &&
                    graph.nodes[arg].op != Op::constant && is_one_for_all(graph, arg, n);
           });
  });
}

Sequences whole_sequences(const Graph& graph, const Chip& chip, const MappingOptions& options) {
  if (options.sequences == Sequences::policy)
    return chip.memory ? Sequences::mixed : Sequences::resident;
  if (options.sequences != Sequences::resident && !chip.memory)
    throw MappingError("sequences",
                       fmt::format("{}: the chip has no off-chip memory (resident would do, or a "
                                   "chip with /memory)",
                                   word(options.sequences)));
  const bool is_section = !graph.handed_over.empty();  // others may have some
  if (options.sequences == Sequences::spilled && !is_section && graph::spillable(graph).empty())
    throw MappingError("sequences",
                       "spilled: no layer reads the whole sequence of an earlier one in products "
                       "alone (policy would do)");
  return options.sequences;
}

std::int64_t elements_of_most_products(const Graph& graph, const Chip& chip, const Plan& plan) {
  return with_most_products(shapes_of(graph, chip, plan)).size;
}

Plan with_other_stages(const Graph& graph, const Chip& chip, Plan plan) {
  const IdVector<StageId, StageShape> shapes = shapes_of(graph, chip, plan);
  return with_others(std::move(plan), shapes, chip);
}

int values_per_vector(const Graph& graph, const Chip& chip) {
  const auto product = std::ranges::find(graph.nodes, Op::matvec, &Node::op);
  const Node& first = product == graph.nodes.end() ? graph.nodes.front() : *product;
  return values_per_vector(first.formats.weights, chip);
}

namespace {

/// The plan with weights in all PMUs that nothing else needs, and in fewer of them: where all are
/// taken, routes are long.
void add_fillings(Plan plan, std::vector<Plan>& tries) {
  plan.weights = Weights::mixed;
  for (const int sixteenths : {16, 14, 13, 12, 10, 8, 4, 0}) {
    plan.pmu_sixteenths = sixteenths;
    tries.push_back(plan);
  }
}

}  // namespace

std::vector<Plan> plans(const Graph& graph, const Chip& chip, const MappingOptions& options) {
  refuse_unmapped(graph);
  Plan plan;
  plan.hv = std::max(1, options.hv);
  check_hv(graph, chip, plan.hv);
  const int packed = values_per_vector(graph, chip) / plan.hv;
  if (options.rv != 0 && options.rv != packed)
    throw MappingError(
        "rv", fmt::format("{} is not the number of values in a {}, which is {} (from the format "
                          "and pcu.lanes = {}); set {} or 0",
                          options.rv, plan.vectors() ? "word" : "vector", packed, chip.pcu.lanes,
                          packed));
  plan.turns = std::max(1, options.turns);
  if (options.sums != Sums::policy) plan.sums = options.sums;
  if (options.products != Products::policy) plan.products = options.products;
  if (options.weights != Weights::policy) plan.weights = options.weights;
  plan.whole_sequences = whole_sequences(graph, chip, options);
  const IdVector<StageId, StageShape> shapes = shapes_of(graph, chip, plan);
  const StageShape most = with_most_products(shapes);
  auto [hu, ru] = published(most);
  hu = std::max(1, hu / plan.hv);
  if (options.hu != 0) hu = options.hu;
  if (options.ru != 0) ru = options.ru;
  std::vector<Plan> tries;
  plan.hu = static_cast<int>(std::min<std::int64_t>(hu, most.size));
  for (;; plan.hu = std::max(1, plan.hu / 2)) {
    for (plan.ru = ru;; plan.ru = std::max(1, plan.ru / 2)) {
      for (const int quarters : graph.rows.empty() ? std::vector{1} : std::vector{1, 4, 16}) {
        plan.rows_quarters = quarters;
        tries.push_back(with_others(plan, shapes, chip));
      }
      if (plan.ru == 1 || options.ru != 0) break;
    }
    if (plan.hu == 1 || options.hu != 0) break;
  }
  const bool mixed = options.weights == Weights::mixed;
  if (!mixed && (options.weights != Weights::policy || !chip.memory)) return tries;
  std::vector<Plan> all = mixed ? std::vector<Plan>() : tries;
  for (const Plan& each : tries) add_fillings(each, all);
  return all;
}

}  // namespace rda::mapper
