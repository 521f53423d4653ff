// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <future>
#include <optional>

#include "page/step.h"
#include "rda/report.h"

namespace rda::page {

/// The critical chain that a page shows: of a step, or of the run if its steps were not counted,
/// because they cannot be told apart.
struct CriticalChain {
  std::optional<StepActivity> step;
  std::optional<RunExplanation> run;
};

/// How the step of a page is explained.
struct StepOptions {
  std::optional<std::int64_t> step;  ///< from 0; none: usual_step()
  Cycle max_cycles = 0;              ///< of the run; 0: no limit
  int jobs = 0;                      ///< simulations at once; 0: as many as the machine has cores
};

/// Explains a step of a mapping while the run goes on: simulates up to the step's end once more,
/// with a trace, in a thread of its own, or in take() if there may be one simulation at a time.
class StepBeside {
 public:
  /// Both must outlive this.
  StepBeside(const Chip& chip, const Mapping& mapping, const StepOptions& options);

  /// Call once, after the run; simulates it once more if the chain is that of the run.
  /// @throws as flow::trace_of() and explain_step() do
  CriticalChain take(const Report& report);

 private:
  const Chip& chip_;
  const Mapping& mapping_;
  const Cycle max_cycles_;
  std::future<StepActivity> made_;
};

}  // namespace rda::page
