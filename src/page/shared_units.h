// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "page/unrolling.h"

namespace rda::page {

/// Sums, look-ups and element-wise units of a mapping, by layer, direction, role and gate.
std::vector<SharedUnits> shared_units_of(const Mapping& mapping);

}  // namespace rda::page
