// SPDX-License-Identifier: Apache-2.0
#include "flow/evaluate.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "base/ceil_div.h"
#include "chip/chip_fields.h"
#include "flow/hand_over.h"
#include "flow/network_cost.h"
#include "flow/stash_report.h"
#include "flow/verify.h"
#include "json/text_writer.h"
#include "mapping/mapping_fields.h"
#include "process/progress.h"
#include "training/simulated.h"
#include "workload/data.h"
#include "workload/layers.h"
#include "workload/workload_fields.h"

namespace rda::flow {
namespace {

SimulateOptions simulate_options(const Conditions& conditions, const Execution& execution,
                                 std::int64_t steps) {
  SimulateOptions how;
  how.engine = execution.engine;
  how.verify_steps = steps;
  how.max_cycles = conditions.max_cycles;
  how.fast_forward = execution.fast_forward;
  return how;
}

RunInputs inputs_of(const Inputs& inputs, const Mapped& mapped, const Conditions& conditions,
                    std::int64_t steps) {
  return {.chip = inputs.chip,
          .workload = inputs.workload,
          .data_sha256 = steps == 0 ? "" : workload::data_sha256(inputs.workload),
          .mapping = inputs.options,
          .mapping_file = mapped.file,
          .mapping_sha256 = mapped.file_sha256,
          .run = conditions};
}

/// Names inputs by what they are: data by its bytes, wherever it lies.
std::string hash_of(const RunInputs& inputs, std::span<const Mapped> sections) {
  Workload workload = inputs.workload;
  workload.data = inputs.data_sha256;
  workload.inputs.clear();
  std::string mappings;
  for (const Mapped& section : sections) mappings += json::write_inputs(section.mapping);
  return input_hash(json::write_inputs(inputs.chip), json::write_inputs(workload), mappings);
}

}  // namespace

std::int64_t steps_to_verify(const Conditions& conditions, const Workload& workload) {
  if (conditions.verify_steps == 0) return 0;
  // The first step of a layer that reads a whole sequence needs all steps of another layer, and so
  // does training.
  const std::vector<workload::PlacedLayer> layers = workload::layers_of(workload);
  if (training::simulates_training(workload) ||
      std::ranges::any_of(layers, &workload::PlacedLayer::begins)) {
    const std::int64_t all =
        std::max(workload.steps, std::ranges::max(layers, {}, &workload::PlacedLayer::steps).steps);
    if (conditions.verify_steps == kAllSteps) return all * workload.repetitions();
    return all * std::min(ceil_div(conditions.verify_steps, all), workload.repetitions());
  }
  if (conditions.verify_steps == kAllSteps) return workload.steps_of_run();
  return std::min(conditions.verify_steps, workload.steps_of_run());
}

namespace {

/// The tensors of the steps that are verified.
Tensors tensors_of(const Inputs& inputs, std::int64_t steps, HostStats& host) {
  return host.timed(
      "data", [&] { return steps > 0 ? training::tensors_of(inputs.workload, steps) : Tensors(); });
}

/// Takes a section's part of a run's values and saturations.
void add(Verification part, RunValues values, Verification& all, RunValues& of_run) {
  all.max_abs_error = std::max(all.max_abs_error, part.max_abs_error);
  all.bit_exact = all.bit_exact && part.bit_exact;
  std::ranges::move(part.saturations, std::back_inserter(all.saturations));
  of_run.chip.merge(std::move(values.chip));
  of_run.exact.merge(std::move(values.exact));
}

SectionRun section_run(const Mapped& mapped, const RunResult& result) {
  const SectionOf& of = mapped.section;
  return {of.number, of.first, of.last, mapped.mapping, result};
}

Report report_of(const Inputs& inputs, const Mapped& mapped, const RunResult& result,
                 const Verification& verification, RunInputs from) {
  std::string hash = hash_of(from, {&mapped, 1});
  Report report;
  if (mapped.section.sections > 1) {
    const SectionRun run = section_run(mapped, result);
    report =
        make_report(inputs.chip, {&run, 1}, mapped.section.sections, verification, std::move(hash));
  } else {
    report = make_report(inputs.chip, mapped.mapping, result, verification, std::move(hash));
  }
  if (report.training)
    report.training->stash = stash_report(inputs.chip, inputs.workload, mapped.mapping);
  report.inputs = std::move(from);
  return report;
}

}  // namespace

Evaluation evaluate(const Inputs& inputs, const Mapped& mapped, const Conditions& conditions,
                    const Execution& execution) {
  const Mapping& mapping = mapped.mapping;
  const std::int64_t all_steps = steps_to_verify(conditions, inputs.workload);
  const std::int64_t steps = std::min(all_steps, mapped.graph.steps_of_run());
  HostStats unseen;
  HostStats& host = execution.host ? *execution.host : unseen;
  Tensors tensors = tensors_of(inputs, all_steps, host);
  if (steps > 0) hand_over_reference(mapped.section.earlier, mapping.reduction, all_steps, tensors);
  SimulateOptions how = simulate_options(conditions, execution, steps);
  std::optional<NetworkCost> cost;
  if (conditions.ideal_network)
    cost = host.timed("network",
                      [&] { return network_cost(inputs.chip, mapping, how, execution.jobs); });
  how.waveform = execution.waveform;
  Evaluation made;
  made.result = host.timed("simulate", [&] {
    const process::Stage stage("simulating", execution.show_stage);
    return simulate(inputs.chip, mapping, tensors, how, execution.probe, &made.notes);
  });
  const RunResult& result = made.result;
  host.split_simulate(made.notes);
  const Verification verification = host.timed("verify", [&] {
    const process::Stage stage("verifying", execution.show_stage);
    return verify(mapped.graph, tensors, mapping.reduction, steps, result, execution.values);
  });
  made.report = host.timed("report", [&] {
    return report_of(inputs, mapped, result, verification,
                     inputs_of(inputs, mapped, conditions, steps));
  });
  made.report.network_cost = std::move(cost);
  if (made.report.network_cost && made.report.network_cost->ideal_cycles)
    made.report.network_cost->cost_cycles = result.cycles - *made.report.network_cost->ideal_cycles;
  return made;
}

Evaluation evaluate(const Inputs& inputs, std::span<const Mapped> sections,
                    const Conditions& conditions, const Execution& execution) {
  if (sections.size() == 1) return evaluate(inputs, sections.front(), conditions, execution);
  const std::int64_t all_steps = steps_to_verify(conditions, inputs.workload);
  HostStats unseen;
  HostStats& host = execution.host ? *execution.host : unseen;
  Tensors tensors = tensors_of(inputs, all_steps, host), exact = tensors;
  Verification verification{.steps = all_steps, .bit_exact = all_steps > 0};
  RunValues of_run;
  std::vector<RunResult> results;
  for (const Mapped& section : sections) {
    const std::int64_t steps = std::min(all_steps, section.graph.steps_of_run());
    results.push_back(host.timed("simulate", [&] {
      const process::Stage stage("simulating", execution.show_stage);
      return simulate(inputs.chip, section.mapping, tensors,
                      simulate_options(conditions, execution, steps));
    }));
    if (steps == 0) continue;
    host.timed("verify", [&] {
      const process::Stage stage("verifying", execution.show_stage);
      RunValues values;
      Verification part = verify(section.graph, tensors, section.mapping.reduction, steps,
                                 results.back(), &values, &exact);
      hand_over(section.graph, results.back().values, steps, tensors);
      hand_over(section.graph, values.exact, steps, exact);
      add(std::move(part), std::move(values), verification, of_run);
      return 0;
    });
  }
  if (execution.values) *execution.values = std::move(of_run);
  std::vector<SectionRun> runs;
  for (std::size_t i = 0; i < sections.size(); ++i)
    runs.push_back(section_run(sections[i], results[i]));
  Evaluation made;
  made.report = host.timed("report", [&] {
    RunInputs from = inputs_of(inputs, sections.front(), conditions, all_steps);
    Report report =
        make_report(inputs.chip, runs, std::ssize(runs), verification, hash_of(from, sections));
    report.inputs = std::move(from);
    return report;
  });
  return made;
}

Trace trace_of(const Chip& chip, const Mapping& mapping, std::int64_t steps, Cycle max_cycles) {
  SimulateOptions how;
  how.steps = steps;
  how.max_cycles = max_cycles;
  Tracer tracer(mapping);
  simulate(chip, mapping, {}, how, &tracer);
  return tracer.take();
}

}  // namespace rda::flow
