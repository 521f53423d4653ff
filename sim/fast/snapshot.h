// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "rda/simulate.h"
#include "sim/fast/timeline.h"

namespace rda::sim::fast {

/// Everything that determines the behaviour of an island from the start of a cycle on, relative to
/// that cycle, and the values of its counters. After equal snapshots the same happens.
class Snapshot {
 public:
  /// `forget`: the piece that a test leaves out, to show that fast-forward is wrong without it.
  explicit Snapshot(BrokenRule forget) : forget_(forget) {}

  void add(std::int64_t value) { relative_.push_back(value); }
  /// Adds a time. All times up to `now` count as equal.
  void add_future(Cycle time, Cycle now) { add(std::max<Cycle>(time - now, 0)); }
  /// Adds a counter. It is not compared: it grows by the same amount in every period.
  void count(std::int64_t value) { counters_.push_back(value); }
  bool remembers(BrokenRule part) const { return forget_ != part; }

  const std::vector<std::int64_t>& counters() const { return counters_; }
  bool same_as(const Snapshot& other) const { return relative_ == other.relative_; }
  void clear() {
    relative_.clear();
    counters_.clear();
  }

 private:
  BrokenRule forget_;
  std::vector<std::int64_t> relative_, counters_;
};

/// `periods` periods that are not simulated. Whoever adds counters to a snapshot reads their growth
/// here, in the same order.
class Skip {
 public:
  /// `before`, `after`: snapshots at the start and at the end of a period. `cycles`: the skipped
  /// cycles.
  Skip(const Snapshot& before, const Snapshot& after, std::int64_t periods, Cycle cycles)
      : before_(before.counters()),
        after_(after.counters()),
        periods_(periods),
        cycles_(cycles),
        ends_right_(after.remembers(BrokenRule::end)) {}

  /// How much the next counter grows in all skipped periods together.
  std::int64_t growth() {
    const std::size_t n = next_++;
    return periods_ * (after_[n] - before_[n]);
  }
  void grow(std::int64_t& counter) { counter += growth(); }
  /// Cycles of all skipped periods together.
  Cycle cycles() const { return cycles_; }

  /// How many periods can follow until a count of `done`, which grows by `growth` in each, would
  /// reach `limit`; kNever if it does not grow. It never reaches `limit`, because a period in which
  /// a program ends differs from the others.
  std::int64_t periods_to(std::int64_t done, std::int64_t growth, std::int64_t limit) const {
    if (growth == 0) return kNever;
    return (limit - done - (ends_right_ ? 1 : 0)) / growth;
  }

 private:
  const std::vector<std::int64_t>& before_;
  const std::vector<std::int64_t>& after_;
  std::int64_t periods_;
  Cycle cycles_;
  bool ends_right_;
  std::size_t next_ = 0;
};

}  // namespace rda::sim::fast
