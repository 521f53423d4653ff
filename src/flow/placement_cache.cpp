// SPDX-License-Identifier: Apache-2.0
#include "flow/placement_cache.h"

#include <utility>

#include "flow/placement.h"
#include "rda/check.h"

namespace rda::flow {
namespace {

/// The sites and routes that the folder holds for a mapping, if they are legal.
bool found(const CacheFolder& folder, const std::string& key, const Chip& chip, Mapping& mapping,
           MapQuality& quality) {
  const std::optional<std::string> text = folder.find(key);
  if (!text) return false;
  Mapping placed = mapping;
  MapQuality reached;
  if (!restore_placement(*text, placed, reached) || !violations(chip, placed).empty()) return false;
  mapping = std::move(placed);
  quality = reached;
  return true;
}

}  // namespace

PlacementCache::PlacementCache(const CacheChoice& choice) {
  if (choice.folder.empty())
    note_ = "none: " + choice.why_none;
  else
    folder_.emplace(choice.folder, choice.limit);
}

void PlacementCache::keep(const std::string& key, const std::string& text) {
  if (!folder_) return;
  folder_->keep(key, text);
  note_ = folder_->problem().empty() ? "kept in " + folder_->folder().string()
                                     : "none: " + folder_->problem();
}

Mapping PlacementCache::map(const Graph& graph, const Chip& chip, const MappingOptions& options,
                            MapQuality* quality) {
  Mapping mapping = partitioned(graph, chip, options);
  MapQuality reached;
  const Chip seen = placement_part(chip);
  const MappingOptions how = placement_part(options);
  const std::string key = folder_ ? placement_key(seen, how, mapping) : "";
  if (folder_ && found(*folder_, key, chip, mapping, reached)) {
    note_ = "found in " + folder_->folder().string();
  } else {
    try {
      reached = place_and_route(seen, how, mapping);
    } catch (const MappingError& refusal) {  // takes as long to find out as a placement
      keep(key, placement_text(refusal));
      throw;
    }
    const auto broken = violations(chip, mapping);
    RDA_CHECK(broken.empty(), broken.front());
    if (folder_) keep(key, placement_text(mapping, reached));
  }
  if (quality) *quality = reached;
  return mapping;
}

}  // namespace rda::flow
