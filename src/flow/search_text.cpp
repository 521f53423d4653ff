// SPDX-License-Identifier: Apache-2.0
// What a search saw, for people and as JSON.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>
#include <vector>

#include "flow/search.h"

namespace rda::flow {

namespace {

std::int64_t other_fifos(const Search& search) {
  return std::ranges::count(search.trials, true, &Trial::other_fifos);
}

bool same_candidate(const Trial& a, const Trial& b) {
  const auto choices = [](const Trial& trial) {
    const MappingOptions& o = trial.candidate.options;
    return std::tuple(o.hu, o.ru, o.turns, o.sums, o.products, o.region_rows, o.region_cols,
                      o.track_limit, o.vector_fifo_limit, o.scalar_fifo_limit);
  };
  return choices(a) == choices(b);
}

/// The best trial of each candidate.
std::vector<Trial> best_of_each(const Search& search) {
  std::vector<Trial> best;
  for (const Trial& trial : search.trials)
    if (std::ranges::none_of(best, [&](const Trial& b) { return same_candidate(b, trial); }))
      best.push_back(trial);
  return best;
}

/// Those that are not the same with other FIFO limits.
std::int64_t candidates_in(const std::vector<Trial>& best) {
  return std::ranges::count(best, false, &Trial::other_fifos);
}

/// The region and the vector tracks that a candidate may use: "16x16/4".
std::string part_text(const MappingOptions& o) {
  const std::string region = o.region_rows == 0 && o.region_cols == 0
                                 ? "all"
                                 : fmt::format("{}x{}", o.region_rows, o.region_cols);
  return o.track_limit == 0 ? region : fmt::format("{}/{}", region, o.track_limit);
}

/// Vectors and scalars of a FIFO that the mapper counts on; "-": those of the chip.
std::string fifos_text(const MappingOptions& o) {
  const auto depth = [](int limit) { return limit == 0 ? "-" : std::to_string(limit); };
  return depth(o.vector_fifo_limit) + '/' + depth(o.scalar_fifo_limit);
}

/// Part and FIFO limits in the space of two columns, whatever the length of either.
std::string limits_text(const MappingOptions& o) {
  constexpr std::size_t kWidth = 15;
  const std::string part = part_text(o), fifos = fifos_text(o);
  const std::size_t used = part.size() + fifos.size();
  return part + std::string(used < kWidth ? kWidth - used : 1, ' ') + fifos;
}

/// Rows, or "v" for vectors of rows.
std::string hu_text(const MappingOptions& o) {
  return fmt::format("{}{}", o.hu, o.hv > 1 ? "v" : "");
}

std::string_view products_text(Products products) {
  return products == Products::input_first ? "x first" : word(products);
}

std::string row_text(const Trial& trial) {
  const MappingOptions& o = trial.candidate.options;
  const std::string text =
      fmt::format("{:>4}{:>3}{:>6} {:<5} {:<8} {}{:>5}{:>5}{:>9.0f} ", hu_text(o), o.ru, o.turns,
                  word(o.sums), products_text(o.products), limits_text(o), trial.candidate.pcus,
                  trial.candidate.pmus, trial.candidate.cycles);
  return text + (trial.cycles
                     ? fmt::format("{:>9}{:>+6.1f}%\n", *trial.cycles, 100 * trial.model_error())
                     : fmt::format("{:>9}\n", "refused"));
}

}  // namespace

std::string to_text(const Search& search) {
  const std::vector<Trial> best = best_of_each(search);
  std::string text = fmt::format(
      "search      {} trials of {} of {} candidates (the budget holds for each\n"
      "            part of the chip), {} with other FIFO limits; {} steps each\n",
      search.trials.size(), candidates_in(best), search.considered, other_fifos(search),
      search.steps);
  text += fmt::format("{:>4}{:>3}{:>6} {:<5} {:<8} {:<8}{:>7}{:>5}{:>5}{:>9} {:>9}{:>7}\n", "hu",
                      "ru", "turns", "sums", "products", "part", "FIFOs", "pcu", "pmu", "model",
                      "simulated", "error");
  for (const Trial& trial : best) text += row_text(trial);
  return text;
}

std::string to_json(const Search& search) {
  nlohmann::ordered_json trials = nlohmann::ordered_json::array();
  for (const Trial& trial : search.trials) {
    const MappingOptions& o = trial.candidate.options;
    nlohmann::ordered_json entry{{"hu", o.hu},
                                 {"hv", o.hv},
                                 {"ru", o.ru},
                                 {"rv", o.rv},
                                 {"turns", o.turns},
                                 {"sums", word(o.sums)},
                                 {"products", word(o.products)},
                                 {"weights", word(o.weights)},
                                 {"region_rows", o.region_rows},
                                 {"region_cols", o.region_cols},
                                 {"track_limit", o.track_limit},
                                 {"vector_fifo_limit", o.vector_fifo_limit},
                                 {"scalar_fifo_limit", o.scalar_fifo_limit},
                                 {"seed", o.seed},
                                 {"place_effort", o.place_effort},
                                 {"published", trial.candidate.published},
                                 {"other_fifos", trial.other_fifos},
                                 {"pcus", trial.candidate.pcus},
                                 {"pmus", trial.candidate.pmus},
                                 {"model_cycles", trial.candidate.cycles}};
    if (trial.cycles)
      entry["cycles"] = *trial.cycles;
    else
      entry["problem"] = trial.problem;
    trials.push_back(std::move(entry));
  }
  const nlohmann::ordered_json all{{"considered", search.considered},
                                   {"candidates", candidates_in(best_of_each(search))},
                                   {"fifo_trials", other_fifos(search)},
                                   {"steps", search.steps},
                                   {"trials", std::move(trials)}};
  return all.dump(2) + "\n";
}

}  // namespace rda::flow
