// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "rda/probe.h"

namespace rda {

/// Counts over time in little memory, whatever the length of the run: each row has a count for each
/// bucket of `width()` cycles. The width doubles whenever the run outgrows the buckets.
class Buckets {
 public:
  /// Requires an even number of buckets.
  Buckets(std::size_t rows, std::size_t most_buckets);

  /// Counts one in each of so many cycles.
  void add(std::size_t row, Cycle from, Cycle cycles);
  /// Counts one at each event.
  void add(std::size_t row, Events cycles);

  /// Counts what a row of others has. Requires buckets of the same width, and as many.
  void add(std::size_t row, const Buckets& others, std::size_t other);

  /// Widens the buckets until one holds the cycle.
  void reach(Cycle cycle);
  Cycle width() const { return Cycle{1} << doublings_; }
  /// Of a run of so many cycles, which no event lies beyond.
  std::size_t count(Cycle cycles) const;
  std::int64_t at(std::size_t row, std::size_t bucket) const {
    return counts_[row * most_ + bucket];
  }

 private:
  std::size_t bucket_of(Cycle cycle) const { return static_cast<std::size_t>(cycle >> doublings_); }

  std::size_t most_;
  int doublings_ = 0;                 // of the width
  std::vector<std::int64_t> counts_;  // row by row
};

}  // namespace rda
