// SPDX-License-Identifier: Apache-2.0
#include "app/evaluate.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "app/network_cost.h"
#include "app/verify.h"
#include "base/file.h"
#include "base/sha256.h"

namespace rda::app {
namespace {

constexpr std::size_t kMostDataBytes = std::size_t{1} << 40;

std::int64_t steps_to_verify(const RunConditions& conditions, const Workload& workload) {
  if (conditions.verify_steps == kAllSteps) return workload.steps;
  return std::min(conditions.verify_steps, workload.steps);
}

SimulateOptions simulate_options(const RunConditions& conditions, std::int64_t steps) {
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

Evaluation evaluate(LoadedInputs& loaded, const MappingSource& source,
                    const RunConditions& conditions, PlacementCache& cache, HostStats& host) {
  const Chip& chip = loaded.chip;
  const Workload& workload = loaded.workload;
  const std::int64_t steps = steps_to_verify(conditions, workload);
  check_verify_size(workload, steps);

  const Graph graph = lower(workload);
  const auto [mapping, quality, search] =
      host.timed("map", [&] { return mapping_of(source, loaded, graph, cache); });
  host.split_map(quality);
  const Tensors tensors =
      host.timed("data", [&] { return steps > 0 ? make_tensors(workload, steps) : Tensors(); });
  const SimulateOptions how = simulate_options(conditions, steps);
  std::optional<NetworkCost> cost;
  if (conditions.ideal_network)
    cost = host.timed("network", [&] { return network_cost(chip, mapping, how); });
  Evaluation made;
  const RunResult result = host.timed(
      "simulate", [&] { return simulate(chip, mapping, tensors, how, nullptr, &made.notes); });
  host.split_simulate(made.notes);
  const Verification verification = host.timed(
      "verify", [&] { return verify(graph, tensors, mapping.reduction, steps, result); });

  made.report = host.timed("report", [&] {
    return make_report(chip, mapping, result, verification,
                       hash_of(chip, workload, mapping, steps));
  });
  made.report.network_cost = std::move(cost);
  if (made.report.network_cost && made.report.network_cost->ideal_cycles)
    made.report.network_cost->cost_cycles = result.cycles - *made.report.network_cost->ideal_cycles;
  return made;
}

}  // namespace rda::app
