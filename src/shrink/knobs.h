// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "flow/what_if.h"
#include "rda/chip.h"
#include "rda/mapping.h"

namespace rda::shrink {

/// The knobs that cost area and that are lowered, each from the chip's value to the least of its
/// range. Leaves out those that are there already.
std::vector<flow::KnobChange> lowest_knobs(const Chip& chip);

/// All other knobs of a chip, each with the reason why it stays what it is.
std::map<std::string, std::string> knobs_kept();

/// The least value of the knob, from `range.to` to `range.from`, at which the mapping as it is is
/// still legal, by bisection.
std::int64_t least_legal(const Chip& chip, const Mapping& mapping, const flow::KnobChange& range);

}  // namespace rda::shrink
