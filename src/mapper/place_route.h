// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/map.h"
#include "rda/mapping.h"

namespace rda::mapper {

/// Places and routes a partitioned mapping; a placement that cannot be routed is made again with
/// another seed and price of crowding. Adds what it took to `quality`.
/// @throws MappingError  naming the link that is short, when no placement could be routed
void place_and_route(const PlacementInputs& inputs, Mapping& mapping, MapQuality& quality);

}  // namespace rda::mapper
