// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "mapper/place_problem.h"

namespace rda::mapper {

/// How long the ways around the recurrence are, in cycles, from one memory of the state to the
/// next:
///
///     memory ── net ── unit ── net ── unit ── net ── memory
///              arrival ──>            <── remaining
///
/// A path begins and ends at PMUs that are written and read, and follows recurrent nets.
class PlaceTiming {
 public:
  explicit PlaceTiming(const PlaceProblem& problem);

  void update(const std::vector<Site>& sites);

  /// Longest way from a memory to the unit's output, its own latency included.
  int arrival(int unit) const { return arrival_[static_cast<std::size_t>(unit)]; }
  /// Longest way from the unit's input on to a memory.
  int remaining(int unit) const { return remaining_[static_cast<std::size_t>(unit)]; }
  /// Longest way of all.
  int longest() const { return longest_; }

 private:
  const PlaceProblem& problem_;
  std::vector<int> order_;  // of units: writers before readers, but for memories
  std::vector<int> arrival_, remaining_;
  int longest_ = 0;
};

}  // namespace rda::mapper
