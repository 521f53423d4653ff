// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/segment.h"

#include <algorithm>

namespace rda::sim::fast {

/// Only a bottomless segment gets here; it joins no switches, so old pops are not asked for.
void Segment::grow() {
  std::vector<Times> larger(2 * (mask_ + 1));
  const std::uint64_t mask = larger.size() - 1;
  for (std::int64_t n = pops_; n < puts_; ++n)
    larger[static_cast<std::uint64_t>(n) & mask] = times_[at(n)];
  times_ = std::move(larger);
  mask_ = mask;
}

Cycle Segment::crosses(std::int64_t n, int j) const {
  const Cycle lambda = shape_.hop_latency;
  const Cycle free = times_[at(n)].put + (j - 1) * lambda;
  const std::int64_t behind = n - (2 * lambda * (shape_.links - j) + shape_.depth);
  if (behind < 0) return free;
  if (behind >= pops_) return kNever;
  return std::max(free, times_[at(behind)].popped + (shape_.links - j + 1) * lambda);
}

/// A token that reached its last link without waiting waited nowhere before; only others are looked
/// at.
void Segment::count_waits(std::int64_t n, Cycle now) {
  if (crosses(n, shape_.links) > times_[at(n)].put + (shape_.links - 1) * Cycle{shape_.hop_latency})
    count_inner(n, now);
}

void Segment::count_inner(std::int64_t n, Cycle last) {
  const Cycle lambda = shape_.hop_latency;
  for (int j = kFirstInner; j <= last_between(); ++j) {
    const Cycle before = crosses(n, j - 1);
    if (before == kNever || before + lambda > last) return;
    Cycle from = before + lambda;
    if (n > 0) {
      const Cycle previous = crosses(n - 1, j);
      if (previous >= last) continue;  // the older token holds the link
      from = std::max(from, previous + 1);
    }
    const Cycle to = std::min(crosses(n, j), last + 1);
    held_ += std::max<Cycle>(0, to - from);
  }
}

Cycle Segment::last_crossing() const {
  Cycle last = -1;
  for (std::int64_t n = pops_; n < puts_; ++n)
    for (int j = 1; j <= shape_.links; ++j)
      if (const Cycle crossed = crosses(n, j); crossed != kNever) last = std::max(last, crossed);
  return last;
}

void Segment::finish(Cycle last) {
  const int first = starts_between_switches() ? 1 : 2;
  const int between = std::max(0, last_between() - first + 1);
  carrying_ = pops_ * between;
  for (std::int64_t n = pops_; n < puts_; ++n) {
    for (int j = first; j <= last_between(); ++j) carrying_ += crosses(n, j) <= last;
    count_inner(n, last);
  }
  if (shape_.to_switch && puts_ > pops_)
    held_at_end_ += std::max<Cycle>(0, last + 1 - waits_from(pops_));
}

}  // namespace rda::sim::fast
