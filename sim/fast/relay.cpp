// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/relay.h"

#include <algorithm>

namespace rda::sim::fast {

void Relay::tick(Clock& clock) {
  const Cycle now = clock.scheduler.now();
  if (in->has_token(now)) {
    const auto full =
        std::ranges::find_if(out, [&](const Segment* s) { return !s->has_room(now); });
    if (full != out.end()) {
      wake_at_room(clock.scheduler, **full, id_, now);
      return;
    }
    pop(clock, *in);
    for (Segment* segment : out) put(clock, *segment);
  }
  wake_at_token(clock.scheduler, *in, id_, now);
}

StreamPortState::StreamPortState(int id, bool source, std::int64_t tokens, Cycle interval,
                                 Account& account)
    : id_(id), source_(source), tokens_(tokens), interval_(interval), account_(account) {
  account_.have(0);
}

bool StreamPortState::may_act(const Clock& clock) const {
  const Cycle now = clock.scheduler.now();
  if (!source_) return end.segment->has_token(now);
  const bool stall =
      clock.disturbance.stall_per_mille != 0 && stalled(clock.disturbance, end.stream, now);
  return !without_room(end.segment, now) && !stall;
}

void StreamPortState::act(Clock& clock) {
  if (source_)
    put_into_all(clock, end.segment);
  else
    pop(clock, *end.segment);
  ++moved_;
  next_ = clock.scheduler.now() + interval_;
  if (!trace) return;
  trace->fired.push(clock.scheduler.now());
  trace->banks.push(1);
  for (Series& tokens : trace->popped) tokens.push(clock.scheduler.now());
  for (Series& tokens : trace->put) tokens.push(clock.scheduler.now());
  for (Series& tokens : trace->made) tokens.push(moved_ - 1);
}

Activity StreamPortState::activity_when_not_acting(Cycle now) const {
  if (done()) return Activity::idle;
  if (source_) return now < next_ ? Activity::starved : Activity::blocked;
  return seen_ ? Activity::starved : Activity::idle;
}

bool StreamPortState::tick(Clock& clock) {
  const Cycle now = clock.scheduler.now();
  if (!source_ && !seen_) seen_ = end.segment->has_token(now);
  const bool acts = !done() && now >= next_ && may_act(clock);
  if (acts) act(clock);
  account_.set(0, acts ? Activity::active : activity_when_not_acting(now), now);
  if (acts) {
    clock.scheduler.wake_next(id_);
  } else if (!done() && now < next_) {
    clock.scheduler.wake(id_, next_);
  } else if (!done()) {
    Segment* full = source_ ? without_room(end.segment, now) : nullptr;
    if (source_)
      wake_at_room(clock.scheduler, full ? *full : *end.segment, id_, now);
    else
      wake_at_token(clock.scheduler, *end.segment, id_, now);
  }
  return acts;
}

}  // namespace rda::sim::fast
