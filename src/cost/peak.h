// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/cost.h"

namespace rda::cost {

/// Values that a 32-bit word of this chip holds.
int values_per_word(const Chip& chip, Format format);

/// How far a run is from the peaks of its chip.
PeakShare share_of_peak(const Chip& chip, const Mapping& mapping, const RunResult& result);

}  // namespace rda::cost
