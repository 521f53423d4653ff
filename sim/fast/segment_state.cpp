// SPDX-License-Identifier: Apache-2.0
// What decides on a segment's future, and how it gets there without being simulated.
#include "sim/fast/segment.h"

namespace rda::sim::fast {

/// When its tokens crossed or will cross its links. Of a segment that is never full, and joins no
/// switches, it only matters when they can be popped.
void Segment::note_tokens(State& state, Cycle now) const {
  for (std::int64_t n = pops_; n < puts_; ++n) {
    if (shape_.depth == kBottomless) {
      state.add_future(times_[at(n)].put + delay_, now);
      continue;
    }
    for (int j = 1; j <= shape_.links; ++j) {
      const Cycle crossed = crosses(n, j);
      state.add(crossed == kNever ? kNever : crossed - now);
    }
  }
}

void Segment::note(State& state, Cycle now) const {
  state.count(puts_);
  state.count(pops_);
  state.count(held_);
  state.count(held_at_end_);
  if (!state.remembers(shape_.control ? ForgetState::control : ForgetState::tokens)) return;
  state.add(puts_ - pops_);
  if (assured()) state.add_future(head_ready_, now);
  note_tokens(state, now);
  if (shape_.depth == kBottomless) return;
  // The token at the head counts its waits on each link from when the one before left it.
  if (pops_ > 0 && pops_ < puts_) {
    for (int j = kFirstInner; j <= last_between(); ++j) {
      const Cycle before = crosses(pops_, j - 1);
      if (before == kNever) break;
      state.add(std::max(before + shape_.hop_latency, crosses(pops_ - 1, j) + 1) - now);
    }
    state.add(waits_from(pops_) - now);
  }
  // Pops that the other end has not seen yet: to tokens to come, older ones mean nothing.
  const std::int64_t oldest = std::max<std::int64_t>(0, puts_ - capacity_);
  for (std::int64_t n = pops_ - 1; n >= oldest && times_[at(n)].popped + delay_ > now; --n)
    state.add(times_[at(n)].popped - now);
  state.add(kNever);
}

void Segment::skip(Skip& skip) {
  const std::int64_t put = skip.growth(), popped = skip.growth();
  skip.grow(held_);
  skip.grow(held_at_end_);
  const std::vector<Times> before = times_;
  for (std::size_t n = 0; n < before.size(); ++n)
    times_[at(static_cast<std::int64_t>(n) + put)] = {before[n].put + skip.cycles(),
                                                      before[n].popped + skip.cycles()};
  puts_ += put;
  pops_ += popped;
  counted_ += popped;
  if (head_ready_ != kNever) head_ready_ += assured() ? popped : skip.cycles();
  find_room();
}

}  // namespace rda::sim::fast
