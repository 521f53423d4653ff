// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "rda/error.h"
#include "rda/map.h"
#include "rda/mapping.h"

namespace rda::flow {

// What a placement depends on, and what it is, as texts.

/// Everything that sites and routes depend on: what placement reads, the partitioned mapping, how
/// many placements are tried, and the mapper's sources.
std::string placement_key(const PlacementInputs& inputs, const Mapping& mapping, int placements);

/// Sites, routes and what they reach, or why there are none.
std::string placement_text(const Mapping& mapping, const MapQuality& quality);
std::string placement_text(const MappingError& refusal);

/// Gives a partitioned mapping the sites and routes of a text.
/// @return false, the mapping as it was, if the text is not one of such a mapping
/// @throws MappingError  the refusal that the text holds
bool restore_placement(const std::string& text, Mapping& mapping, MapQuality& quality);

}  // namespace rda::flow
