// SPDX-License-Identifier: Apache-2.0
#include "flow/search.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "process/progress.h"
#include "process/threads.h"
#include "rda/error.h"
#include "rda/simulate.h"

namespace rda::flow {
namespace {

/// Steps that tell candidates apart: of a longer run, all steps but the first few are alike.
constexpr std::int64_t kSearchSteps = 6;

/// Cycles until the sinks have the first `steps` steps.
Cycle cycles_of(const Chip& chip, const Mapping& mapping, std::int64_t steps) {
  SimulateOptions how;
  how.steps = steps;
  return simulate(chip, mapping, {}, how).cycles;
}

/// Cycles of the whole run, from those of its first steps.
Cycle run_cycles(const Graph& graph, const Chip& chip, const MappingOptions& options,
                 std::int64_t steps, PlacementCache& cache) {
  const Mapping mapping = cache.map(graph, chip, options);
  const Cycle most = cycles_of(chip, mapping, steps);
  if (steps == graph.steps) return most;
  const std::int64_t half = steps / 2;
  const Cycle less = cycles_of(chip, mapping, half);
  return most + (most - less) * (graph.steps - steps) / (steps - half);
}

/// The model is not that wrong: what it expects to take so much longer than the best is not tried.
constexpr double kHopeless = 1.3;
/// Nor this much, once the best has been simulated: what it does not know are links.
constexpr double kWrong = 1.01, kWrongCyclesOfItem = 16;
/// Candidates that are tried before what they took is used to leave out others.
constexpr std::size_t kBatch = 8;
/// What other FIFO limits may be worth: of what takes longer than this they are not tried.
constexpr double kNear = 1.05;

class Searcher {
 public:
  Searcher(const Graph& graph, const Chip& chip, PlacementCache& cache, int jobs)
      : graph_(graph), chip_(chip), cache_(cache), jobs_(jobs) {
    seen_.steps = std::min(graph.steps, kSearchSteps);
  }

  Search run(const MappingOptions& options, std::int64_t budget) {
    choose_all(parts(chip_, options), budget);
    try_chosen();
    if (std::ranges::none_of(seen_.trials, simulated))
      throw MappingError(
          graph_.name, "no candidate could be mapped; the first: " + seen_.trials.front().problem);
    rank();
    try_other_fifos(options);
    rank();
    return std::move(seen_);
  }

 private:
  static bool simulated(const Trial& trial) { return trial.cycles.has_value(); }

  /// The candidates of the chip and of the parts of it that the workload fits.
  void choose_all(const std::vector<MappingOptions>& all, std::int64_t budget) {
    choose(all.front(), budget);
    for (std::size_t i = 1; i < all.size(); ++i) try {
        choose(all[i], budget);
      } catch (const MappingError&) {
        continue;  // too small a part
      }
  }

  /// Of a chip or a part of it: the first `budget` candidates. The published unrolling joins them
  /// if it is the whole chip's.
  void choose(const MappingOptions& part, std::int64_t budget) {
    std::vector<Candidate> ranked = candidates(graph_, part_of(chip_, part), part);
    seen_.considered += std::ssize(ranked);
    const bool whole = seen_.trials.empty();
    const double most =
        kHopeless * (whole ? ranked.front() : seen_.trials.front().candidate).cycles;
    for (std::size_t i = 0; i < ranked.size(); ++i)
      if ((std::cmp_less(i, budget) && ranked[i].cycles <= most) || (whole && ranked[i].published))
        seen_.trials.push_back({std::move(ranked[i]), std::nullopt, "", false});
  }

