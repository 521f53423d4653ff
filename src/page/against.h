// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cost/roofs.h"
#include "page/step.h"
#include "rda/describe.h"
#include "rda/report.h"
#include "rda/workload.h"
#include "regress/compare.h"
#include "report/report_fields.h"

namespace rda::page {

/// The cycles of one time step of the other run.
struct OtherStep {
  std::int64_t step = 0;
  Cycle cycles = 0;
  std::vector<ChainShare> summary;
  static void describe(auto& self, auto& visit) {
    visit("step", self.step, Range{0}, Doc{"time step, from 0"});
    visit("cycles", self.cycles, Range{0}, Doc{"length of the step", "cycles"});
    visit("summary", self.summary, Doc{"cycles by category, largest first"});
  }
};

/// The other run of a page that compares two.
struct Against {
  Report report;
  std::vector<cost::Roof> roofs;
  std::optional<OtherStep> step;
  regress::Comparison comparison;
  static void describe(auto& self, auto& visit) {
    visit("report", self.report, Doc{"the report of the other run, without units and streams"});
    visit("roofs", self.roofs, Doc{"what limits the speed of the other run, part by part"});
    visit("step", self.step, Doc{"one time step of it; null: as /step"});
    visit("comparison", self.comparison,
          Doc{"what differs, as compare --format json writes it: the page's run is the first"});
  }
};

/// A run that a page compares, and its name for people: the file of its report.
struct ComparedRun {
  std::string name;
  const Report& report;
};

/// Checks that two runs do the same work, so that their cycles compare: the same network, batch and
/// steps. Number formats, values and chips may differ.
/// @throws Error (bad input)  in one line that says what differs
void check_same_work(const std::string& first_name, const Workload& first,
                     const std::string& other_name, const Workload& other);

/// @param step  of the other run; none: its steps were not counted
Against against(const ComparedRun& first, const ComparedRun& other,
                const std::optional<StepActivity>& step);

}  // namespace rda::page
