// SPDX-License-Identifier: Apache-2.0
#include "mapper/policy.h"

#include <fmt/format.h>

#include <algorithm>

namespace rda::mapper {
namespace {

/// The published hu and ru, or those of the same cell where the size is not published.
std::pair<int, int> published(const Graph& graph) {
  const std::int64_t hidden = graph.nodes[graph.outputs.front().node].size;
  if (graph.cell == "gru") return {5, 8};
  if (graph.cell == "lstm" && hidden == 256) return {6, 4};
  return {4, 8};
}

}  // namespace

int values_per_vector(const Graph& graph, const Chip& chip) {
  MapReduceFormat format;
  format.values = graph.formats.weights;
  format.lanes = chip.pcu.lanes;
  format.packing = chip.pcu.packing;
  return format.values_per_vector();
}

std::vector<Plan> plans(const Graph& graph, const Chip& chip, const MappingOptions& options) {
  const int packed = values_per_vector(graph, chip);
  if (options.rv != 0 && options.rv != packed)
    throw MappingError(
        "rv",
        fmt::format("{} is not the number of values in a vector, which is {} (from the format "
                    "and pcu.lanes = {}); set {} or 0",
                    options.rv, packed, chip.pcu.lanes, packed));
  const auto size = static_cast<int>(
      std::min<std::int64_t>(graph.nodes[graph.outputs.front().node].size, 1 << 20));
  auto [hu, ru] = published(graph);
  if (options.hu != 0) hu = options.hu;
  if (options.ru != 0) ru = options.ru;
  Plan plan;
  plan.rv = packed;
  plan.turns = std::max(1, options.turns);
  if (options.sums != Sums::policy) plan.sums = options.sums;
  if (options.products != Products::policy) plan.products = options.products;
  std::vector<Plan> tries;
  for (plan.hu = std::min(hu, size);; plan.hu = std::max(1, plan.hu / 2)) {
    for (plan.ru = ru;; plan.ru = std::max(1, plan.ru / 2)) {
      tries.push_back(plan);
      if (plan.ru == 1 || options.ru != 0) break;
    }
    if (plan.hu == 1 || options.hu != 0) break;
  }
  return tries;
}

}  // namespace rda::mapper
