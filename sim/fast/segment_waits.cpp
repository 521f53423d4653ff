// SPDX-License-Identifier: Apache-2.0
// When tokens crossed the links inside a segment, and which links they held meanwhile.
#include "sim/fast/segment.h"

namespace rda::sim::fast {

Cycle Segment::crosses(std::int64_t n, int j) const {
  const Cycle lambda = shape_.hop_latency;
  const Cycle free = times_[at(n)].put + (j - 1) * lambda;
  const std::int64_t behind = n - (2 * lambda * (shape_.links - j) + shape_.depth);
  if (behind < 0) return free;
  if (behind >= pops_) return kNever;
  return std::max(free, times_[at(behind)].popped + (shape_.links - j + 1) * lambda);
}

/// Whether token n, and all that its crossings depend on, came a cycle after the one before: then
/// it crossed every link right behind it, and held none.
bool Segment::keeps_pace(std::int64_t n) const {
  return pops_ - smooth_ < n - capacity_ && times_[at(n)].put == times_[at(n - 1)].put + 1;
}

void Segment::count_waits() {
  for (const std::int64_t both = std::min(puts_, pops_); counted_ < both; ++counted_)
    if (!keeps_pace(counted_)) count_inner(counted_, times_[at(counted_)].popped);
}

/// From the last link back: a token that was not held up to a link was held at none before.
void Segment::count_inner(std::int64_t n, Cycle last) {
  const Cycle lambda = shape_.hop_latency;
  Cycle crossed = crosses(n, last_between());
  for (int j = last_between(); j >= kFirstInner; --j) {
    if (crossed == times_[at(n)].put + (j - 1) * lambda) return;
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
    if (n >= counted_) count_inner(n, last);
  }
  if (shape_.to_switch && puts_ > pops_)
    held_at_end_ += std::max<Cycle>(0, last + 1 - waits_from(pops_));
}

}  // namespace rda::sim::fast
