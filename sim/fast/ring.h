// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/fast/snapshot.h"

namespace rda::sim::fast {

/// The cycles in which the last tokens passed one end of a segment. Two tokens are at least one
/// cycle apart.
struct Ring {
  /// Grows to at least `at_least` entries, and keeps its contents.
  void resize(std::uint64_t at_least);
  /// Moves all entries by `tokens` tokens and `cycles` cycles.
  void skip(std::int64_t tokens, Cycle cycles);
  Cycle& at(std::int64_t n) { return times[static_cast<std::uint64_t>(n) & mask]; }
  Cycle at(std::int64_t n) const { return times[static_cast<std::uint64_t>(n) & mask]; }
  /// Token n passes in `cycle`, and the following ones in the cycles after it; `tokens` in all.
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
  /// Whether the entries of these tokens already say so, as far as their numbers are below `known`.
  bool is_row(std::int64_t n, Cycle cycle, std::int64_t tokens, std::int64_t known) const {
    for (std::int64_t i = 0; i < std::min(tokens, known - n); ++i)
      if (at(n + i) != cycle + i) return false;
    return true;
  }

  std::int64_t count = 0;  ///< tokens that have passed, ever
  std::uint64_t mask = 0;
  std::vector<Cycle> times = {0};
};

/// The first number in [n, end) for which in_time() is false, or `end`. Tokens are at least one
/// cycle apart, so in_time() must stay false once it is false.
inline std::int64_t while_in_time(std::int64_t n, std::int64_t end, auto&& in_time) {
  if (n < end && in_time(end - 1)) return end;
  while (n < end) {
    const std::int64_t middle = n + (end - n) / 2;
    in_time(middle) ? n = middle + 1 : end = middle;
  }
  return n;
}

}  // namespace rda::sim::fast
