// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "sim/fast/island.h"

namespace rda::sim::fast {

/// Watches an island for a state that comes back, and skips whole periods then.
///
/// When a sink's items end in a rhythm that repeats, the period is likely to be a multiple of the
/// rhythm's length (buffers may alternate from step to step). Whether it is, only the whole state
/// tells: where it equals an earlier one, and only there, is anything skipped.
class PeriodFinder {
 public:
  /// The island has a sink; stalls of a test repeat.
  PeriodFinder(Island& island, const SimulateOptions& options);

  /// The next cycle in which it wants to see the island; kNever if it need not.
  Cycle wants() const { return due_; }
  /// Looks at the island as it is now. Skips as much as it can, to a cycle not after `latest`.
  void look(Cycle latest);

  Cycle skipped() const { return skipped_; }
  /// Why nothing was skipped; empty if something was.
  std::string why_not() const;

 private:
  struct Seen {
    Cycle at;
    Snapshot snapshot;
  };
  Cycle rhythm() const;
  void listen();
  void compare(Cycle latest);
  bool skip(const Seen& before, const Snapshot& now, Cycle latest);

  Island& island_;
  const SimulateOptions& options_;
  std::vector<Cycle> item_ends_;  ///< of the first sink
  std::size_t heard_ = 0;         ///< so many of them
  Cycle rhythm_ = 0;              ///< cycles between the states that are compared
  std::deque<Seen> seen_;         ///< the last of them
  Cycle due_ = kNever;            ///< the next one's cycle
  std::int64_t misses_ = 0;       ///< states in a row that were new
  Cycle skipped_ = 0;
};

}  // namespace rda::sim::fast
