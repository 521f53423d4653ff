// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/fast/snapshot.h"

namespace rda::sim::fast {

/// When the last tokens, one after the other and a cycle apart or more, passed one end of a
/// segment.
struct Ring {
  /// Makes place for so many; keeps what it holds.
  void resize(std::uint64_t at_least);
  /// Tokens come so much later, and others before them have passed.
  void skip(std::int64_t tokens, Cycle cycles);
  Cycle& at(std::int64_t n) { return times[static_cast<std::uint64_t>(n) & mask]; }
  Cycle at(std::int64_t n) const { return times[static_cast<std::uint64_t>(n) & mask]; }
  /// Token n in `cycle`, and those behind it in the cycles after that.
  void set_row(std::int64_t n, Cycle cycle, std::int64_t tokens) {
    while (tokens > 0) {
      Cycle* const first = &at(n);
      const std::int64_t together = std::min(tokens, times.data() + times.size() - first);
      for (std::int64_t i = 0; i < together; ++i) first[i] = cycle + i;
      n += together;
      cycle += together;
      tokens -= together;
    }
  }
  /// Whether it says so already; of those before `known`.
  bool is_row(std::int64_t n, Cycle cycle, std::int64_t tokens, std::int64_t known) const {
    for (std::int64_t i = 0; i < std::min(tokens, known - n); ++i)
      if (at(n + i) != cycle + i) return false;
    return true;
  }

  std::int64_t count = 0;  ///< tokens that have passed, ever
  std::uint64_t mask = 0;
  std::vector<Cycle> times = {0};
};

/// The first of [n, end) that is not in time for its cycle, or `end`. They are a cycle apart or
/// more, so neither are those behind it.
inline std::int64_t while_in_time(std::int64_t n, std::int64_t end, auto&& in_time) {
  if (n < end && in_time(end - 1)) return end;
  while (n < end) {
    const std::int64_t middle = n + (end - n) / 2;
    in_time(middle) ? n = middle + 1 : end = middle;
  }
  return n;
}

}  // namespace rda::sim::fast
