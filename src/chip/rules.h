// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "json/shape.h"
#include "rda/chip.h"

namespace rda::chip {

/// The rules that no range of a single knob can express and that a chip breaks: what check()
/// refuses, all at once.
std::vector<json::Problem> broken_rules(const Chip& chip);

}  // namespace rda::chip
