// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "flow/inputs.h"
#include "flow/placement_cache.h"
#include "process/children.h"
#include "rda/chip.h"
#include "rda/describe.h"
#include "rda/result.h"

namespace rda::flow {

/// A knob of the chip with another value: what `--set pointer=to` does. A flag is 0 or 1.
struct KnobChange {
  std::string pointer;
  std::int64_t from = 0, to = 0;
  friend bool operator==(const KnobChange&, const KnobChange&) = default;
  static void describe(auto& self, auto& visit) {
    visit("knob", self.pointer, Doc{"JSON pointer of the knob"});
    visit("from", self.from, Range{}, Doc{"its value; of a flag 0 or 1"});
    visit("to", self.to, Range{}, Doc{"its value in this row; of a flag 0 or 1"});
  }
};

/// One limit of the chip lifted alone.
struct WhatIf {
  std::vector<KnobChange> changes;  ///< together; none: all streams on the ideal network
  std::optional<Cycle> cycles;      ///< none: there is a problem
  Cycle saved = 0;                  ///< against the chip as it is
  std::int64_t pcus = 0;            ///< PCUs that the mapping uses; 0: there is a problem
  std::string problem;              ///< one line: why there are no cycles
  std::vector<std::string> set;     ///< the changes as words of --set
  static void describe(auto& self, auto& visit) {
    visit("changes", self.changes, Doc{"knobs, changed together; none: the ideal network"});
    visit("set", self.set, Doc{"the same as words of --set"});
    visit("cycles", self.cycles, Range{0}, Doc{"cycles; null: there is a problem", "cycles"});
    visit("saved", self.saved, Range{}, Doc{"against the unchanged chip", "cycles"});
    visit("pcus", self.pcus, Range{0}, Doc{"PCUs that the mapping uses", "units"});
    visit("problem", self.problem, Doc{"why there are no cycles; empty: there are"});
  }
};

/// What lifting each limit of a chip saves a workload, by simulation.
struct WhatIfTable {
  std::int64_t steps = 0, all_steps = 0;  ///< simulated, and of the workload
  Cycle cycles = 0;                       ///< of the chip as it is
  /// Of the chip as it is, placed with other seeds: the least and the most. Differences of this
  /// size say nothing about a limit.
  Cycle least_cycles = 0, most_cycles = 0;
  std::vector<WhatIf> rows;  ///< what saves most first; those with a problem last
  std::int64_t pcus = 0;     ///< PCUs that the mapping of the chip as it is uses
  std::string note;          ///< for people: that a larger grid is not used; empty: it is
  static void describe(auto& self, auto& visit) {
    visit("steps", self.steps, Range{0}, Doc{"first steps that were simulated", "steps"});
    visit("all_steps", self.all_steps, Range{0}, Doc{"steps of the workload", "steps"});
    visit("cycles", self.cycles, Range{0}, Doc{"cycles of the unchanged chip", "cycles"});
    visit("least_cycles", self.least_cycles, Range{0},
          Doc{"the least of it with other seeds of placement", "cycles"});
    visit("most_cycles", self.most_cycles, Range{0},
          Doc{"the most of it with other seeds of placement", "cycles"});
    visit("rows", self.rows, Doc{"each lifted limit, the largest saving first"});
    visit("pcus", self.pcus, Range{0}, Doc{"PCUs that the unchanged chip uses", "units"});
    visit("note", self.note, Doc{"that rows with a larger grid do not use it; empty: they do"});
  }
};

/// The steps that what-if simulates, if the workload has more.
inline constexpr std::int64_t kWhatIfSteps = 6;

/// The limits of a chip that are lifted, each as changes of knobs that keep it valid; without those
/// that are at the end of their range.
/// @param off_chip  whether the mapping reaches the chip's off-chip memory, so that its limits
/// count
std::vector<std::vector<KnobChange>> lifted_limits(const Chip& chip, bool off_chip = false);
/// The knobs that have a row, and those that have none, each with the reason: together all knobs of
/// a chip.
std::vector<std::string> lifted_knobs();
std::map<std::string, std::string> knobs_without_row();
/// The value of a knob of the chip as a number: of a flag 0 or 1, of a word its place in the list.
std::int64_t value_of(const Chip& chip, const std::string& pointer);
/// The value of a knob as --set takes it: "16", "true".
std::string value_text(const std::string& pointer, std::int64_t value);
/// The chip with these changes. @throws ConfigError
Chip changed(const Chip& chip, const std::vector<KnobChange>& changes);

/// Maps the workload anew for each lifted limit and simulates its first steps, in threads, at most
/// `jobs` at once. Each row's cycles are those of a run with its changes and so many steps.
/// @throws as mapping and simulating on the chip as it is do
WhatIfTable what_if(const Inputs& inputs, PlacementCache& cache, int jobs = process::kAllThreads);

/// The table for people: at most 80 columns, plain ASCII.
std::string to_text(const WhatIfTable& table);

}  // namespace rda::flow
