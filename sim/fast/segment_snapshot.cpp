// SPDX-License-Identifier: Apache-2.0
// A segment's part of a snapshot, and how it skips periods.
#include <algorithm>

#include "sim/fast/segment.h"

namespace rda::sim::fast {

/// Counts the waits of tokens that have crossed all links whose waits are counted.
void Segment::settle(Cycle now) {
  count_waits();
  for (; counted_ < puts(); ++counted_) {
    if (counts_) {
      const Cycle put = in_->at(counted_), crossed = crosses(counted_, last_between(), put);
      if (crossed == kNever || crossed >= now) return;
      count_inner(counted_, put, crossed);
    }
  }
}

/// Adds when each token can be popped. For tokens whose waits are not counted yet, also adds when
/// they crossed or will cross each link.
void Segment::note_tokens(Snapshot& snapshot, Cycle now) const {
  for (std::int64_t n = taken_; n < puts(); ++n) {
    snapshot.add_future(in_->at(n) + delay_, now);
    for (int j = 1; n >= counted_ && j <= shape_.links; ++j) {
      const Cycle crossed = crosses(n, j);
      snapshot.add(crossed == kNever ? kNever : crossed - now);
    }
  }
  // The first token whose waits are not counted waits for a link only after the token before it.
  if (counted_ == 0 || counted_ == puts()) return;
  for (int j = kFirstInner; j <= last_between(); ++j) {
    const Cycle before = crosses(counted_, j - 1), previous = crosses(counted_ - 1, j);
    if (before == kNever || previous == kNever) break;
    snapshot.add(std::max(before + shape_.hop_latency, previous + 1) - now);
  }
}

void Segment::note(Snapshot& snapshot, Cycle now) const {
  snapshot.count(puts());
  snapshot.count(taken_);
  snapshot.count(held_);
  snapshot.count(held_at_end_);
  if (!snapshot.remembers(shape_.control ? BrokenRule::control : BrokenRule::tokens)) return;
  snapshot.add(puts() - taken_);
  snapshot.add(puts() - counted_);
  if (assured()) snapshot.add_future(head_ready(), now);
  note_tokens(snapshot, now);
  if (shape_.depth == kBottomless) return;
  // A relay counts how long its oldest token waits.
  if (shape_.to_switch && taken_ < puts()) snapshot.add(waits_from(taken_) - now);
  // Pops that the other end has not seen yet. Later tokens do not depend on older pops.
  const std::int64_t oldest = std::max<std::int64_t>(0, puts() - capacity_);
  for (std::int64_t n = taken_ - 1; n >= oldest && out_.at(n) + delay_ > now; --n)
    snapshot.add(out_.at(n) - now);
  snapshot.add(kNever);
}

void Segment::skip(Skip& skip) {
  const std::int64_t put = skip.growth(), popped = skip.growth();
  skip.grow(held_);
  skip.grow(held_at_end_);
  out_.truncate(taken_);  // promises are void after a skip
  promised_below_ = promised_from_ = promised_until_ = 0;
  // They may have been at promised pops: of this segment, or of the one before a relay.
  room_ = checked_ = foreseen_ = head_ = {};
  own_.skip(in_ == &own_ ? put : 0, skip.cycles());
  out_.skip(popped, skip.cycles());
  taken_ += popped;
  counted_ += put;
  move_before(skip.cycles());
}

}  // namespace rda::sim::fast
