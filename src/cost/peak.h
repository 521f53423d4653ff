// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/cost.h"

namespace rda::cost {

/// How many values of a format a 32-bit word of a vector holds on this chip.
int values_per_word(const Chip& chip, Format format);

/// The peaks of a chip in one format.
FormatPeak peak_in(const Chip& chip, Format format);

/// Bytes a second that all banks read, or all write: each a word a cycle.
double bank_bandwidth(const Chip& chip);

}  // namespace rda::cost
