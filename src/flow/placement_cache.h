// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/cache_folder.h"
#include "rda/chip.h"
#include "rda/graph.h"
#include "rda/map.h"
#include "rda/mapping.h"

namespace rda::flow {

/// Which cache a command uses.
struct CacheChoice {
  std::filesystem::path folder;  ///< empty: none
  std::string why_none;          ///< for people
  std::int64_t limit = 0;        ///< bytes
};

/// Makes mappings, with what earlier runs placed and routed: the same mappings as map(), sooner.
/// What cannot be read or written costs time and nothing else.
class PlacementCache {
 public:
  /// Without a folder every mapping is placed and routed.
  explicit PlacementCache(const CacheChoice& choice);

  /// Policy `paper` only: a search has settled what to place before.
  /// @param placements  as of place_and_route()
  /// @throws as rda::map() does
  Mapping map(const Graph& graph, const Chip& chip, const MappingOptions& options,
              MapQuality* quality = nullptr, int placements = kPlacements);

  /// One line for people: where the last placement came from, or why there is no cache.
  const std::string& note() const { return note_; }

 private:
  MapQuality find_or_place(const Chip& chip, const PlacementInputs& inputs, Mapping& mapping,
                           int placements);
  MapQuality place(const PlacementInputs& inputs, const std::string& key, Mapping& mapping,
                   int placements);
  void keep(const std::string& key, const std::string& text);

  std::optional<CacheFolder> folder_;
  std::string note_;
};

}  // namespace rda::flow
