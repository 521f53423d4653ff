// SPDX-License-Identifier: Apache-2.0
#include "flow/evaluate.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/file.h"
#include "base/sha256.h"
#include "flow/network_cost.h"
#include "flow/verify.h"

namespace rda::flow {
namespace {

constexpr std::size_t kMostDataBytes = std::size_t{1} << 40;

SimulateOptions simulate_options(const Conditions& conditions, std::int64_t steps) {
  SimulateOptions how;
  how.engine = conditions.engine;
  how.verify_steps = steps;
  how.max_cycles = conditions.max_cycles;
  how.fast_forward = conditions.fast_forward;
  return how;
}

/// Names the inputs by what they are: data by its bytes if it is used, wherever it lies.
std::string hash_of(const Chip& chip, Workload workload, const Mapping& mapping,
                    std::int64_t steps) {
  if (!workload.data.empty())
    workload.data = steps > 0 ? sha256(read_file(workload.data, kMostDataBytes)) : "";
  return input_hash(to_json(chip), to_json(workload), to_json(mapping));
}

}  // namespace

std::int64_t steps_to_verify(const Conditions& conditions, const Workload& workload) {
  if (conditions.verify_steps == kAllSteps) return workload.steps;
  return std::min(conditions.verify_steps, workload.steps);
}

Evaluation evaluate(const Inputs& inputs, const Mapped& mapped, const Conditions& conditions,
                    const Observers& observers) {
  const Mapping& mapping = mapped.mapping;
  const std::int64_t steps = steps_to_verify(conditions, inputs.workload);
  HostStats unseen;
  HostStats& host = observers.host ? *observers.host : unseen;
  const Tensors tensors = host.timed(
      "data", [&] { return steps > 0 ? make_tensors(inputs.workload, steps) : Tensors(); });
  const SimulateOptions how = simulate_options(conditions, steps);
  std::optional<NetworkCost> cost;
  if (conditions.ideal_network)
    cost = host.timed("network", [&] { return network_cost(inputs.chip, mapping, how); });
  Evaluation made;
  const RunResult result = host.timed("simulate", [&] {
    return simulate(inputs.chip, mapping, tensors, how, observers.trace, &made.notes);
  });
  host.split_simulate(made.notes);
  const Verification verification = host.timed(
      "verify", [&] { return verify(mapped.graph, tensors, mapping.reduction, steps, result); });

  made.report = host.timed("report", [&] {
    return make_report(inputs.chip, mapping, result, verification,
                       hash_of(inputs.chip, inputs.workload, mapping, steps));
  });
  made.report.network_cost = std::move(cost);
  if (made.report.network_cost && made.report.network_cost->ideal_cycles)
    made.report.network_cost->cost_cycles = result.cycles - *made.report.network_cost->ideal_cycles;
  return made;
}

Trace trace_of(const Chip& chip, const Mapping& mapping, std::int64_t steps) {
  SimulateOptions how;
  how.steps = steps;
  Trace trace;
  simulate(chip, mapping, {}, how, &trace);
  return trace;
}

}  // namespace rda::flow
