// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/fast/account.h"
#include "sim/fast/timeline.h"

namespace rda::sim::fast {

/// What an address generator did in a window, and how its cycles are called.
class GeneratorRecord {
 public:
  /// Cycles [from, until).
  using Span = std::pair<Cycle, Cycle>;

  explicit GeneratorRecord(Account& account) : account_(account) { account_.add_program(); }

  void fired(Cycle cycle) { fired_.push_back(cycle); }
  /// Tokens were due and had no room. Spans come in order and do not overlap.
  void blocked(Cycle from, Cycle until) {
    if (from < until) blocked_.emplace_back(from, until);
  }
  /// A burst was asked for in cycle `from`; its number is the next one.
  void asked(Cycle from) { flights_.emplace_back(from, kNever); }
  /// The burst of this number is delivered. Numbers below the first kept one have been delivered.
  void delivered(std::int64_t number, Cycle cycle) {
    flights_[static_cast<std::size_t>(number - first_)].second = cycle;
  }
  /// The first cycle in which nothing is asked for and not delivered; kNever if that is not known.
  Cycle quiet_from() const;
  std::int64_t asked_so_far() const { return first_ + static_cast<std::int64_t>(flights_.size()); }

  /// Accounts for the cycles [from, until). Idle are those before `first_token`, and those from
  /// `done` on.
  void settle(Cycle from, Cycle until, Cycle first_token, Cycle done);
  Cycle memory_cycles() const { return memory_cycles_; }

  /// The rest of flights, relative to a cycle.
  void note(Snapshot& snapshot, Cycle now) const;
  void skip(Cycle cycles, std::int64_t numbers, std::int64_t memory_cycles);

 private:
  std::vector<Span> in_flight(Cycle from, Cycle until) const;

  Account& account_;
  std::vector<Cycle> fired_;
  std::vector<Span> blocked_;
  std::vector<Span> flights_;  ///< by number from first_ on
  std::int64_t first_ = 0;
  Cycle memory_cycles_ = 0;
};

}  // namespace rda::sim::fast
