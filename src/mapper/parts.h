// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/chip.h"
#include "rda/map.h"

namespace rda::mapper {

/// part_of(), but on the whole grid: stream ports stay where they are, and routes to them leave the
/// region.
Chip part_on_grid(const Chip& chip, const MappingOptions& options);

}  // namespace rda::mapper
