// SPDX-License-Identifier: Apache-2.0
#include "flow/what_if.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "chip/chip_fields.h"
#include "json/knobs.h"
#include "json/reader.h"
#include "json/writer.h"
#include "process/children.h"
#include "process/progress.h"
#include "rda/check.h"
#include "rda/simulate.h"

namespace rda::flow {
namespace {

// --- the limits ----------------------------------------------------------------------------------

/// How a knob is lifted: to a multiple of what it is, or to a value if that lies further.
struct Lift {
  std::string_view pointer;
  enum { times, at_least, at_most } how;
  std::int64_t number;
};

/// One limit a row. What belongs together is lifted together: a vector of twice the lanes needs
/// twice the banks and port bits, or these would be the limit.
std::vector<std::vector<Lift>> limits() {
  return {
      {{"/grid/rows", Lift::times, 2}},
      {{"/pcu/lanes", Lift::times, 2},
       {"/pmu/banks", Lift::times, 2},
       {"/stream/sources/width_bits", Lift::times, 2},
       {"/stream/sinks/width_bits", Lift::times, 2}},
      {{"/pcu/stages", Lift::times, 2}},
      {{"/pcu/inputs/vector", Lift::times, 2}, {"/pcu/outputs/vector", Lift::times, 2}},
      {{"/pcu/inputs/scalar", Lift::times, 2}, {"/pcu/outputs/scalar", Lift::times, 2}},
      {{"/pmu/inputs/vector", Lift::times, 2}},
      {{"/pmu/outputs/vector", Lift::times, 2}},
      {{"/pmu/inputs/scalar", Lift::times, 2}},
      {{"/pmu/outputs/scalar", Lift::times, 2}},
      {{"/pmu/inputs/scalar", Lift::times, 2}, {"/pmu/outputs/scalar", Lift::times, 2}},
      {{"/pmu/inputs/vector", Lift::times, 2},
       {"/pmu/inputs/scalar", Lift::times, 2},
       {"/pmu/outputs/vector", Lift::times, 2},
       {"/pmu/outputs/scalar", Lift::times, 2}},
      {{"/pmu/banks", Lift::times, 2}},
      {{"/pmu/capacity_kb", Lift::times, 4}},
      {{"/pcu/fifo_depth/vector", Lift::at_least, 64},
       {"/pmu/fifo_depth/vector", Lift::at_least, 64},
       {"/stream/fifo_depth/vector", Lift::at_least, 64}},
      {{"/pcu/fifo_depth/scalar", Lift::at_least, 256},
       {"/pmu/fifo_depth/scalar", Lift::at_least, 256},
       {"/stream/fifo_depth/scalar", Lift::at_least, 256}},
      {{"/network/hop_latency", Lift::at_most, 1}},
      {{"/network/tracks/vector", Lift::times, 4},
       {"/network/tracks/scalar", Lift::times, 4},
       {"/network/tracks/control", Lift::times, 4}},
      {{"/stream/sources/width_bits", Lift::times, 4},
       {"/stream/sources/interval", Lift::at_most, 1}},
      {{"/stream/sinks/width_bits", Lift::times, 4}, {"/stream/sinks/interval", Lift::at_most, 1}},
      {{"/stream/sources/count", Lift::times, 2}, {"/stream/sources/spacing", Lift::at_most, 1}},
  };
}

std::int64_t lifted(const Lift& lift, std::int64_t from) {
  if (lift.how == Lift::times) return from * lift.number;
  return lift.how == Lift::at_least ? std::max(from, lift.number) : std::min(from, lift.number);
}

std::int64_t whole(const json::Integer& number) {
  return std::visit([](auto n) { return static_cast<std::int64_t>(n); }, number);
}

std::int64_t value_at(const json::Value& chip, const std::string& pointer) {
  const json::Value* value = &chip;
  for (const std::string& key : json::split_pointer(pointer))
    value = &value->get<json::Value::Object>().at(key);
  return whole(value->get<json::Integer>());
}

/// None if the knob stays what it is.
std::optional<KnobChange> change_of(const json::Value& chip, const std::vector<json::Knob>& knobs,
                                    const Lift& lift) {
  const auto knob = std::ranges::find(knobs, lift.pointer, &json::Knob::pointer);
  RDA_CHECK(knob != knobs.end(), std::string(lift.pointer));
  const std::int64_t from = value_at(chip, knob->pointer);
  const std::int64_t to = std::min(lifted(lift, from), whole(knob->field.shape.hi));
  if (to == from) return std::nullopt;
  return KnobChange{knob->pointer, from, to};
}

bool is_valid(const Chip& chip, const std::vector<KnobChange>& changes) {
  try {
    changed(chip, changes);
    return true;
  } catch (const ConfigError&) {
    return false;
  }
}

// --- the runs ------------------------------------------------------------------------------------

/// A chip and a seed to map with, or the ideal network.
struct Job {
  Chip chip;
  MappingOptions options;
  bool ideal = false;
};

Cycle cycles_of(const Job& job, const Graph& graph, PlacementCache& cache) {
  const Mapping mapping = cache.map(graph, job.chip, job.options);
  SimulateOptions how;
  if (job.ideal) how.ideal = all_ideal(mapping);
  return simulate(job.chip, mapping, {}, how).cycles;
}

std::vector<process::ChildOutcome> run_all(const std::vector<Job>& jobs, const Graph& graph,
                                           PlacementCache& cache) {
  const int count = static_cast<int>(jobs.size());
  const process::Progress progress("what-if runs", count);
  const auto work = [&](int i) {
    return std::to_string(cycles_of(jobs[static_cast<std::size_t>(i)], graph, cache));
  };
  return process::in_children(count, process::kAllThreads, work,
                              [&](int done) { progress.show(done); });
}

/// The chip as it is, with the seed asked for and with the next ones.
constexpr int kSeeds = 4;

void take_seeds(const std::vector<process::ChildOutcome>& outcomes, WhatIfTable& table) {
  table.cycles = table.least_cycles = table.most_cycles =
      std::stoll(process::output_of(outcomes[0]));
  for (std::size_t i = 1; i < kSeeds; ++i) {
    if (!outcomes[i].ok()) continue;
    const Cycle cycles = std::stoll(outcomes[i].output);
    table.least_cycles = std::min(table.least_cycles, cycles);
    table.most_cycles = std::max(table.most_cycles, cycles);
  }
}

void take(const process::ChildOutcome& outcome, Cycle before, WhatIf& row) {
  if (!outcome.ok()) {
    row.problem = outcome.error;
    return;
  }
  row.cycles = std::stoll(outcome.output);
  row.saved = before - *row.cycles;
}

}  // namespace

std::vector<std::vector<KnobChange>> lifted_limits(const Chip& chip) {
  const json::Value value = json::to_value(chip);
  const std::vector<json::Knob> knobs = json::knobs<Chip>();
  std::vector<std::vector<KnobChange>> all;
  for (const std::vector<Lift>& limit : limits()) {
    std::vector<KnobChange> changes;
    for (const Lift& lift : limit)
      if (auto change = change_of(value, knobs, lift)) changes.push_back(*std::move(change));
    if (!changes.empty() && is_valid(chip, changes) && std::ranges::find(all, changes) == all.end())
      all.push_back(std::move(changes));
  }
  return all;
}

Chip changed(const Chip& chip, const std::vector<KnobChange>& changes) {
  std::vector<Override> overrides;
  for (const KnobChange& change : changes)
    overrides.push_back({change.pointer, std::to_string(change.to)});
  Chip result = chip;
  json::override_fields(result, overrides);
  check(result, "--set");
  return result;
}

WhatIfTable what_if(const Inputs& inputs, PlacementCache& cache) {
  const auto& [chip, workload, options] = inputs;
  WhatIfTable table;
  table.steps = std::min(workload.steps, kWhatIfSteps);
  table.all_steps = workload.steps;
  Workload first = workload;
  first.steps = table.steps;
  std::vector<Job> jobs;
  for (int seed = 0; seed < kSeeds; ++seed) {
    jobs.push_back({chip, options});
    jobs.back().options.seed += seed;
  }
  jobs.push_back({chip, options, true});
  table.rows.emplace_back();
  for (const auto& changes : lifted_limits(chip)) {
    jobs.push_back({changed(chip, changes), options});
    table.rows.emplace_back().changes = changes;
  }
  const std::vector<process::ChildOutcome> outcomes = run_all(jobs, lower(first), cache);
  take_seeds(outcomes, table);
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    take(outcomes[kSeeds + row], table.cycles, table.rows[row]);
  std::ranges::stable_sort(table.rows, std::ranges::greater{}, [](const WhatIf& row) {
    return std::tuple(row.cycles.has_value(), row.saved);
  });
  return table;
}

}  // namespace rda::flow
