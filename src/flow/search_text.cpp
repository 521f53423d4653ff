// SPDX-License-Identifier: Apache-2.0
// What a search saw, for people and as JSON.
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "flow/search.h"

namespace rda::flow {

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
                                 {"vector_fifo_limit", o.vector_fifo_limit},
                                 {"scalar_fifo_limit", o.scalar_fifo_limit},
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

}  // namespace rda::flow
