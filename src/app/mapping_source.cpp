// SPDX-License-Identifier: Apache-2.0
#include "app/mapping_source.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/output.h"
#include "base/tell.h"
#include "base/text.h"
#include "json/knobs.h"
#include "workload/layers.h"

namespace rda::app {
namespace {

/// A mapping file is taken as it is: what would have made another one has no say.
void refuse_options_of_mapping(const InputOptions& inputs, const MappingSource& source) {
  if (source.request.mapping_file.empty()) return;
  std::vector<std::string> options = json::pointers(json::knobs<MappingOptions>());
  // These say what the file has a mapping of.
  std::erase_if(options, [](const std::string& o) { return o == "/sections" || o == "/section"; });
  for (const std::string& word : inputs.sets)
    if (std::ranges::find(options, word.substr(0, word.find('='))) != options.end())
      throw UsageError("--set " + one_line(word) + ": --mapping-file leaves nothing to map");
}

/// Two words that want different values of one option: neither may win in silence.
void refuse_two_values(const InputOptions& inputs, const std::string& option, const char* pointer,
                       const std::string& value) {
  for (const std::string& word : inputs.sets) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || word.substr(0, equals) != pointer) continue;
    const std::string set = word.substr(equals + 1);
    if (set != value && set != '"' + value + '"')
      throw UsageError(fmt::format("{} {} and --set {} want different values (give one of them)",
                                   option, value, one_line(word)));
  }
}

void refuse_two_values(const InputOptions& inputs, const MappingSource& source) {
  if (source.policy)
    refuse_two_values(inputs, "--mapping", "/policy", std::string(word(*source.policy)));
  if (inputs.seed) refuse_two_values(inputs, "--seed", "/seed", std::to_string(*inputs.seed));
}

/// A choice above what the workload has is taken as the largest that it has.
void tell_largest_unrolling(const flow::Inputs& inputs) {
  std::int64_t rows = 0;
  for (const workload::PlacedLayer& placed : workload::layers_of(inputs.workload))
    rows = std::max(rows, placed.rows());
  if (inputs.options.hu > rows)
    tell(fmt::format("rdasim: note: /hu {0} is more than the {1} rows of a layer: hu is {1}\n",
                     inputs.options.hu, rows));
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
           source.request.search.budget = to_integer("--search-budget", word, 1, kMostCandidates);
           source.budget_given = true;
         },
         "most trials of auto: candidates that are placed and simulated, for the chip and again "
         "for "
         "each part of the chip that it tries")
      ->default_str(std::to_string(flow::kSearchBudget));
  app.add_option("--search-log", source.search_log,
                 "write the candidates that auto tried as JSON to this file; - is stdout")
      ->group(kNoInput);
  app.add_option_function<std::string>(
         "-j,--jobs",
         [&source](const std::string& word) {
           source.request.search.jobs = static_cast<int>(to_integer("--jobs", word, 1, 4096));
         },
         "simulations that run at once, where several are needed (trials of auto, what-if, "
         "--shrink, --ideal-network)")
      ->default_str("all cores")
      ->group(kNoInput);
  add_cache(app, source.cache);
}

void add_mapping_source(CLI::App& app, MappingSource& source) {
  add_policy(app, source);
  app.add_option(
         "--mapping-file", source.request.mapping_file,
         "use this mapping instead of mapping the workload; not with --mapping, --seed or the "
         "options of the search and the cache")
      ->excludes("--mapping", "--seed", "--search-budget", "--search-log", "--cache-dir",
                 "--no-cache");
}

bool start(CLI::App& app, Words words, const InputOptions& inputs, const MappingSource& source) {
  if (!parse(app, words)) return false;
  check_output(inputs.output, "JSON");
  check_start(inputs, source);
  return true;
}

void check_start(const InputOptions& inputs, const MappingSource& source) {
  check_output(source.search_log, "JSON");
  refuse_options_of_mapping(inputs, source);
  refuse_two_values(inputs, source);
}

flow::Inputs load(const InputOptions& inputs, MappingSource& source, Conditions* of_point) {
  Conditions conditions;
  flow::Inputs loaded = load(inputs, &conditions);
  if (!inputs.point.empty()) {
    source.request.search.budget = conditions.search_budget;
    if (of_point) *of_point = conditions;
  }
  if (source.policy) loaded.options.policy = *source.policy;
  refuse_search_options(source, loaded.options);
  tell_largest_unrolling(loaded);
  return loaded;
}

void refuse_search_options(const MappingSource& source, const MappingOptions& options) {
  const bool searches = options.policy == Policy::automatic && source.request.mapping_file.empty();
  std::vector<std::string> given;
  if (source.budget_given) given.emplace_back("--search-budget");
  if (!source.search_log.empty()) given.emplace_back("--search-log");
  if (!searches && !given.empty())
    throw UsageError(fmt::format("{}: only a search has {} (add --mapping auto)", join(given, ", "),
                                 given.size() == 1 ? "it" : "them"));
}

std::vector<flow::Mapped> mappings_of(const MappingSource& source, const flow::Inputs& inputs,
                                      flow::PlacementCache& cache) {
  std::vector<flow::Mapped> mapped = flow::make_mappings(inputs, source.request, cache);
  if (source.search_log.empty()) return mapped;
  if (mapped.size() > 1)
    throw UsageError(
        fmt::format("--search-log: {} sections have a search each (--set /sections={} "
                    "--set /section=1, or another one)",
                    mapped.size(), mapped.size()));
  write_output(source.search_log, to_json(*mapped.front().search));
  return mapped;
}

flow::Mapped mapping_of(const MappingSource& source, const flow::Inputs& inputs,
                        flow::PlacementCache& cache) {
  flow::Mapped mapped = flow::make_mapping(inputs, source.request, cache);
  if (!source.search_log.empty()) write_output(source.search_log, to_json(*mapped.search));
  return mapped;
}

}  // namespace rda::app
