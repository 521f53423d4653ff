// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/relay.h"

#include <algorithm>
#include <ranges>

namespace rda::sim::fast {

bool Relay::pass(Window& window) {
  const std::int64_t first = in->pops(), last = in->puts();
  for (std::int64_t n = first; n < last; ++n) {
    Cycle cycle = std::max(now_, in->ready(0));
    for (Segment* segment : out) cycle = std::max(cycle, segment->room_for(n));
    if (cycle >= window.horizon) break;
    in->pop_next(cycle);
    puts_from_ = now_ = cycle + 1;
  }
  if (in->pops() == first) return false;
  window.note_change(now_ - 1);
  in->note_passed();
  return true;
}

bool Relay::pass_on(Window& window) {
  bool any = false;
  for (bool more = true; more;) {
    more = pass(window);
    any = any || more;
    if (in->waiting() == 0) break;
    for (Segment* segment : out)
      if (segment->ends_at_switch() && segment->room_for(in->pops()) == kNever)
        more = static_cast<Relay*>(segment->reader)->pass_on(window) || more;
  }
  return any;
}

/// What it has to wait for longest, and until when at least.
Relay::Lack Relay::lacks(const Window& window) const {
  Lack lack{now_, nullptr};
  const auto look = [&](Cycle may_come, const Clock* neighbour) {
    if (!lack.of || may_come > lack.until) lack = {std::max(now_, may_come), neighbour};
  };
  if (!in->has_token(now_)) look(token_may_come(*in, window), in->writer);
  for (const Segment* segment : out)
    if (!segment->has_room(now_)) look(room_may_come(*segment, window), segment->reader);
  return lack;
}

const Clock* Relay::wait(const Window& window) {
  while (now_ < window.horizon) {
    const Lack lack = lacks(window);
    if (lack.until <= now_) return lack.of;
    puts_from_ = now_ = std::min(lack.until, window.horizon);
  }
  return nullptr;
}

Cycle Relay::can_act() const {
  Cycle first = std::max(now_, in->head_ready());
  for (const Segment* segment : out) first = std::max(first, segment->room_at());
  return first;
}

void RelayTree::wait(Relay& relay, const Window& window) {
  const Cycle before = relay.now();
  const Clock* blocker = relay.wait(window);
  moved = moved || relay.now() != before;
  if (blocker && blocker->actor() != this) blockers_.push_back(blocker->actor());
  now_ = std::min(now_, relay.now());
}

void RelayTree::advance(Window& window) {
  blockers_.clear();
  for (Relay& relay : relays_) moved = relay.pass_on(window) || moved;
  now_ = window.horizon;
  // Who waits for room does so for those behind it, who waits for a token for those before it.
  for (Relay& relay : std::views::reverse(relays_))
    if (relay.in->waiting() != 0) wait(relay, window);
  for (Relay& relay : relays_)
    if (relay.in->waiting() == 0) wait(relay, window);
  puts_from_ = now_;
}

bool RelayTree::pass_on(Window& window) {
  if (!relays_.front().pass_on(window)) return false;
  moved = true;
  window.passed_on.push_back(this);
  return true;
}

Cycle RelayTree::can_act() const {
  Cycle first = kNever;
  for (const Relay& relay : relays_) first = std::min(first, relay.can_act());
  return first;
}

void RelayTree::skip(Skip& skip) {
  for (Relay& relay : relays_) relay.skip(skip);
  puts_from_ = now_ += skip.cycles();
}

}  // namespace rda::sim::fast
