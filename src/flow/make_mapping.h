// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

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

/// Which part of a network a mapping is of.
struct SectionOf {
  int number = 1, sections = 1;  ///< number from 1
  int first = 0, last = 0;       ///< layers
  /// Graphs of the sections before it, if it is mapped alone.
  std::vector<Graph> earlier = {};
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
  SectionOf section = {};         ///< of the network
};

/// Lowers the workload and maps it onto the chip: as a whole, or as the options `sections` and
/// `section` say, in sections, of which each has a mapping. With `sections` 0 a network is cut if
/// that is faster (faster_sections()), or if it does not fit as a whole; both need off-chip memory.
/// @throws ConfigError, MappingError; UsageError (a section of no number of sections, a mapping
/// file of several sections); as search(), PlacementCache::map(), load_checked() and
/// plan_sections() do
std::vector<Mapped> make_mappings(const Inputs& inputs, const MapRequest& request,
                                  PlacementCache& cache);

/// make_mappings() for those who look at one mapping.
/// @throws UsageError  if there are several; says how to ask for one of them
Mapped make_mapping(const Inputs& inputs, const MapRequest& request, PlacementCache& cache);

/// The graph that make_mapping() maps, of a workload that is the inputs' own but for its steps.
/// @throws as lower() and plan_sections() do
Graph graph_to_map(const Inputs& inputs, const Workload& workload);

}  // namespace rda::flow