  /// The most promising first, batch by batch, and none that can no longer win.
  void try_chosen() {
    std::vector<std::size_t> left(seen_.trials.size());
    std::iota(left.begin(), left.end(), std::size_t{0});
    std::ranges::stable_sort(left, {}, [&](std::size_t i) { return candidate(i).cycles; });
    std::vector<std::size_t> hopeless;
    for (std::size_t next = 0; next < left.size();) {
      std::vector<std::size_t> batch;
      for (; next < left.size() && batch.size() < kBatch; ++next)
        (can_win(candidate(left[next])) ? batch : hopeless).push_back(left[next]);
      try_out(batch);
    }
    std::ranges::sort(hopeless, std::greater<>());
    for (const std::size_t i : hopeless)
      seen_.trials.erase(seen_.trials.begin() + static_cast<std::ptrdiff_t>(i));
  }

  const Candidate& candidate(std::size_t i) const { return seen_.trials[i].candidate; }

  bool can_win(const Candidate& candidate) const {
    const auto items = static_cast<double>(graph_.steps * graph_.batch);
    return candidate.published || !best_ ||
           candidate.cycles <= kWrong * static_cast<double>(*best_) + kWrongCyclesOfItem * items;
  }

  /// The best one of each part, if it is near the best of all, planned with FIFOs of other depths:
  /// to count on deep ones may do worse. Of each part, so that a larger chip tries what its parts
  /// do.
  void try_other_fifos(const MappingOptions& asked) {
    std::set<std::tuple<int, int, int>> seen_parts;
    const std::size_t tried = seen_.trials.size();
    for (std::size_t i = 0; i < tried && near_best(seen_.trials[i]); ++i) {
      const Candidate best = candidate(i);
      const MappingOptions& part = best.options;
      if (!seen_parts.insert({part.region_rows, part.region_cols, part.track_limit}).second)
        continue;
      for (const MappingOptions& options : other_fifos(chip_, asked, part)) {
        seen_.trials.push_back({best, std::nullopt, "", true});
        seen_.trials.back().candidate.options = options;
      }
    }
    std::vector<std::size_t> added(seen_.trials.size() - tried);
    std::iota(added.begin(), added.end(), tried);
    try_out(added);
  }

  bool near_best(const Trial& trial) const {
    return trial.cycles &&
           static_cast<double>(*trial.cycles) <= kNear * static_cast<double>(*best_);
  }

  /// Places, routes and simulates these of the trials, in threads.
  void try_out(const std::vector<std::size_t>& numbers) {
    const int count = static_cast<int>(numbers.size());
    process::Progress progress("candidates", count);
    const auto trial = [&](int i) -> Trial& {
      return seen_.trials[numbers[static_cast<std::size_t>(i)]];
    };
    const auto outcomes = process::in_threads(
        count, jobs_,
        [&](int i) {
          PlacementCache own = cache_;
          return std::to_string(
              run_cycles(graph_, chip_, trial(i).candidate.options, seen_.steps, own));
        },
        [&](int done) { progress.show(done); });
    for (int i = 0; i < count; ++i) take(outcomes[static_cast<std::size_t>(i)], trial(i));
  }

  void take(const process::ChildOutcome& outcome, Trial& trial) {
    trial.problem = outcome.error;
    // A mapping of ours that deadlocks is refused like one that cannot be routed.
    process::rethrow_fault(outcome);
    if (!outcome.ok()) return;
    trial.cycles = std::stoll(outcome.output);
    best_ = std::min(best_.value_or(*trial.cycles), *trial.cycles);
  }

  void rank() {
    std::ranges::stable_sort(seen_.trials, [](const Trial& a, const Trial& b) {
      return a.cycles && (!b.cycles || *a.cycles < *b.cycles);
    });
  }

  const Graph& graph_;
  const Chip& chip_;
  PlacementCache& cache_;
  const int jobs_;
  Search seen_;
  std::optional<Cycle> best_;
};

}  // namespace

Search search(const Graph& graph, const Chip& chip, const MappingOptions& options,
              const SearchLimits& limits, PlacementCache& cache) {
  return Searcher(graph, chip, cache, limits.jobs).run(options, limits.budget);
}

}  // namespace rda::flow
