// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "page/gates.h"
#include "page/results.h"
#include "rda/describe.h"
#include "rda/explain.h"
#include "rda/mapping.h"
#include "rda/trace.h"

namespace rda::page {

/// One time step: its critical chain, and what all units did meanwhile.
struct StepActivity {
  Explanation explanation;
  std::int64_t interval = 1;  ///< cycles; the last one may be shorter
  std::vector<GateActivity> gates;
  std::vector<GateResults> results;
  static void describe(auto& self, auto& visit) {
    visit("explanation", self.explanation, Doc{"the critical chain, as explain -o writes it"});
    visit("interval", self.interval, Range{1},
          Doc{"length of an interval; the last one may be shorter", "cycles"});
    visit("gates", self.gates, Doc{"what the units did from the chain's first cycle to its last"});
    visit("results", self.results, Doc{"when the gates had their results of the step"});
  }
};

/// Most intervals of a step: as many as a wide screen has columns.
inline constexpr std::int64_t kMostIntervals = 2000;

/// Explains a step and adds up the firings in the cycles of its chain, by layer, direction and
/// gate. @throws as explain_step() does
StepActivity step_of(const Chip& chip, const Mapping& mapping, const Trace& trace,
                     std::int64_t step);

}  // namespace rda::page
