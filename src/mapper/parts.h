// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/chip.h"
#include "rda/map.h"

namespace rda::mapper {

/// As part_of(), but with the whole grid: stream ports keep their sites, and routes to them may
/// leave the region.
Chip part_on_grid(const Chip& chip, const MappingOptions& options);

}  // namespace rda::mapper
