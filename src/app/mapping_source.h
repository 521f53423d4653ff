// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/arguments.h"
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
};

/// Adds --mapping, --search-budget and --search-log.
void add_policy(CLI::App& app, MappingSource& source);
/// The same and --mapping-file, whose name is noted in the command's Inputs.
void add_mapping_source(CLI::App& app, MappingSource& source);

/// A mapping file is taken as it is: what would have made another one has no say.
/// @throws UsageError
void check_mapping_source(const Inputs& inputs, const MappingSource& source);

/// Settles the policy of the loaded options. With policy `auto` it searches, so that they name the
/// candidate that simulates best and leave no choice open. Call before this process simulates.
/// @return what the search saw, if there was one
/// @throws UsageError, MappingError, OutputError
std::optional<Search> settle_policy(const MappingSource& source, LoadedInputs& loaded,
                                    const Graph& graph);

/// Loads the mapping or makes it, after a search if the policy is `auto`.
/// @throws as settle_policy(), map() and load_checked()
Mapping mapping_of(const MappingSource& source, LoadedInputs& loaded, const Graph& graph,
                   MapQuality* quality = nullptr);

}  // namespace rda::app
