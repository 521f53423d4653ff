// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "flow/inputs.h"
#include "flow/placement_cache.h"
#include "rda/chip.h"
#include "rda/result.h"

namespace rda::flow {

/// A knob of the chip with another value: what `--set pointer=to` does.
struct KnobChange {
  std::string pointer;
  std::int64_t from = 0, to = 0;
  friend bool operator==(const KnobChange&, const KnobChange&) = default;
};

/// One limit of the chip lifted alone.
struct WhatIf {
  std::vector<KnobChange> changes;  ///< together; none: all streams on the ideal network
  std::optional<Cycle> cycles;      ///< none: there is a problem
  Cycle saved = 0;                  ///< against the chip as it is
  std::string problem;              ///< one line: why there are no cycles
};

/// What lifting each limit of a chip saves a workload, by simulation.
struct WhatIfTable {
  std::int64_t steps = 0, all_steps = 0;  ///< simulated, and of the workload
  Cycle cycles = 0;                       ///< of the chip as it is
  /// Of the chip as it is, placed with other seeds: the least and the most. Differences of this
  /// size say nothing about a limit.
  Cycle least_cycles = 0, most_cycles = 0;
  std::vector<WhatIf> rows;  ///< what saves most first; those with a problem last
};

/// The steps that what-if simulates, if the workload has more.
inline constexpr std::int64_t kWhatIfSteps = 6;

/// The limits of a chip that are lifted, each as changes of knobs that keep it valid; without those
/// that are at the end of their range.
std::vector<std::vector<KnobChange>> lifted_limits(const Chip& chip);
/// The chip with these changes. @throws ConfigError
Chip changed(const Chip& chip, const std::vector<KnobChange>& changes);

/// Maps the workload anew for each lifted limit and simulates its first steps, in child processes.
/// Each row's cycles are those of a run with its changes and so many steps.
/// Call before this process simulates. @throws as mapping and simulating on the chip as it is do
WhatIfTable what_if(const Inputs& inputs, PlacementCache& cache);

/// The table for people: at most 80 columns, plain ASCII.
std::string to_text(const WhatIfTable& table);

}  // namespace rda::flow
