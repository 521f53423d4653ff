// SPDX-License-Identifier: Apache-2.0
#include "mapper/place_route.h"

#include <array>
#include <chrono>
#include <utility>
#include <vector>

#include "mapper/parts.h"
#include "mapper/place.h"
#include "mapper/place_problem.h"
#include "mapper/place_timing.h"
#include "mapper/route.h"
#include "mapping/index.h"
#include "rda/check.h"
#include "rda/error.h"

namespace rda::mapper {
namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// By net and unit: links between switches on the route from the writer.
IdVector<NetId, std::vector<int>> routed_links(const PlaceProblem& problem,
                                               const Mapping& mapping) {
  IdVector<NetId, std::vector<int>> links;
  for (const PlaceNet& net : problem.nets) {
    const Stream& stream = mapping.streams[net.stream];
    const std::vector<int> depths = mapping::depths(stream);
    std::vector<int>& to = links.emplace_back();
    for (const UnitId unit : net.units) {
      const int node = mapping::node_at(stream, mapping.units[unit].site());
      to.push_back(depths.at(static_cast<std::size_t>(node)));
    }
  }
  return links;
}

void measure(const Chip& chip, const Mapping& mapping, const RouteReport& routed,
             MapQuality& quality) {
  quality.route_rounds += routed.rounds;
  quality.routed_links = routed.links;
  quality.routed_lower_bound = routed.lower_bound;
  quality.tracks = routed.tracks;
  quality.longest_recurrent_hops = routed.longest_recurrent;
  const PlaceProblem problem = make_problem(chip, mapping, {}, false);  // its recurrence
  PlaceTiming timing(problem);
  timing.update(routed_links(problem, mapping));
  quality.recurrence_cycles = timing.longest();
  quality.sustained = timing.sustained();
}

/// A chip with the fields that placement reads; all others have their defaults.
Chip chip_of(const PlacementInputs& inputs) {
  Chip chip;
  chip.grid = inputs.grid;
  chip.network = inputs.network;
  chip.pcu.fifo_depth = inputs.pcu_fifo_depth;
  chip.pmu.fifo_depth = inputs.pmu_fifo_depth;
  return chip;
}

MappingOptions options_of(const PlacementInputs& inputs) {
  MappingOptions options;
  options.region_rows = inputs.region_rows;
  options.region_cols = inputs.region_cols;
  options.track_limit = inputs.track_limit;
  options.vector_fifo_limit = inputs.vector_fifo_limit;
  options.scalar_fifo_limit = inputs.scalar_fifo_limit;
  options.seed = inputs.seed;
  options.place_effort = inputs.place_effort;
  return options;
}

}  // namespace

void place_and_route(const PlacementInputs& inputs, Mapping& mapping, int placements,
                     MapQuality& quality) {
  const Chip whole = chip_of(inputs);
  const MappingOptions options = options_of(inputs);
  const Chip chip = part_on_grid(whole, options);
  const Site region{options.region_rows, options.region_cols};
  // Prices of crowding, tried in this order. A high price spreads units that want the same links; a
  // low price keeps memories next to their readers. Either can make routing succeed.
  constexpr std::array<int, kPlacements> kCrowding{12, 6, 24, 9, 8, 7, 6, 9};
  // Who would rather try another mapping than all placements waits less for a way out of crowding.
  RouteOptions routing;
  if (placements < kPlacements) routing.patience = 15;
  RDA_CHECK(placements >= 1 && placements <= kPlacements);
  // Placements by the path of the only step; the others leave x and the outputs where they are in
  // nobody's way.
  constexpr std::size_t kByPath = kPlacements / 2;
  for (std::size_t attempt = 0;; ++attempt) {
    Mapping candidate = mapping;
    auto start = std::chrono::steady_clock::now();
    place(chip, candidate,
          {options.seed + static_cast<std::int64_t>(attempt), options.place_effort,
           kCrowding[attempt], region, attempt < kByPath});
    quality.place_seconds += seconds_since(start);
    ++quality.placements;
    start = std::chrono::steady_clock::now();
    RouteReport routed;
    const auto congestion = try_route(chip, candidate, routing, routed);
    quality.route_seconds += seconds_since(start);
    if (!congestion) {
      measure(whole, candidate, routed, quality);
      mapping = std::move(candidate);
      return;
    }
    if (attempt + 1 == kCrowding.size()) refuse(chip, candidate, {}, *congestion);
    if (std::cmp_equal(attempt + 1, placements))
      throw MappingError(mapping.workload, congestion->text);
  }
}

}  // namespace rda::mapper
