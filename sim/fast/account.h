// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "rda/result.h"
#include "sim/fast/snapshot.h"

namespace rda::sim::fast {

/// What a unit did with its cycles. A PMU's two programs say so each at a time of its own; where
/// both have, the unit is the first of active, conflict, blocked, idle, starved that either is.
class Account {
 public:
  /// A unit has at most two programs. Call for each before the first spend().
  void have() { ++programs_; }
  bool shared() const { return programs_ == 2; }
  /// Whether the unit has no program: a PMU may only keep buffers.
  bool unused() const { return programs_ == 0; }

  /// Program number `program`, 0 or 1, spends its next `cycles` cycles so.
  void spend(std::size_t program, Activity activity, Cycle cycles) {
    if (!shared()) {
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

  /// Puts together what both programs did, which is equally many cycles.
  void settle() {
    std::size_t other = 0;
    for (const Piece& piece : pieces_[0]) {
      for (Cycle left = piece.cycles; left > 0;) {
        Piece& b = pieces_[1][other];
        const Cycle both = std::min(left, b.cycles);
        counts_[std::min(piece.activity, b.activity)] += both;
        left -= both;
        b.cycles -= both;
        if (b.cycles == 0) ++other;
      }
    }
    pieces_[0].clear();
    pieces_[1].clear();
  }

  const ActivityCounts& counts() const { return counts_; }
  /// After settle().
  void note(Snapshot& snapshot) const {
    for (const Cycle cycles : counts_.cycles) snapshot.count(cycles);
  }
  void skip(Skip& skip) {
    for (Cycle& cycles : counts_.cycles) skip.grow(cycles);
  }

 private:
  struct Piece {
    Activity activity;
    Cycle cycles;
  };
  int programs_ = 0;
  std::array<std::vector<Piece>, 2> pieces_;
  ActivityCounts counts_;
};

}  // namespace rda::sim::fast
