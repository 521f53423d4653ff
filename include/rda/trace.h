// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "rda/ids.h"
#include "rda/probe.h"
#include "rda/result.h"

namespace rda {

/// A sequence of integers, stored as arithmetic progressions.
class Series {
 public:
  void push(std::int64_t value) {
    if (!pieces_.empty()) {
      Piece& last = pieces_.back();
      const std::int64_t count = size_ - last.from;
      if (count == 1) last.step = value - last.first;
      if (value == last.first + last.step * count) {
        ++size_;
        return;
      }
    }
    pieces_.push_back({size_++, value, 0});
  }

  /// The same as pushing all of them, one by one.
  void push(Events values) {
    std::int64_t n = 0;
    // After three of them the last piece has their step.
    for (; n < values.count && n < 3; ++n) push(values.at(n));
    size_ += values.count - n;
  }

  std::int64_t size() const { return size_; }
  /// Element n, 0 ≤ n < size().
  std::int64_t operator[](std::int64_t n) const {
    const auto after = std::ranges::upper_bound(pieces_, n, {}, &Piece::from);
    const Piece& piece = *(after - 1);
    return piece.first + piece.step * (n - piece.from);
  }
  /// How many elements are less than `value`. The elements must ascend.
  std::int64_t count_below(std::int64_t value) const {
    std::int64_t lo = 0, hi = size_;
    while (lo < hi) {
      const std::int64_t middle = lo + (hi - lo) / 2;
      ((*this)[middle] < value ? lo : hi) = (*this)[middle] < value ? middle + 1 : middle;
    }
    return lo;
  }
  friend bool operator==(const Series&, const Series&) = default;

 private:
  struct Piece {
    std::int64_t from, first, step;  ///< number and value of the first element, difference of two
    friend bool operator==(const Piece&, const Piece&) = default;
  };
  std::vector<Piece> pieces_;
  std::int64_t size_ = 0;
};

/// The cycles in which a program fired, popped and put.
struct ProgramTrace {
  Series fired;                ///< cycle of each firing
  Series banks;                ///< bank cycles of each firing; always 1 outside PMUs
  std::vector<Series> popped;  ///< by input: cycle in which each token was popped
  std::vector<Series> made;    ///< by output: number of the firing that made each token
  std::vector<Series> put;     ///< by output: cycle in which each token was put on its first link
  friend bool operator==(const ProgramTrace&, const ProgramTrace&) = default;
};

/// The record of a run. The cycles in which tokens crossed links follow from it
/// (docs/timing-model.md).
struct Trace {
  /// An entry for each program of each unit, as Unit::programs.
  IdVector<UnitId, std::vector<ProgramTrace>> units;
  Cycle cycles = 0;  ///< simulated cycles
};

}  // namespace rda
