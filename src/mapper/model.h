// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/chip.h"
#include "rda/mapping.h"

namespace rda::mapper {

/// Cycles that a mapping is expected to take, before it is placed.
struct Estimate {
  double first = 0;       ///< from the start until the first item has left
  double item = 0;        ///< from item to item: the larger of the two below
  double work = 0;        ///< firings an item of the busiest program
  double recurrence = 0;  ///< longest way around a recurrence, a sequence's share of a batch

  double cycles(std::int64_t items) const { return first + static_cast<double>(items - 1) * item; }
};

/// Analytic model: first and last firing of each program for one item, from the programs' loops,
/// pipelines and tokens as in docs/timing-model.md, with an estimate for the one thing not yet
/// known, the links of each stream. Nothing in it is fitted to published cycles.
Estimate estimate(const Chip& chip, const Mapping& mapping);

}  // namespace rda::mapper
