// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rda/describe.h"
#include "rda/explain.h"
#include "rda/mapping.h"
#include "rda/trace.h"

namespace rda::page {

/// When the units of one gate fired, in equal intervals of the chain.
struct GateActivity {
  std::int64_t layer = -1;      ///< −1: of no layer
  std::string direction, gate;  ///< as BreakdownRow
  std::int64_t units = 0;
  std::vector<std::int64_t> active;  ///< by interval: unit-cycles with a firing
  static void describe(auto& self, auto& visit) {
    visit("layer", self.layer, Range{-1}, Doc{"layer of the model; -1: none"});
    visit("direction", self.direction, Doc{"reverse, or empty"});
    visit("gate", self.gate, Doc{"gate, as in the report's breakdown"});
    visit("units", self.units, Range{1}, Doc{"number of units, of all kinds", "units"});
    visit("active", self.active, Range{0},
          Doc{"cycles of each interval in which a unit had a firing, added up over the units",
              "unit-cycles"});
  }
};

/// One time step: its critical chain, and what all units did meanwhile.
struct StepActivity {
  Explanation explanation;
  std::int64_t interval = 1;  ///< cycles; the last one may be shorter
  std::vector<GateActivity> gates;
  static void describe(auto& self, auto& visit) {
    visit("explanation", self.explanation, Doc{"the critical chain, as explain -o writes it"});
    visit("interval", self.interval, Range{1},
          Doc{"length of an interval; the last one may be shorter", "cycles"});
    visit("gates", self.gates, Doc{"what the units did from the chain's first cycle to its last"});
  }
};

/// Most intervals of a step: as many as a wide screen has columns.
inline constexpr std::int64_t kMostIntervals = 2000;

/// Explains a step and adds up the firings in the cycles of its chain, by layer, direction and
/// gate. @throws as explain_step() does
StepActivity step_of(const Chip& chip, const Mapping& mapping, const Trace& trace,
                     std::int64_t step);

}  // namespace rda::page
