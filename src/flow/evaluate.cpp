// SPDX-License-Identifier: Apache-2.0
#include "flow/evaluate.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/ceil_div.h"
#include "chip/chip_fields.h"
#include "flow/network_cost.h"
#include "flow/verify.h"
#include "json/text_writer.h"
#include "mapping/mapping_fields.h"
#include "process/progress.h"
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
std::string hash_of(const RunInputs& inputs, const Mapping& mapping) {
  Workload workload = inputs.workload;
  workload.data = inputs.data_sha256;
  workload.inputs.clear();
  return input_hash(json::write_inputs(inputs.chip), json::write_inputs(workload),
                    json::write_inputs(mapping));
}

}  // namespace

std::int64_t steps_to_verify(const Conditions& conditions, const Workload& workload) {
  if (conditions.verify_steps == 0) return 0;
  // The first step of a layer that reads a whole sequence needs all steps of another layer.
  const std::vector<workload::PlacedLayer> layers = workload::layers_of(workload);
  if (std::ranges::any_of(layers, &workload::PlacedLayer::begins)) {
    const std::int64_t all =
        std::max(workload.steps, std::ranges::max(layers, {}, &workload::PlacedLayer::steps).steps);
    if (conditions.verify_steps == kAllSteps) return all * workload.repetitions();
    return all * std::min(ceil_div(conditions.verify_steps, all), workload.repetitions());
  }
  if (conditions.verify_steps == kAllSteps) return workload.steps_of_run();
  return std::min(conditions.verify_steps, workload.steps_of_run());
}

Evaluation evaluate(const Inputs& inputs, const Mapped& mapped, const Conditions& conditions,
                    const Execution& execution) {
  const Mapping& mapping = mapped.mapping;
  const std::int64_t steps = steps_to_verify(conditions, inputs.workload);
  HostStats unseen;
  HostStats& host = execution.host ? *execution.host : unseen;
  const Tensors tensors = host.timed(
      "data", [&] { return steps > 0 ? make_tensors(inputs.workload, steps) : Tensors(); });
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
    RunInputs from = inputs_of(inputs, mapped, conditions, steps);
    Report report = make_report(inputs.chip, mapping, result, verification, hash_of(from, mapping));
    report.inputs = std::move(from);
    return report;
  });
  made.report.network_cost = std::move(cost);
  if (made.report.network_cost && made.report.network_cost->ideal_cycles)
    made.report.network_cost->cost_cycles = result.cycles - *made.report.network_cost->ideal_cycles;
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
