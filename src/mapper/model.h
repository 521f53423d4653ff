// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/chip.h"
#include "rda/mapping.h"

namespace rda::mapper {

/// Expected cycles of a mapping that is not placed yet.
struct Estimate {
  double first = 0;  ///< from the start until the last sink has the first item
  double item = 0;   ///< from one item to the next: the larger of `work` and `recurrence`
  /// Firings per item of the busiest program, or the cycles of off-chip memory.
  double work = 0;
  double recurrence =
      0;  ///< longest path around a recurrence, divided by the sequences of the batch

  double cycles(std::int64_t items) const { return first + static_cast<double>(items - 1) * item; }
};

/// Estimates cycles with an analytic model: the first and last firing of each program for one item,
/// from loops, latencies and tokens as in docs/timing-model.md. The number of links of each stream
/// is not known yet and is estimated. No constant is fitted to published cycles.
Estimate estimate(const Chip& chip, const Mapping& mapping);

}  // namespace rda::mapper
