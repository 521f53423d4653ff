// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "flow/inputs.h"
#include "flow/placement_cache.h"
#include "flow/what_if.h"
#include "rda/graph.h"
#include "rda/map.h"
#include "rda/mapping.h"
#include "rda/result.h"

namespace rda::shrink {

/// A workload mapped onto a chip, and what all its steps came to.
struct Run {
  Mapping mapping;
  RunResult result;
};

/// Maps a workload anew onto changed chips, and simulates all steps. Threads may share it.
class Runs {
 public:
  /// Runs the workload on the chip as it is. @throws as mapping and simulating do
  Runs(const flow::Inputs& inputs, const flow::PlacementCache& cache);

  const Run& base() const { return base_; }

  /// The run on the changed chip, as a command with these changes makes it. None if the chip is not
  /// valid, if the workload does not map onto it, or if the run deadlocks or takes more cycles than
  /// the base.
  std::optional<Run> run(const std::vector<flow::KnobChange>& changes) const;

  /// The cycles of that run, with less effort: none also if it needs another unrolling or more
  /// placements than the base.
  std::optional<Cycle> cycles(const std::vector<flow::KnobChange>& changes) const;

 private:
  /// How much a run tries.
  struct Effort {
    MappingOptions options;
    int placements = kPlacements;
    Cycle most = 0;  ///< cycles after which it is stopped; 0: never
  };
  Run run(const std::vector<flow::KnobChange>& changes, const Effort& effort,
          MapQuality* quality = nullptr) const;
  std::optional<Run> run_or_none(const std::vector<flow::KnobChange>& changes,
                                 const Effort& effort) const;
  Effort little_effort(const MapQuality& quality) const;

  const flow::Inputs& inputs_;
  const flow::PlacementCache& cache_;
  const Graph graph_;
  Run base_;
  Effort all_, little_;
};

}  // namespace rda::shrink
