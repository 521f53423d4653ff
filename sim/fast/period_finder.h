// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "sim/fast/island.h"

namespace rda::sim::fast {

/// Finds the period of an island, and skips whole periods.
///
/// The item period is the number of cycles after which the completion of items at a sink repeats.
/// The island's period is likely to be a multiple of it, because buffers may alternate from step to
/// step. So snapshots are taken at multiples of the item period. Cycles are skipped only where two
/// snapshots are equal.
class PeriodFinder {
 public:
  /// The island must have a sink, and the stalls of a test must repeat.
  PeriodFinder(Island& island, const SimulateOptions& options);

  /// The cycle at which the island must stop for the next snapshot; kNever if none is planned.
  Cycle next_look() const { return due_; }
  /// Call after each window. Takes the planned snapshot, and skips as many periods as possible up
  /// to cycle `latest`.
  void look(Cycle latest);

  Cycle skipped() const { return skipped_; }
  /// Why nothing was skipped; empty if something was.
  std::string why_not() const;

 private:
  struct Seen {
    Cycle at;
    Snapshot snapshot;
  };
  Cycle item_period() const;
  void plan_look();
  void compare(Cycle latest);
  bool skip(const Seen& before, const Snapshot& now, Cycle latest);

  Island& island_;
  const SimulateOptions& options_;
  std::vector<Cycle> item_ends_;  ///< cycles in which items completed at the first sink
  std::size_t items_used_ = 0;    ///< how many of them the last plan_look() has used
  Cycle item_period_ = 0;         ///< 0: not known
  std::deque<Seen> seen_;         ///< the last snapshots
  Cycle due_ = kNever;            ///< cycle of the next snapshot
  std::int64_t misses_ = 0;       ///< snapshots in a row that were new
  Cycle skipped_ = 0;
  Cycle forgotten_ = 0;  ///< what happened before is not remembered
};

}  // namespace rda::sim::fast
