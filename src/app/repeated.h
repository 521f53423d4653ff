// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "app/cost_choice.h"
#include "flow/evaluate.h"
#include "flow/placement_cache.h"
#include "flow/repeat.h"
#include "page/step_beside.h"
#include "page/time.h"

namespace rda::app {

// What commands that repeat the run of a report share. They tell about it as notes on stderr.

/// That another program made the report, if one did.
void tell_other_program(const std::string& file, const flow::Repeat& report);
/// That the report says something else than its run: it was changed, or an earlier program counted
/// otherwise.
void tell_difference(const std::string& file, const flow::Repeat& report, const Report& repeated);

/// The run of a report once more.
struct Repeated {
  flow::Mapped mapped;
  Report report;
  std::optional<page::TimeSeries> time;  ///< if a page was asked for
  page::CriticalChain chain;             ///< likewise, as page::StepBeside::take() gives it
};
struct RepeatOptions {
  int jobs = process::kAllThreads;             ///< simulations at once
  CostChoice costs = {};                       ///< if none is given: that of the report
  std::optional<page::StepOptions> page = {};  ///< if given: what a page shows of the run, too
};
/// Maps and simulates again. Tells as above.
/// @param file  for messages
Repeated repeat_run(const std::string& file, const flow::Repeat& report,
                    flow::PlacementCache& cache, const RepeatOptions& options = {});

}  // namespace rda::app
