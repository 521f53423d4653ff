// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/cache_choice.h"
#include "flow/inputs.h"
#include "flow/make_mapping.h"
#include "flow/placement_cache.h"
#include "rda/map.h"

namespace rda::app {

/// What the options of a command say of its mapping.
struct MappingSource {
  flow::MapRequest request;
  std::optional<Policy> policy;
  bool budget_given = false;
  std::string search_log;
  CacheOptions cache;
};

/// Adds --mapping, --search-budget, --search-log, --jobs, --cache-dir and --no-cache.
void add_policy(CLI::App& app, MappingSource& source);
/// The same and --mapping-file, whose name is noted in the command's InputOptions.
void add_mapping_source(CLI::App& app, MappingSource& source);

/// Parses the words of a command that makes mappings, and checks before any work what it was given.
/// @return false if they asked for --help, which is then printed
/// @throws UsageError, OutputError
bool start(CLI::App& app, Words words, const InputOptions& inputs, const MappingSource& source);

/// The checks of start() but for the output, for a command whose output is not always JSON.
/// @throws UsageError, OutputError
void check_start(const InputOptions& inputs, const MappingSource& source);

/// Loads the inputs of a command that makes mappings, with the policy that its words ask for, or
/// with the search budget of the point that they name.
/// @param of_point  if given and --point names a point: becomes its conditions
/// @throws UsageError (as refuse_search_options() does); as load() does
flow::Inputs load(const InputOptions& inputs, MappingSource& source,
                  Conditions* of_point = nullptr);

/// @throws UsageError  if there are options of a search, but no search
void refuse_search_options(const MappingSource& source, const MappingOptions& options);

/// Maps, and writes what a search saw to where its log is to go.
/// @throws OutputError; UsageError (a log of several searches); as flow::make_mappings() does
std::vector<flow::Mapped> mappings_of(const MappingSource& source, const flow::Inputs& inputs,
                                      flow::PlacementCache& cache);
/// The same for those who look at one mapping.
/// @throws OutputError; as flow::make_mapping() does
flow::Mapped mapping_of(const MappingSource& source, const flow::Inputs& inputs,
                        flow::PlacementCache& cache);

}  // namespace rda::app
