// SPDX-License-Identifier: Apache-2.0
#include "flow/trials.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>
#include <utility>

#include "process/progress.h"
#include "process/threads.h"
#include "rda/check.h"
#include "rda/error.h"
#include "rda/simulate.h"

namespace rda::flow {
namespace {

/// Steps that tell candidates apart: of a longer run, all steps but the first few are alike.
constexpr std::int64_t kSearchSteps = 6;

/// Cycles until all sinks have the first `count` steps, or repetitions; none if these are not
/// counted at some sink, because the tokens of a step are not equally many.
std::optional<Cycle> cycles_of(const std::vector<StepCycles>& sinks, std::int64_t count) {
  Cycle most = 0;
  for (const StepCycles& sink : sinks) {
    if (std::ssize(sink.first) < count) return std::nullopt;
    most =
        std::max(most, std::accumulate(sink.first.begin(), sink.first.begin() + count, Cycle{0}));
  }
  return most;
}

/// Of a run whose sinks do not take equally many tokens in each step: of all of it, or of several
/// repetitions from the first two.
Cycle cycles_without_steps(const Chip& chip, const Mapping& mapping) {
  const std::int64_t repetitions = mapping.repetitions();
  SimulateOptions how;
  if (repetitions > 2) how.steps = 2 * (mapping.steps / repetitions);
  const RunResult result = simulate(chip, mapping, {}, how);
  if (repetitions <= 2) return result.cycles;
  const std::optional<Cycle> first = cycles_of(result.repetitions, 1);
  RDA_CHECK(first.has_value());
  return result.cycles + (result.cycles - *first) * (repetitions - 2);
}

/// Cycles of the whole run, from those of its first steps.
Cycle run_cycles(const Chip& chip, const Mapping& mapping, std::int64_t steps) {
  static_assert(kSearchSteps <= std::int64_t{StepCycles::kEnds});
  SimulateOptions how;
  how.steps = steps;
  const RunResult result = simulate(chip, mapping, {}, how);
  if (steps == mapping.steps) return result.cycles;
  const std::int64_t half = steps / 2;
  const std::optional<Cycle> first = cycles_of(result.steps, half);
  if (!first) return cycles_without_steps(chip, mapping);
  const Cycle more = result.cycles - *first;
  return result.cycles + more * (mapping.steps - steps) / (steps - half);
}

/// A candidate's mapping, and what came of it.
struct Tried {
  Mapping mapping;
  MapQuality quality;
  Cycle cycles = 0;
};

}  // namespace

Trials::Trials(const Graph& graph, const Chip& chip, PlacementCache& cache, int jobs)
    : graph_(graph), chip_(chip), cache_(cache), jobs_(jobs) {
  seen_.steps = std::min(graph.steps_of_run(), kSearchSteps);
}

std::vector<std::optional<Cycle>> Trials::run(std::vector<Trial> trials) {
  const int count = static_cast<int>(trials.size());
  process::Progress progress("candidates", count);
  std::vector<Tried> tried(trials.size());
  const auto outcomes = process::in_threads(
      count, jobs_,
      [&](int i) {
        PlacementCache own = cache_;
        Tried& here = tried[static_cast<std::size_t>(i)];
        const Trial& trial = trials[static_cast<std::size_t>(i)];
        here.mapping =
            own.map(graph_, chip_, trial.candidate.options, &here.quality, trial.placements);
        here.cycles = run_cycles(chip_, here.mapping, seen_.steps);
        return std::string();
      },
      [&](int done) { progress.show(done); });
  std::vector<std::optional<Cycle>> cycles;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    trials[i].problem = outcomes[i].error;
    // A mapping of ours that deadlocks is refused like one that cannot be routed.
    process::rethrow_fault(outcomes[i]);
    if (outcomes[i].ok()) trials[i].cycles = tried[i].cycles;
    if (outcomes[i].ok() && (!best_ || tried[i].cycles < *best_)) {
      best_ = tried[i].cycles;
      seen_.mapping = std::move(tried[i].mapping);
      seen_.quality = tried[i].quality;
    }
    cycles.push_back(trials[i].cycles);
    seen_.trials.push_back(std::move(trials[i]));
  }
  return cycles;
}

Search Trials::take(std::int64_t considered) {
  if (!best_)
    throw MappingError(graph_.name,
                       "no candidate could be mapped; the first: " + seen_.trials.front().problem);
  std::ranges::stable_sort(seen_.trials, [](const Trial& a, const Trial& b) {
    return a.cycles && (!b.cycles || *a.cycles < *b.cycles);
  });
  seen_.considered = considered;
  return std::move(seen_);
}

}  // namespace rda::flow
