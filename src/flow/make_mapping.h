// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "flow/inputs.h"
#include "flow/placement_cache.h"
#include "flow/search.h"
#include "rda/graph.h"
#include "rda/map.h"
#include "rda/mapping.h"

namespace rda::flow {

/// Where a mapping comes from: a file, or the mapper as the inputs' options say.
struct MapRequest {
  std::string mapping_file;  ///< empty: it is made
  SearchLimits search;       ///< of policy `auto`
  bool show_stage = false;   ///< as of Execution
};

/// A mapping, and how it came about.
struct Mapped {
  Graph graph;
  /// That made it: the inputs' own, or of policy `auto` those of the candidate that simulates best,
  /// which leave no choice open.
  MappingOptions options;
  Mapping mapping;
  MapQuality quality;             ///< of a mapping that was made
  std::optional<Search> search;   ///< what it saw, if there was one
  std::string file, file_sha256;  ///< of a mapping that was read
};

/// Lowers the workload and maps it onto the chip.
/// @throws ConfigError, MappingError; as search(), PlacementCache::map() and load_checked() do
Mapped make_mapping(const Inputs& inputs, const MapRequest& request, PlacementCache& cache);

}  // namespace rda::flow
