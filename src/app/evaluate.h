// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "app/arguments.h"
#include "app/host_stats.h"
#include "app/mapping_source.h"
#include "app/placement_cache.h"
#include "rda/report.h"
#include "rda/simulate.h"

namespace rda::app {

inline constexpr std::int64_t kAllSteps = -1;

/// How a workload is run once it is mapped.
struct RunConditions {
  Engine engine = Engine::fast;
  std::int64_t verify_steps = 2;  ///< first steps whose values are compared, or kAllSteps
  Cycle max_cycles = 0;           ///< 0: no limit
  bool fast_forward = true;
  bool ideal_network = false;  ///< report as well what the network costs
};

/// A run in figures, and what the simulation left out.
struct Evaluation {
  Report report;
  SimulationNotes notes;
};

/// The straight line of `rdasim run` and of a sweep's point: lower, map, simulate, verify, report.
/// The report depends on the inputs alone. One call per process (SystemC elaborates once).
/// @param host  notes what the phases take
/// @throws UsageError (too many steps to verify); as mapping_of(), simulate() and verify() do
Evaluation evaluate(LoadedInputs& loaded, const MappingSource& source,
                    const RunConditions& conditions, PlacementCache& cache, HostStats& host);

}  // namespace rda::app
