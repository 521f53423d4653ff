// SPDX-License-Identifier: Apache-2.0
#include "app/repeated.h"

#include <fmt/format.h>

#include <utility>

#include "app/cost_choice.h"
#include "app/page_file.h"
#include "base/tell.h"
#include "base/text.h"

namespace rda::app {

void tell_other_program(const std::string& file, const flow::Repeat& report) {
  if (!report.is_ours())
    tell(fmt::format("rdasim: note: rdasim {} ({}) made {}; this is rdasim {} ({})\n",
                     one_line(report.simulator_version), one_line(report.simulator_commit),
                     one_line(file, 400), version(), commit()));
}

void tell_difference(const std::string& file, const flow::Repeat& report, const Report& repeated) {
  const std::string difference = report.difference(repeated);
  if (!difference.empty())
    tell(fmt::format(
        "rdasim: note: {}: {} ({})\n", one_line(file, 400), difference,
        report.is_ours() ? "the report was changed" : "another rdasim made the report"));
}

Repeated repeat_run(const std::string& file, const flow::Repeat& report,
                    flow::PlacementCache& cache, const RepeatOptions& options) {
  tell_other_program(file, report);
  const Costs costs(options.costs.given ? options.costs : choice_of(report.figures, file));
  const flow::MapRequest request{.mapping_file = report.mapping_file,
                                 .search = {report.conditions.search_budget, options.jobs},
                                 .show_stage = true};
  Repeated again{flow::make_mapping(report.inputs, request, cache), {}, {}, {}};
  std::optional<page::TimeProbe> probe;
  flow::Execution execution;
  execution.jobs = options.jobs;
  execution.show_stage = true;
  std::optional<page::StepBeside> step;
  if (options.page) {
    execution.probe = &probe.emplace(again.mapped.mapping);
    step.emplace(report.inputs.chip, again.mapped.mapping, *options.page);
  }
  flow::Evaluation made = flow::evaluate(report.inputs, again.mapped, report.conditions, execution);
  again.report = std::move(made.report);
  again.report.command = report.command;
  again.report.cost = costs.of(report.inputs.chip, again.report.cycles, again.report.actions);
  if (step) again.chain = step->take(again.report);
  if (probe) again.time = series_of(*probe, costs, report.inputs.chip, made.result);
  tell_difference(file, report, again.report);
  return again;
}

}  // namespace rda::app
