// SPDX-License-Identifier: Apache-2.0
#include "app/mapping_source.h"

#include <algorithm>

#include "app/mapping_file.h"
#include "app/output.h"
#include "base/text.h"
#include "json/knobs.h"

namespace rda::app {
namespace {

/// A mapping file is taken as it is: what would have made another one has no say.
void refuse_options_of_mapping(const Inputs& inputs, const MappingSource& source) {
  if (source.mapping_file.empty()) return;
  const std::vector<std::string> options = json::pointers(json::knobs<MappingOptions>());
  for (const std::string& word : inputs.sets)
    if (std::ranges::find(options, word.substr(0, word.find('='))) != options.end())
      throw UsageError("--set " + one_line(word) + ": --mapping-file leaves nothing to map");
}

/// With policy `auto` it searches. @return what the search saw, if there was one
std::optional<Search> settle_policy(const MappingSource& source, LoadedInputs& loaded,
                                    const Graph& graph, PlacementCache& cache) {
  if (source.policy) loaded.options.policy = *source.policy;
  if (loaded.options.policy != Policy::automatic) {
    if (source.budget_given || !source.search_log.empty())
      throw UsageError("--search-budget, --search-log: only a search (--mapping auto) has them");
    return std::nullopt;
  }
  Search seen =
      search(graph, loaded.chip, loaded.options, source.search_budget, cache, source.jobs);
  if (!source.search_log.empty()) write_output(source.search_log, to_json(seen));
  loaded.options = seen.best().candidate.options;
  return seen;
}

}  // namespace

void add_policy(CLI::App& app, MappingSource& source) {
  app.add_option_function<std::string>(
         "--mapping",
         [&source](const std::string& word) {
           source.policy = to_enumerator<Policy>("--mapping", word, "policy");
         },
         "choice of the unrolling: paper (the published one) or auto (a search)")
      ->default_str("paper");
  app.add_option_function<std::string>(
         "--search-budget",
         [&source](const std::string& word) {
           source.search_budget = to_integer("--search-budget", word, 1, kMostCandidates);
           source.budget_given = true;
         },
         "most candidates that auto simulates for the chip, and for each part of the chip it "
         "tries; "
         "a few trials of other FIFO limits come on top")
      ->default_str(std::to_string(kSearchBudget));
  app.add_option("--search-log", source.search_log,
                 "write the candidates that auto tried as JSON to this file; - is stdout");
  add_cache(app, source.cache);
}

void add_mapping_source(CLI::App& app, MappingSource& source) {
  add_policy(app, source);
  app.add_option("--mapping-file", source.mapping_file,
                 "use this mapping instead of mapping the workload")
      ->excludes("--mapping", "--seed", "--search-budget", "--search-log", "--cache-dir",
                 "--no-cache");
}

bool start(CLI::App& app, Words words, const Inputs& inputs, const MappingSource& source) {
  if (!parse(app, words)) return false;
  check_output(inputs.output);
  check_output(source.search_log);
  refuse_options_of_mapping(inputs, source);
  return true;
}

Mapped mapping_of(const MappingSource& source, LoadedInputs& loaded, const Graph& graph,
                  PlacementCache& cache) {
  Mapped mapped;
  if (!source.mapping_file.empty()) {
    mapped.mapping = load_checked(source.mapping_file, loaded.chip, graph);
    return mapped;
  }
  mapped.search = settle_policy(source, loaded, graph, cache);
  mapped.mapping = cache.map(graph, loaded.chip, loaded.options, &mapped.quality);
  if (mapped.search) mapped.mapping.policy = "auto";
  return mapped;
}

}  // namespace rda::app
