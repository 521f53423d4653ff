// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/arguments.h"
#include "app/cache_choice.h"
#include "app/placement_cache.h"
#include "app/search.h"
#include "rda/graph.h"
#include "rda/map.h"

namespace rda::app {

// Where the mapping of a command comes from: the mapper, or a file.

/// How the mapper is to search, with policy `auto`.
struct MappingSource {
  std::string mapping_file;
  std::optional<Policy> policy;
  std::int64_t search_budget = kSearchBudget;
  bool budget_given = false;
  std::string search_log;
  int jobs = process::kAllThreads;  ///< candidates that are tried at once
  CacheOptions cache;
};

/// Adds --mapping, --search-budget, --search-log, --cache-dir and --no-cache.
void add_policy(CLI::App& app, MappingSource& source);
/// The same and --mapping-file, whose name is noted in the command's Inputs.
void add_mapping_source(CLI::App& app, MappingSource& source);

/// Parses the words of a command that makes mappings, and checks before any work what it was given.
/// @return false if they asked for --help, which is then printed
/// @throws UsageError, OutputError
bool start(CLI::App& app, Words words, const Inputs& inputs, const MappingSource& source);

/// A mapping, and how it came about.
struct Mapped {
  Mapping mapping;
  MapQuality quality;            ///< of a mapping that was made
  std::optional<Search> search;  ///< what it saw, if there was one
};

/// Loads the mapping or makes it. With policy `auto` it searches; the loaded options then name the
/// candidate that simulates best and leave no choice open. Call before this process simulates.
/// @throws UsageError, OutputError; as search(), map() and load_checked() do
Mapped mapping_of(const MappingSource& source, LoadedInputs& loaded, const Graph& graph,
                  PlacementCache& cache);

}  // namespace rda::app
