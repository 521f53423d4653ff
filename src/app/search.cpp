// SPDX-License-Identifier: Apache-2.0
#include "app/search.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/children.h"
#include "app/progress.h"
#include "rda/error.h"
#include "rda/simulate.h"

namespace rda::app {
namespace {

/// Steps that tell candidates apart: of a longer run, all steps but the first few are alike.
constexpr std::int64_t kSearchSteps = 6;

/// Cycles until the sinks have the first `steps` steps.
Cycle cycles_of(const Chip& chip, const Mapping& mapping, std::int64_t steps) {
  SimulateOptions how;
  how.steps = steps;
  const auto outcome = in_children(
      1, 1, [&](int) { return std::to_string(simulate(chip, mapping, {}, how).cycles); });
  return std::stoll(output_of(outcome.front()));
}

/// Cycles of the whole run, from those of its first steps.
Cycle try_out(const Graph& graph, const Chip& chip, const MappingOptions& options,
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

/// Of a chip or a part of it: the first `budget` candidates. The published unrolling joins them if
/// it is the whole chip's.
void choose(const Graph& graph, const Chip& chip, const MappingOptions& options,
            std::int64_t budget, Search& search) {
  std::vector<Candidate> ranked = candidates(graph, part_of(chip, options), options);
  search.considered += std::ssize(ranked);
  const bool whole = search.trials.empty();
  const double most = kHopeless * (whole ? ranked.front() : search.trials.front().candidate).cycles;
  for (std::size_t i = 0; i < ranked.size(); ++i)
    if ((std::cmp_less(i, budget) && ranked[i].cycles <= most) || (whole && ranked[i].published))
      search.trials.push_back({std::move(ranked[i]), std::nullopt, ""});
}

/// The candidates of the chip and of the parts of it that the workload fits.
void choose_all(const Graph& graph, const Chip& chip, const MappingOptions& options,
                std::int64_t budget, Search& search) {
  const std::vector<MappingOptions> all = parts(chip, options);
  choose(graph, chip, all.front(), budget, search);
  for (std::size_t i = 1; i < all.size(); ++i) try {
      choose(graph, chip, all[i], budget, search);
    } catch (const MappingError&) {
      continue;  // too small a part
    }
}

}  // namespace

Search search(const Graph& graph, const Chip& chip, const MappingOptions& options,
              std::int64_t budget, PlacementCache& cache) {
  Search result;
  choose_all(graph, chip, options, budget, result);
  result.steps = std::min(graph.steps, kSearchSteps);
  const int count = static_cast<int>(result.trials.size());
  const Progress progress("candidates", count);
  const auto outcomes = in_children(
      count, kAllThreads,
      [&](int i) {
        const Candidate& candidate = result.trials[static_cast<std::size_t>(i)].candidate;
        return std::to_string(try_out(graph, chip, candidate.options, result.steps, cache));
      },
      [&](int done) { progress.show(done); });
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    Trial& trial = result.trials[i];
    trial.problem = outcomes[i].error;
    if (outcomes[i].ok()) trial.cycles = std::stoll(outcomes[i].output);
    // A mapping of ours that deadlocks is refused like one that cannot be routed.
    if (outcomes[i].code == ExitCode::internal) output_of(outcomes[i]);
  }
  if (std::ranges::none_of(result.trials, [](const Trial& t) { return t.cycles.has_value(); }))
    throw no_candidate(graph, result.trials.front().problem);
  std::ranges::stable_sort(result.trials, [](const Trial& a, const Trial& b) {
    return a.cycles && (!b.cycles || *a.cycles < *b.cycles);
  });
  return result;
}

std::string to_text(const Search& search) {
  std::string text = fmt::format("search      {} of {} candidates, {} steps each\n",
                                 search.trials.size(), search.considered, search.steps);
  text +=
      fmt::format("{:>4} {:>3} {:>5} {:<6} {:<12} {:>4} {:>4} {:>11} {:>11} {:>7}\n", "hu", "ru",
                  "turns", "sums", "products", "pcu", "pmu", "model", "simulated", "error");
  for (const Trial& trial : search.trials) {
    const MappingOptions& o = trial.candidate.options;
    text += fmt::format("{:>4} {:>3} {:>5} {:<6} {:<12} {:>4} {:>4} {:>11.0f} ", o.hu, o.ru,
                        o.turns, word(o.sums), word(o.products), trial.candidate.pcus,
                        trial.candidate.pmus, trial.candidate.cycles);
    text += trial.cycles
                ? fmt::format("{:>11} {:>+6.1f}%\n", *trial.cycles, 100 * trial.model_error())
                : fmt::format("{:>11}\n", "refused");
  }
  return text;
}

std::string to_json(const Search& search) {
  nlohmann::ordered_json trials = nlohmann::ordered_json::array();
  for (const Trial& trial : search.trials) {
    const MappingOptions& o = trial.candidate.options;
    nlohmann::ordered_json entry{{"hu", o.hu},
                                 {"ru", o.ru},
                                 {"rv", o.rv},
                                 {"turns", o.turns},
                                 {"sums", word(o.sums)},
                                 {"products", word(o.products)},
                                 {"region_rows", o.region_rows},
                                 {"region_cols", o.region_cols},
                                 {"track_limit", o.track_limit},
                                 {"published", trial.candidate.published},
                                 {"pcus", trial.candidate.pcus},
                                 {"pmus", trial.candidate.pmus},
                                 {"model_cycles", trial.candidate.cycles}};
    if (trial.cycles)
      entry["cycles"] = *trial.cycles;
    else
      entry["problem"] = trial.problem;
    trials.push_back(std::move(entry));
  }
  const nlohmann::ordered_json all{
      {"considered", search.considered}, {"steps", search.steps}, {"trials", std::move(trials)}};
  return all.dump(2) + "\n";
}

}  // namespace rda::app
