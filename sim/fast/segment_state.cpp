// SPDX-License-Identifier: Apache-2.0
// What decides on a segment's future, and how it gets there without being simulated.
#include "sim/fast/segment.h"

namespace rda::sim::fast {

/// Counts the waits of tokens that have crossed all links whose waits are counted.
void Segment::settle(Cycle now) {
  for (; counted_ < puts_; ++counted_) {
    if (counts_) {
      const Cycle crossed = crosses(counted_, last_between());
      if (crossed == kNever || crossed >= now) return;
      count_inner(counted_, now);
    }
  }
}

/// When tokens can be popped and, of those whose waits are not counted yet, when they crossed or
/// will cross which link.
void Segment::note_tokens(State& state, Cycle now) const {
  for (std::int64_t n = pops_; n < puts_; ++n) {
    state.add_future(times_[at(n)].put + delay_, now);
    for (int j = 1; n >= counted_ && j <= shape_.links; ++j) {
      const Cycle crossed = crosses(n, j);
      state.add(crossed == kNever ? kNever : crossed - now);
    }
  }
  // The first of these counts its waits on each link from when the one before left it.
  if (counted_ == 0 || counted_ == puts_) return;
  for (int j = kFirstInner; j <= last_between(); ++j) {
    const Cycle before = crosses(counted_, j - 1), previous = crosses(counted_ - 1, j);
    if (before == kNever || previous == kNever) break;
    state.add(std::max(before + shape_.hop_latency, previous + 1) - now);
  }
}

void Segment::note(State& state, Cycle now) const {
  state.count(puts_);
  state.count(pops_);
  state.count(held_);
  state.count(held_at_end_);
  if (!state.remembers(shape_.control ? ForgetState::control : ForgetState::tokens)) return;
  state.add(puts_ - pops_);
  state.add(puts_ - counted_);
  if (assured()) state.add_future(head_ready_, now);
  note_tokens(state, now);
  if (shape_.depth == kBottomless) return;
  // A fork counts how long the token at its head waits.
  if (shape_.to_switch && pops_ < puts_) state.add(waits_from(pops_) - now);
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
  counted_ += put;
  if (head_ready_ != kNever) head_ready_ += assured() ? popped : skip.cycles();
  find_room();
}

}  // namespace rda::sim::fast
