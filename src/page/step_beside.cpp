// SPDX-License-Identifier: Apache-2.0
#include "page/step_beside.h"

#include "flow/evaluate.h"
#include "process/children.h"

namespace rda::page {

StepBeside::StepBeside(const Chip& chip, const Mapping& mapping, const StepOptions& options)
    : chip_(chip), mapping_(mapping), max_cycles_(options.max_cycles) {
  const std::int64_t step = options.step.value_or(usual_step(mapping.steps));
  const bool at_once = process::children_at_once(options.jobs) > 1;
  made_ = std::async(at_once ? std::launch::async : std::launch::deferred,
                     [&chip, &mapping, step, most = options.max_cycles] {
                       const Trace trace = flow::trace_of(chip, mapping, step + 1, most);
                       return step_of(chip, mapping, trace, step);
                     });
}

CriticalChain StepBeside::take(const Report& report) {
  if (!report.step_cycles.lengths.empty()) return {made_.get(), std::nullopt};
  const Trace trace = flow::trace_of(chip_, mapping_, mapping_.steps, max_cycles_);
  return {std::nullopt, explain_run(chip_, mapping_, trace)};
}

}  // namespace rda::page
