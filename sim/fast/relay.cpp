// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/relay.h"

#include <algorithm>

namespace rda::sim::fast {

Cycle Relay::tokens_from_now(Cycle limit) const {
  Cycle count = in->tokens_from(now_, limit);
  for (const Segment* segment : out)
    if (count > 0) count = segment->rooms_from(now_, count);
  return count;
}

/// What keeps it waiting longest becomes its blocker. @return until when at least
Cycle Relay::wait(const Window& window) {
  Cycle until = now_;
  const auto lacks = [&](Cycle may_come, Actor* neighbour) {
    if (blocker_ && may_come <= until) return;
    until = std::max(now_, may_come);
    blocker_ = neighbour;
  };
  if (!in->has_token(now_)) lacks(token_may_come(*in, window), in->writer);
  for (const Segment* segment : out)
    if (!segment->has_room(now_)) lacks(room_may_come(*segment, window), segment->reader);
  return until;
}

void Relay::advance(Window& window) {
  blocker_ = nullptr;
  while (now_ < window.horizon) {
    if (const Cycle count = tokens_from_now(window.horizon - now_); count > 0) {
      in->pop(now_, count);
      for (Segment* segment : out) segment->put(now_, count);
      now_ += count;
      window.note_change(now_ - 1);
      continue;
    }
    const Cycle until = wait(window);
    if (until <= now_) break;
    now_ = std::min(until, window.horizon);
    blocker_ = nullptr;
  }
  puts_from_ = now_;
}

Cycle Relay::can_act() const {
  Cycle first = std::max(now_, in->head_ready());
  for (const Segment* segment : out) first = std::max(first, segment->room_at());
  return first;
}

}  // namespace rda::sim::fast
