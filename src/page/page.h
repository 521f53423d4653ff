// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cost/roofs.h"
#include "flow/inputs.h"
#include "flow/make_mapping.h"
#include "flow/what_if.h"
#include "page/against.h"
#include "page/floorplan.h"
#include "page/kind.h"
#include "page/step_beside.h"
#include "page/time.h"
#include "page/unrolling.h"
#include "rda/report.h"
#include "report/report_fields.h"

namespace rda::page {

/// All that the page of a run shows: the JSON in it.
struct Page {
  std::int64_t page_version = 1;
  PageKind kind = PageKind::run;
  Report report;
  std::vector<cost::Roof> roofs;
  Floorplan floorplan;
  Unrolling unrolling;
  TimeSeries time;
  std::optional<StepActivity> step;          ///< none: the run's steps were not counted
  std::optional<RunExplanation> run;         ///< in this case
  std::optional<flow::WhatIfTable> what_if;  ///< only if it was asked for
  std::optional<Against> against;            ///< the other run, if the page compares two
  static void describe(auto& self, auto& visit) {
    visit("page_version", self.page_version, Range{1}, Doc{"version of this format"});
    visit("kind", self.kind, Doc{"what the page is about"});
    visit("report", self.report, Doc{"the report of the run"});
    visit("roofs", self.roofs, Doc{"what limits the speed of the run, part by part"});
    visit("floorplan", self.floorplan,
          Doc{"where units, streams and links are, and their traffic"});
    visit("unrolling", self.unrolling,
          Doc{"how rows and columns of products are divided among units"});
    visit("time", self.time, Doc{"the run over time"});
    visit("step", self.step,
          Doc{"one time step; null: the run has no steps that can be told apart"});
    visit("run", self.run, Doc{"the critical chain of the whole run; null: see /step"});
    visit("what_if", self.what_if, Doc{"what lifting each limit saves; null: not asked for"});
    visit("against", self.against,
          Doc{"another run, with which this one is compared; null: not asked for"});
  }
};

/// The page of a run, without a what-if table. Requires that all are of these inputs and this
/// mapping. @param chain  as StepBeside::take() gives it
Page make_page(const flow::Inputs& inputs, const flow::Mapped& mapped, Report report,
               TimeSeries time, CriticalChain chain);

/// JSON Schema (draft-07) of the JSON in a page.
std::string page_schema();

}  // namespace rda::page
