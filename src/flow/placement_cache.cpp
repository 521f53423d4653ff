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
  folder_->keep(key, text);
  note_ = folder_->problem().empty() ? "kept in " + folder_->folder().string()
                                     : "none: " + folder_->problem();
}

MapQuality PlacementCache::place(const PlacementInputs& inputs, const std::string& key,
                                 Mapping& mapping, int placements) {
  try {
    return place_and_route(inputs, mapping, placements);
  } catch (const MappingError& refusal) {  // takes as long to find out as a placement
    if (folder_) keep(key, placement_text(refusal));
    throw;
  }
}

Mapping PlacementCache::map(const Graph& graph, const Chip& chip, const MappingOptions& options,
                            MapQuality* quality, int placements) {
  return map_with(graph, chip, options, quality,
                  [&](const PlacementInputs& inputs, Mapping& mapping) {
                    return find_or_place(chip, inputs, mapping, placements);
                  });
}

MapQuality PlacementCache::find_or_place(const Chip& chip, const PlacementInputs& inputs,
                                         Mapping& mapping, int placements) {
  MapQuality reached;
  const std::string key = folder_ ? placement_key(inputs, mapping, placements) : "";
  if (folder_ && found(*folder_, key, chip, mapping, reached)) {
    note_ = "found in " + folder_->folder().string();
    return reached;
  }
  reached = place(inputs, key, mapping, placements);
  const auto broken = violations(chip, mapping);
  RDA_CHECK(broken.empty(), broken.front());
  if (folder_) keep(key, placement_text(mapping, reached));
  return reached;
}

}  // namespace rda::flow
