// SPDX-License-Identifier: Apache-2.0
#include "flow/what_if.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <tuple>

#include "base/ceil_div.h"
#include "base/text.h"
#include "flow/make_mapping.h"
#include "process/progress.h"
#include "process/threads.h"
#include "rda/simulate.h"

namespace rda::flow {
namespace {

/// A chip and a seed to map with, or the ideal network.
struct WhatIfRun {
  Chip chip;
  MappingOptions options;
  bool ideal = false;
  std::shared_ptr<const Mapping> made = nullptr;  ///< its mapping, if it is there already
};

/// Cycles and used PCUs, as text.
std::string outcome_of(const WhatIfRun& job, const Graph& graph, PlacementCache& cache) {
  const Mapping mapping = job.made ? *job.made : cache.map(graph, job.chip, job.options);
  SimulateOptions how;
  if (job.ideal) how.ideal = all_ideal(mapping);
  return fmt::format("{} {}", simulate(job.chip, mapping, {}, how).cycles,
                     std::ranges::count(mapping.units, UnitKind::pcu, &Unit::kind));
}

std::vector<process::ChildOutcome> run_all(const std::vector<WhatIfRun>& runs, const Graph& graph,
                                           PlacementCache& cache, int jobs) {
  const int count = static_cast<int>(runs.size());
  process::Progress progress("what-if runs", count);
  const auto work = [&](int i) {
    PlacementCache own = cache;
    return outcome_of(runs[static_cast<std::size_t>(i)], graph, own);
  };
  return process::in_threads(count, jobs, work, [&](int done) { progress.show(done); });
}

/// The chip as it is, with the seed asked for and with the next ones.
constexpr int kSeeds = 4;

void take_seeds(const std::vector<process::ChildOutcome>& outcomes, WhatIfTable& table) {
  table.cycles = table.least_cycles = table.most_cycles =
      std::stoll(process::output_of(outcomes[0]));
  for (std::size_t i = 1; i < kSeeds; ++i) {
    process::rethrow_fault(outcomes[i]);
    if (!outcomes[i].ok()) continue;
    const Cycle cycles = std::stoll(outcomes[i].output);
    table.least_cycles = std::min(table.least_cycles, cycles);
    table.most_cycles = std::max(table.most_cycles, cycles);
  }
}

bool lifts_grid(const WhatIf& row) {
  return !row.changes.empty() && row.changes.front().pointer.starts_with("/grid/");
}

/// A policy or a choice that is kept may not use a larger grid: then its rows say nothing of it.
std::string note_of(const WhatIfTable& table, const MappingOptions& options) {
  std::vector<std::string> unused;
  for (const WhatIf& row : table.rows)
    if (lifts_grid(row) && row.pcus == table.pcus) unused.push_back(row.changes.front().pointer);
  if (unused.empty()) return {};
  const bool paper = options.policy == Policy::paper && options.hu == 0;
  return fmt::format(
      "With a larger {} as many PCUs work as before ({}), at other places: {}, so the row says "
      "nothing of what the grid is worth (--mapping auto with --set of the grid does).",
      join(unused, " or "), table.pcus,
      paper ? "policy paper keeps the published unrolling" : "all rows keep one unrolling");
}

std::int64_t pcus_of(const process::ChildOutcome& outcome) {
  return std::stoll(outcome.output.substr(outcome.output.find(' ')));
}

void take(const process::ChildOutcome& outcome, Cycle before, WhatIf& row) {
  process::rethrow_fault(outcome);
  if (!outcome.ok()) {
    row.problem = outcome.error;
    return;
  }
  row.cycles = std::stoll(outcome.output);
  row.pcus = pcus_of(outcome);
  row.saved = before - *row.cycles;
}

}  // namespace

WhatIfTable what_if(const Inputs& inputs, PlacementCache& cache, int jobs) {
  const auto& [chip, workload, options] = inputs;
  WhatIfTable table;
  Workload first = workload;
  first.steps = std::min(workload.steps, kWhatIfSteps);
  if (const std::int64_t most = ceil_div(kWhatIfSteps, first.steps); workload.repetitions() > most)
    first.repeat = most;
  table.steps = first.steps_of_run();
  table.all_steps = workload.steps_of_run();
  std::vector<WhatIfRun> runs;
  for (int seed = 0; seed < kSeeds; ++seed) {
    runs.push_back({chip, options});
    runs.back().options.seed += seed;
  }
  runs.push_back({chip, options, true});
  table.rows.emplace_back();
  const Graph graph = graph_to_map(inputs, first);
  if (chip.memory)  // its limits are lifted if the mapping reaches it
    runs.front().made = runs.back().made =
        std::make_shared<const Mapping>(cache.map(graph, chip, options));
  const bool off_chip = chip.memory && !runs.front().made->memory.empty();
  for (const auto& changes : lifted_limits(chip, off_chip)) {
    runs.push_back({changed(chip, changes), options});
    WhatIf& row = table.rows.emplace_back();
    row.changes = changes;
    for (const KnobChange& change : changes)
      row.set.push_back(change.pointer + '=' + value_text(change.pointer, change.to));
    // A search names the numbers of values and rows in a vector; vectors of other PCUs have others.
    if (options.rv != 0 && runs.back().chip.pcu.lanes != chip.pcu.lanes) {
      runs.back().options.rv = 0;
      row.set.emplace_back("/rv=0");
    }
    if (const int lanes = runs.back().chip.pcu.lanes; options.hv > 1 && options.hv != lanes) {
      runs.back().options.hv = lanes;
      row.set.emplace_back(fmt::format("/hv={}", lanes));
    }
  }
  const std::vector<process::ChildOutcome> outcomes = run_all(runs, graph, cache, jobs);
  take_seeds(outcomes, table);
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    take(outcomes[kSeeds + row], table.cycles, table.rows[row]);
  table.pcus = pcus_of(outcomes[0]);
  table.note = note_of(table, options);
  std::ranges::stable_sort(table.rows, std::ranges::greater{}, [](const WhatIf& row) {
    return std::tuple(row.cycles.has_value(), row.saved);
  });
  return table;
}

}  // namespace rda::flow
