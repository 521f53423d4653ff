// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "rda/report.h"

namespace rda::report {

/// What of its own speed a chip cannot use in this mapping, with the knobs that hold it back, and
/// what a run of it would take less without the limit, at most.
std::vector<ChipLimit> limits_of(const Chip& chip, const Mapping& mapping, const RunResult& result);

/// The knobs of the network that no stream of the mapping uses: any value gives the same cycles as
/// long as the mapping stays.
std::vector<std::string> idle_knobs_of(const Mapping& mapping);

/// The same for people: a kind of which all knobs are idle is named once.
std::string idle_text(const std::vector<std::string>& knobs);

}  // namespace rda::report
