// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "flow/placement_cache.h"
#include "process/children.h"
#include "rda/chip.h"
#include "rda/conditions.h"
#include "rda/graph.h"
#include "rda/map.h"
#include "rda/mapping.h"
#include "rda/result.h"

namespace rda::flow {

/// Candidates that policy `auto` simulates unless told otherwise.
inline constexpr std::int64_t kSearchBudget = Conditions{}.search_budget;

/// How far a search goes.
struct SearchLimits {
  std::int64_t budget = kSearchBudget;  ///< candidates that are simulated
  int jobs = process::kAllThreads;      ///< of them at once
};

/// A candidate that was placed, routed and simulated for its first steps.
struct Trial {
  Candidate candidate;  ///< with the seed and the effort of this placement
  std::optional<Cycle>
      cycles;                ///< of the whole run, carried on from the first steps; none: refused
  std::string problem;       ///< one line: why there are no cycles
  bool other_fifos = false;  ///< a candidate again, planned with FIFOs of another depth
  int placements = kPlacements;  ///< as of place_and_route()

  /// The model's cycles / the simulated ones − 1.
  double model_error() const { return candidate.cycles / static_cast<double>(*cycles) - 1; }
};

/// What a search saw, the fewest simulated cycles first; refused trials last.
struct Search {
  std::int64_t steps = 0;       ///< simulated
  std::int64_t considered = 0;  ///< candidates that the model has ranked
  std::vector<Trial> trials;    ///< a candidate may be placed several times
  Mapping mapping;              ///< of the best trial
  MapQuality quality;           ///< of the best trial

  const Trial& best() const { return trials.front(); }
};

/// Policy `auto`: ranks candidates by the model, then places, routes and simulates the most
/// promising, in threads: first the unrolling of policy `paper` as that policy places it, then some
/// with a tenth of the effort of placement, then the best of these again, with more effort, other
/// seeds and other FIFO limits. The same for the smaller parts of the chip (see parts()), so that a
/// larger chip is not slower than a smaller one. Each has a budget of its own; parts that fall
/// behind do not use theirs up. Same inputs, seed and budget, same result, whatever the machine's
/// speed and number of threads.
/// @throws MappingError  if no candidate could be mapped: with the first one's problem
Search search(const Graph& graph, const Chip& chip, const MappingOptions& options,
              const SearchLimits& limits, PlacementCache& cache);

/// The trials as a table for people: at most 80 columns, plain ASCII.
std::string to_text(const Search& search);
/// The same as JSON.
std::string to_json(const Search& search);

}  // namespace rda::flow
