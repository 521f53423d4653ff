// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "rda/result.h"
#include "sim/fast/snapshot.h"
#include "sim/fast/teller.h"

namespace rda::sim::fast {

/// Cycles of a unit by activity. The two programs of a PMU report theirs at their own times, and
/// settle() merges them: the unit's activity in a cycle is the first of active, conflict, blocked,
/// idle, starved that applies to either program.
class Account {
 public:
  /// Declares one of the unit's programs, of which there are at most two. Call before the first
  /// add().
  void add_program() { ++programs_; }
  /// Gets what the unit did; or null. Set it before the first add().
  void tell(Teller* teller) { teller_ = teller; }
  /// Whether the order of what a program reports matters.
  bool ordered() const { return programs_ == 2 || teller_; }
  /// Whether the unit has no program: a PMU that only keeps buffers.
  bool unused() const { return programs_ == 0; }

  /// Counts the next `cycles` cycles of program number `program` (0 or 1).
  void add(std::size_t program, Activity activity, Cycle cycles) {
    if (!ordered()) {
      counts_[activity] += cycles;
      return;
    }
    if (cycles == 0) return;
    std::vector<Piece>& pieces = pieces_[program];
    if (!pieces.empty() && pieces.back().activity == activity)
      pieces.back().cycles += cycles;
    else
      pieces.push_back({activity, cycles});
  }

  /// Makes `cycles` idle cycles of a program starved ones, the first of them `from` cycles after
  /// the last settle().
  void make_starved(std::size_t program, Cycle from, Cycle cycles);

  /// Merges the activities of two programs, which must have reported equally many cycles.
  void settle() {
    std::size_t other = 0;
    for (const Piece& piece : pieces_[0]) {
      if (programs_ == 1) count(piece.activity, piece.cycles);
      for (Cycle left = programs_ == 1 ? 0 : piece.cycles; left > 0;) {
        Piece& b = pieces_[1][other];
        const Cycle both = std::min(left, b.cycles);
        count(std::min(piece.activity, b.activity), both);
        left -= both;
        b.cycles -= both;
        if (b.cycles == 0) ++other;
      }
    }
    pieces_[0].clear();
    pieces_[1].clear();
  }
  /// Tells that a unit without a program was idle until `end`, the end of the run.
  void tell_unused(Cycle end) {
    if (teller_ && unused() && end > 0) teller_->interval(Activity::idle, 0, end);
  }

  const ActivityCounts& counts() const { return counts_; }
  /// Call after settle().
  void note(Snapshot& snapshot) const {
    for (const Cycle cycles : counts_.cycles) snapshot.count(cycles);
  }
  void skip(Skip& skip) {
    for (Cycle& cycles : counts_.cycles) skip.grow(cycles);
    settled_ += skip.cycles();
  }

 private:
  struct Piece {
    Activity activity;
    Cycle cycles;
  };
  void count(Activity activity, Cycle cycles) {
    counts_[activity] += cycles;
    if (teller_) teller_->interval(activity, settled_, cycles);
    settled_ += cycles;
  }

  int programs_ = 0;
  Teller* teller_ = nullptr;
  Cycle settled_ = 0;  ///< cycles that settle() has counted
  std::array<std::vector<Piece>, 2> pieces_;
  ActivityCounts counts_;
};

}  // namespace rda::sim::fast
