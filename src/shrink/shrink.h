// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "flow/inputs.h"
#include "flow/placement_cache.h"
#include "flow/what_if.h"
#include "process/children.h"
#include "rda/cost.h"
#include "rda/describe.h"
#include "rda/result.h"

namespace rda::shrink {

/// A knob that was lowered, and the area that this saves on the chip with all rows before it.
struct Lowered {
  flow::KnobChange change;
  double mm2 = 0;
  static void describe(auto& self, auto& visit) {
    flow::KnobChange::describe(self.change, visit);
    visit("mm2", self.mm2, Range{0},
          Doc{"estimate of the area saved, after all rows before", "mm2"});
  }
};

/// The least value of a knob that was tried and that takes fewer cycles, which are not the same.
struct Fewer {
  flow::KnobChange change;
  Cycle cycles = 0;
  static void describe(auto& self, auto& visit) {
    flow::KnobChange::describe(self.change, visit);
    visit("cycles", self.cycles, Range{0}, Doc{"cycles with this knob alone changed", "cycles"});
  }
};

/// Estimates of a chip and the run on it.
struct Estimate {
  double mm2 = 0, watts = 0;
  static void describe(auto& self, auto& visit) {
    visit("mm2", self.mm2, Range{0}, Doc{"estimate of the area, without stream ports", "mm2"});
    visit("watts", self.watts, Range{0}, Doc{"estimate of the power in this run", "W"});
  }
};

/// A smaller chip on which a run takes the same cycles.
struct Shrunk {
  Cycle cycles = 0;           ///< of the whole run, on both chips
  std::string table;          ///< the cost table of all estimates
  double node_nm = 0;         ///< of the table
  std::vector<Lowered> rows;  ///< the largest saving first
  std::vector<Fewer> fewer;   ///< in the order of a chip's knobs
  Estimate before, after;
  std::vector<std::string> set;      ///< the rows as words of --set
  std::vector<std::string> command;  ///< words that run the workload on the smaller chip
  static void describe(auto& self, auto& visit) {
    visit("cycles", self.cycles, Range{0}, Doc{"cycles of the run, on both chips", "cycles"});
    visit("table", self.table, Doc{"cost table of all estimates"});
    visit("node_nm", self.node_nm, Range{1, 1000}, Doc{"its node", "nm"});
    visit("rows", self.rows, Doc{"each lowered knob, in the order in which they were lowered"});
    visit("fewer", self.fewer,
          Doc{"knobs with a lower value that takes fewer cycles, which are not the same"});
    visit("before", self.before, Doc{"estimates of the chip as it is"});
    visit("after", self.after, Doc{"estimates of the smaller chip"});
    visit("set", self.set, Doc{"the rows as words of --set"});
    visit("command", self.command, Doc{"words of the command that runs the workload on it"});
  }
};

/// Lowers each knob that costs area as far as the cycles of the whole run stay the same, by mapping
/// anew and simulating. The result does not depend on `jobs`, the number of runs at once. Leaves
/// out `command`.
/// @param inputs  with options that leave no choice open (policy `paper`)
/// @throws as mapping and simulating on the chip as it is do
Shrunk shrunk(const flow::Inputs& inputs, const CostTable& table, flow::PlacementCache& cache,
              int jobs = process::kAllThreads);

/// For people: at most 80 columns, plain ASCII. `command` is left to the caller.
std::string to_text(const Shrunk& shrunk);

}  // namespace rda::shrink
