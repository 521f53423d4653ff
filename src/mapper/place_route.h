// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/map.h"
#include "rda/mapping.h"

namespace rda::mapper {

/// Places and routes a partitioned mapping. If a placement cannot be routed, places again with
/// another seed and another price of crowding, up to this number of placements. Fills in `quality`.
/// @throws MappingError  if no placement can be routed; names the most overused link
void place_and_route(const PlacementInputs& inputs, Mapping& mapping, int placements,
                     MapQuality& quality);

}  // namespace rda::mapper
