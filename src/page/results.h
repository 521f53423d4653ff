// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rda/chip.h"
#include "rda/describe.h"
#include "rda/explain.h"
#include "rda/mapping.h"
#include "rda/trace.h"

namespace rda::page {

/// When one gate had its results of a step.
struct GateResults {
  std::int64_t layer = -1;
  std::string direction, gate;
  Cycle first = 0, last = 0;
  std::optional<Cycle> slack;
  static void describe(auto& self, auto& visit) {
    visit("layer", self.layer, Range{-1}, Doc{"layer of the model; -1: none"});
    visit("direction", self.direction, Doc{"reverse, or empty"});
    visit("gate", self.gate, Doc{"gate, as /floorplan/units has it"});
    visit("first", self.first, Range{0},
          Doc{"cycle in which its first result of the step left its units", "cycle"});
    visit("last", self.last, Range{0}, Doc{"cycle in which its last one did", "cycle"});
    visit("slack", self.slack, Range{0},
          Doc{"where the chain leaves the gates: cycles by which this gate's result could come "
              "later and the next units fire as they did; null: the chain passes elsewhere",
              "cycles"});
  }
};

/// The gates whose results other units read, in the order of gates_of(). A gate's results are the
/// tokens of its streams to units that are not of the gate.
/// Requires that the trace reached the end of the explained step.
std::vector<GateResults> results_of(const Chip& chip, const Mapping& mapping, const Trace& trace,
                                    const Explanation& explanation);

}  // namespace rda::page
