// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "rda/simulate.h"

namespace rda::sim::fast {

inline constexpr Cycle kNever = std::numeric_limits<Cycle>::max();

/// The state of a part of the chip at the start of a cycle, relative to that cycle, and how far its
/// counters have come. Where two states are equal, what follows them is as well.
class Snapshot {
 public:
  /// `forget`: what tests leave out, to see that it is missed.
  explicit Snapshot(ForgetState forget) : forget_(forget) {}

  void add(std::int64_t value) { relative_.push_back(value); }
  /// A time, where only that it lies in the past matters if it does.
  void add_future(Cycle time, Cycle now) { add(std::max<Cycle>(time - now, 0)); }
  /// A counter that grows by the same amount in every period.
  void count(std::int64_t value) { counters_.push_back(value); }
  bool remembers(ForgetState part) const { return forget_ != part; }

  const std::vector<std::int64_t>& counters() const { return counters_; }
  bool same_as(const Snapshot& other) const { return relative_ == other.relative_; }
  void clear() {
    relative_.clear();
    counters_.clear();
  }

 private:
  ForgetState forget_;
  std::vector<std::int64_t> relative_, counters_;
};

/// `periods` periods that are not simulated. Those who counted into a state ask for what they
/// counted in the same order.
class Skip {
 public:
  /// `before` and `after`: a period.
  Skip(const Snapshot& before, const Snapshot& after, std::int64_t periods, Cycle cycles)
      : before_(before.counters()),
        after_(after.counters()),
        periods_(periods),
        cycles_(cycles),
        ends_right_(after.remembers(ForgetState::end)) {}

  /// How much the next counter grows.
  std::int64_t growth() {
    const std::size_t n = next_++;
    return periods_ * (after_[n] - before_[n]);
  }
  void grow(std::int64_t& counter) { counter += growth(); }
  /// Of all periods together.
  Cycle cycles() const { return cycles_; }

  /// How many periods of `growth` steps it takes from `done` until only the last step before
  /// `limit` is left: what ends within a period makes that period another one.
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
