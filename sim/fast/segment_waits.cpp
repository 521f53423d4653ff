// SPDX-License-Identifier: Apache-2.0
// When tokens crossed the links of a segment, and how long they held its links between switches.
#include "sim/fast/segment.h"

namespace rda::sim::fast {

Cycle Segment::crosses(std::int64_t n, int j) const {
  const Cycle lambda = shape_.hop_latency;
  const Cycle free = in_->at(n) + (j - 1) * lambda;
  const std::int64_t behind = n - (2 * lambda * (shape_.links - j) + shape_.depth);
  if (behind < 0) return free;
  if (behind >= pops()) return kNever;
  return std::max(free, out_.at(behind) + (shape_.links - j + 1) * lambda);
}

void Segment::count_waits() {
  const Cycle lambda = shape_.hop_latency;
  const std::int64_t behind = 2 * lambda * (shape_.links - last_between()) + shape_.depth;
  const Cycle back = (shape_.links - last_between() + 1) * lambda;
  const Cycle ahead = (last_between() - 1) * lambda;
  const std::int64_t both = std::min(puts(), pops());
  // A token that crosses the last of these links as early as possible was held at none.
  const auto was_held = [&](std::int64_t n, std::int64_t first, std::int64_t cycles) {
    return n >= behind && out_.at(n - behind) + back > in_->at(first) + cycles + ahead;
  };
  while (counted_ < both) {
    // Tokens are put at least one cycle apart. If the last of them has room in time even when
    // counted from the put of the first, none of them was held.
    const std::int64_t first = counted_, last = std::min(first + kCountedAtOnce, both) - 1;
    counted_ = last + 1;
    if (!was_held(last, first, last - first)) continue;
    for (std::int64_t n = first; n <= last; ++n)
      if (was_held(n, n, 0)) count_inner(n, out_.at(n));
  }
}

/// Counts back from the last link. A token that crossed a link as early as possible was held at no
/// link before it.
void Segment::count_inner(std::int64_t n, Cycle last) {
  const Cycle lambda = shape_.hop_latency;
  Cycle crossed = crosses(n, last_between());
  for (int j = last_between(); j >= kFirstInner; --j) {
    if (crossed == in_->at(n) + (j - 1) * lambda) return;
    const Cycle before = crosses(n, j - 1);
    if (before != kNever && before + lambda <= last) {
      const Cycle previous = n > 0 ? crosses(n - 1, j) : -1;
      if (previous < last)  // else the older token holds the link
        held_ += std::max<Cycle>(
            0, std::min(crossed, last + 1) - std::max(before + lambda, previous + 1));
    }
    crossed = before;
  }
}

Cycle Segment::last_crossing() const {
  Cycle last = -1;
  for (std::int64_t n = pops(); n < puts(); ++n)
    for (int j = 1; j <= shape_.links; ++j)
      if (const Cycle crossed = crosses(n, j); crossed != kNever) last = std::max(last, crossed);
  return last;
}

void Segment::finish(Cycle last) {
  const int first = starts_between_switches() ? 1 : 2;
  const int between = std::max(0, last_between() - first + 1);
  carrying_ = pops() * between;
  if (counts_) count_waits();
  for (std::int64_t n = pops(); n < puts(); ++n) {
    for (int j = first; j <= last_between(); ++j) carrying_ += crosses(n, j) <= last;
    if (n >= counted_) count_inner(n, last);
  }
  if (shape_.to_switch && puts() > pops())
    held_at_end_ += std::max<Cycle>(0, last + 1 - waits_from(pops()));
}

}  // namespace rda::sim::fast
