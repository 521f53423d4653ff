// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "json/shape.h"
#include "rda/chip.h"

namespace rda::chip {

/// Adds the rules that off-chip memory breaks and that no range of a single knob can express.
void check_memory(const Chip& chip, const MemoryConfig& memory,
                  std::vector<json::Problem>& problems);

}  // namespace rda::chip
