// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/relay.h"

#include <algorithm>
#include <ranges>

namespace rda::sim::fast {

bool Relay::pass(Cycle horizon) {
  Cycle cycle = std::max(now_, in->ready(0));
  for (Segment* segment : out) {
    segment->foresee();
    cycle = std::max(cycle, segment->room_at());
  }
  if (cycle >= horizon) return false;
  Cycle row = in->tokens_from(cycle, horizon - cycle);
  for (const Segment* segment : out) row = segment->rooms_from(cycle, row);
  in->pop(cycle, row);
  puts_from_ = now_ = cycle + row;
  return true;
}

void Relay::promise_pops(const Window& window) {
  Cycle until = window.horizon;
  for (Segment* segment : out) segment->foresee();
  for (const Segment* segment : out) until = segment->surely_has_room_until(now_, 1, until);
  if (until > now_) in->promise(now_, until, kNever);
}

/// The lacking token or room that can come last.
Relay::Obstacle Relay::obstacle(const Window& window) const {
  Obstacle last{now_, nullptr};
  const auto look = [&](Cycle may_come, const Clock* neighbour) {
    if (!last.neighbour || may_come > last.until) last = {std::max(now_, may_come), neighbour};
  };
  if (!in->has_token(now_)) look(token_may_come(*in, window), in->writer);
  for (const Segment* segment : out)
    if (!segment->has_room(now_)) look(room_may_come(*segment, window), segment->reader);
  return last;
}

const Clock* Relay::wait(const Window& window) {
  while (now_ < window.horizon) {
    const Obstacle last = obstacle(window);
    if (last.until <= now_) return last.neighbour;
    puts_from_ = now_ = std::min(last.until, window.horizon);
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

/// Passes all tokens whose arrival and room are known. A token may need the room that an earlier
/// token makes further downstream, so each token goes through all relays before the next one does.
void RelayTree::flow(Window& window) {
  std::int64_t n = kNever;
  for (const Relay& relay : relays_) n = std::min(n, relay.in->pops());
  const std::int64_t last = relays_.front().in->puts();
  Cycle passed_until = 0;
  for (; n < last; ++n)
    for (Relay& relay : relays_)
      if (relay.in->pops() == n && relay.in->puts() > n && relay.pass(window.horizon))
        passed_until = std::max(passed_until, relay.now());
  if (passed_until == 0) return;
  moved = true;
  window.note_change(passed_until - 1);
}

void RelayTree::advance(Window& window) {
  blockers_.clear();
  flow(window);
  now_ = window.horizon;
  // A relay that waits for room depends on relays downstream of it, one that waits for a token on
  // relays upstream: both orders visit the relays depended upon first.
  for (Relay& relay : std::views::reverse(relays_))
    if (relay.in->waiting() != 0) wait(relay, window);
  for (Relay& relay : relays_)
    if (relay.in->waiting() == 0) wait(relay, window);
  puts_from_ = now_;
}

bool RelayTree::make_room(Window& window) {
  const Segment& first = *relays_.front().in;
  const std::int64_t before = first.rooms();
  advance(window);
  for (Relay& relay : std::views::reverse(relays_)) relay.promise_pops(window);
  window.made_room.push_back(this);
  return first.rooms() != before;
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
