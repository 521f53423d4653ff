// SPDX-License-Identifier: Apache-2.0
#include "rda/map.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>

#include "mapper/fits.h"
#include "mapper/parts.h"
#include "mapper/place_route.h"
#include "mapper/policy.h"
#include "rda/check.h"

namespace rda {
namespace {

using mapper::Plan;

std::string text(const Plan& plan) { return fmt::format("hu {}, ru {}", plan.hu, plan.ru); }

/// Advice: the least value of the knob at which one of the plans fits; empty if no value fits.
std::string least_advice(const Graph& graph, const Chip& chip, const std::vector<Plan>& tries,
                         std::string_view name, mapper::KnobRange range) {
  std::string best;
  for (const Plan& plan : tries) {
    const std::optional<int> found = mapper::least_that_fits(graph, chip, plan, range);
    if (!found) continue;
    best = fmt::format(" ({} = {} would fit{})", name, *found,
                       tries.size() > 1 ? " with " + text(plan) : "");
    range.most = *found - 1;
  }
  return best;
}

/// Advice: the changes that would each, alone, make one of the plans fit by count: larger PMUs, more
/// rows of the grid, a narrower format.
std::string advice(const Graph& graph, const Chip& chip, const MappingOptions& options,
                   const std::vector<Plan>& tries) {
  constexpr int kMostKb = 1 << 16, kMostRows = 256;
  std::string advice = least_advice(graph, chip, tries, "pmu.capacity_kb",
                                    {[](Chip& c) -> int& { return c.pmu.capacity_kb; }, kMostKb});
  advice += least_advice(graph, chip, tries, "grid.rows",
                         {[](Chip& c) -> int& { return c.grid.rows; }, kMostRows});
  if (const auto narrower = mapper::format_that_fits(graph, chip, options)) {
    advice += fmt::format(" (weights and activations in {} would fit with {})",
                          word(narrower->first), text(narrower->second));
  }
  if (!advice.empty()) advice += " (counted only: no placing and routing was tried)";
  return advice;
}

/// The partitioned mapping of the first plan that fits. If no plan fits, throws the shortage of the
/// first plan, and that of the last plan if it differs.
Mapping partition_first_fit(const Graph& graph, const Chip& chip, const MappingOptions& options) {
  const std::vector<Plan> tries = mapper::plans(graph, chip, options);
  std::vector<std::string> problems;
  for (const Plan& plan : tries) {
    Mapping mapping;
    const auto problem = mapper::partition_problem(graph, chip, plan, mapping);
    if (!problem) return mapping;
    problems.push_back(*problem);
  }
  std::string problem = fmt::format("{}: {}", text(tries.front()), problems.front());
  if (tries.size() > 1) problem += "; nor does a smaller unrolling fit";
  if (problems.back() != problems.front())
    problem += fmt::format(", {}: {}", text(tries.back()), problems.back());
  throw MappingError(graph.name, problem + advice(graph, chip, options, tries));
}

}  // namespace

Mapping partitioned(const Graph& graph, const Chip& chip, const MappingOptions& options) {
  RDA_CHECK(options.policy == Policy::paper, "policy auto is a search, see src/flow/search.h");
  Mapping mapping = partition_first_fit(graph, mapper::part_on_grid(chip, options), options);
  mapping.policy = "paper";
  mapping.seed = options.seed;
  return mapping;
}

PlacementInputs placement_inputs(const Chip& chip, const MappingOptions& options) {
  return {.grid = chip.grid,
          .network = chip.network,
          .pcu_fifo_depth = chip.pcu.fifo_depth,
          .pmu_fifo_depth = chip.pmu.fifo_depth,
          .region_rows = options.region_rows,
          .region_cols = options.region_cols,
          .track_limit = options.track_limit,
          .vector_fifo_limit = options.vector_fifo_limit,
          .scalar_fifo_limit = options.scalar_fifo_limit,
          .seed = options.seed,
          .place_effort = options.place_effort};
}

Mapping placement_inputs(Mapping mapping) {
  for (Unit& unit : mapping.units)
    for (Program& program : unit.programs)
      if (!program.has_pipeline()) program.ii = 1;
  return mapping;
}

MapQuality place_and_route(const PlacementInputs& inputs, Mapping& mapping) {
  MapQuality quality;
  mapper::place_and_route(inputs, mapping, quality);
  return quality;
}

Mapping map(const Graph& graph, const Chip& chip, const MappingOptions& options,
            MapQuality* quality) {
  Mapping mapping = partitioned(graph, chip, options);
  const MapQuality measured = place_and_route(placement_inputs(chip, options), mapping);
  if (quality) *quality = measured;
  const auto broken = violations(chip, mapping);
  RDA_CHECK(broken.empty(), broken.front());
  return mapping;
}

}  // namespace rda
