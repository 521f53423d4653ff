// SPDX-License-Identifier: Apache-2.0
#include "rda/map.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "mapper/fits.h"
#include "mapper/parts.h"
#include "mapper/place_route.h"
#include "mapper/policy.h"
#include "mapper/shared_sequences.h"
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

/// Advice: the changes that would each, alone, make one of the plans fit by count: larger PMUs,
/// more rows of the grid, a narrower format.
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

/// None of the plans fits: the shortage of the first plan, and that of the last plan if it differs.
[[noreturn]] void refuse_shortage(const Graph& graph, const Chip& chip,
                                  const MappingOptions& options, const std::vector<Plan>& tries,
                                  const std::vector<std::string>& problems) {
  std::string problem = fmt::format("{}: {}", text(tries.front()), problems.front());
  if (tries.size() > 1) problem += "; nor does a smaller unrolling fit";
  if (problems.back() != problems.front())
    problem += fmt::format(", {}: {}", text(tries.back()), problems.back());
  throw MappingError(graph.name, problem + advice(graph, chip, options, tries));
}

/// None of the plans that fit can be placed and routed.
[[noreturn]] void refuse_routing(const MappingError& first, const Plan& plan, std::size_t tries) {
  const std::string problem = std::string(first.what()).substr(first.witness.size() + 2);
  throw MappingError(first.witness,
                     fmt::format("{}: {}{}", text(plan), problem,
                                 tries > 1 ? "; nor can a smaller unrolling be routed" : ""));
}

}  // namespace

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

MapQuality place_and_route(const PlacementInputs& inputs, Mapping& mapping, int placements) {
  MapQuality quality;
  mapper::place_and_route(inputs, mapping, placements, quality);
  return quality;
}

Mapping map(const Graph& graph, const Chip& chip, const MappingOptions& options,
            MapQuality* quality) {
  const auto place = [&](const PlacementInputs& inputs, Mapping& mapping) {
    const MapQuality reached = place_and_route(inputs, mapping);
    const auto broken = violations(chip, mapping);
    RDA_CHECK(broken.empty(), broken.front());
    return reached;
  };
  return map_with(graph, chip, options, quality, place);
}

std::optional<std::string> misfit(const Graph& graph, const Chip& chip,
                                  const MappingOptions& options) {
  const Chip part = mapper::part_on_grid(chip, options);
  std::optional<std::string> first;
  for (const Plan& plan : mapper::plans(graph, part, options)) {
    // With weights in more of the PMUs that are left it fits if it does with none.
    if (plan.weights == Weights::mixed && plan.pmu_sixteenths > 0) continue;
    Mapping mapping;
    const auto found = mapper::partition_problem(graph, part, plan, mapping);
    if (!found) return std::nullopt;
    if (!first) first = fmt::format("{}: {}", text(plan), found->problem);
  }
  return first;
}

Mapping map_with(const Graph& graph, const Chip& chip, const MappingOptions& options,
                 MapQuality* quality, const PlaceAndRoute& place) {
  RDA_CHECK(options.policy == Policy::paper, "policy auto is a search, see src/flow/search.h");
  const Chip part = mapper::part_on_grid(chip, options);
  const PlacementInputs inputs = placement_inputs(chip, options);
  const std::vector<Plan> tries = mapper::plans(graph, part, options);
  std::vector<std::string> problems;
  std::optional<std::pair<MappingError, Plan>> unroutable;
  for (const Plan& plan : tries) {
    Mapping mapping;
    if (const auto misfit = mapper::partition_problem(graph, part, plan, mapping)) {
      problems.push_back(misfit->problem);
      continue;
    }
    mapper::share_sequences(graph, part, plan, mapping);
    mapping.policy = "paper";
    mapping.seed = options.seed;
    try {
      const MapQuality measured = place(inputs, mapping);
      if (quality) *quality = measured;
    } catch (const MappingError& refusal) {
      if (!unroutable) unroutable.emplace(refusal, plan);
      continue;
    }
    return mapping;
  }
  if (unroutable) refuse_routing(unroutable->first, unroutable->second, tries.size());
  refuse_shortage(graph, part, options, tries, problems);
}

}  // namespace rda
