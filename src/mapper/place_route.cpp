// SPDX-License-Identifier: Apache-2.0
#include "mapper/place_route.h"

#include <chrono>
#include <utility>

#include "mapper/place.h"
#include "mapper/route.h"
#include "rda/error.h"

namespace rda::mapper {
namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

void place_and_route(const Chip& chip, const MappingOptions& options, Mapping& mapping,
                     MapQuality& quality) {
  constexpr int kPlacements = 4;
  for (int attempt = 0;; ++attempt) {
    Mapping candidate = mapping;
    auto start = std::chrono::steady_clock::now();
    place(chip, candidate, {options.seed + attempt, options.place_effort});
    quality.place_seconds += seconds_since(start);
    start = std::chrono::steady_clock::now();
    try {
      const RouteReport routed = route(chip, candidate, {});
      quality.route_rounds += routed.rounds;
      quality.routed_links = routed.links;
      quality.routed_lower_bound = routed.lower_bound;
      quality.longest_recurrent_hops = routed.longest_recurrent;
      quality.route_seconds += seconds_since(start);
      mapping = std::move(candidate);
      return;
    } catch (const MappingError&) {
      quality.route_seconds += seconds_since(start);
      if (attempt + 1 == kPlacements) throw;
    }
  }
}

}  // namespace rda::mapper
