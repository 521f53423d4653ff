// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/stream_port.h"

#include <algorithm>

namespace rda::sim::fast {

StreamPortState::StreamPortState(const Program& program, std::int64_t enough, Account& account)
    : stream((program.inputs.empty() ? program.outputs : program.inputs).front().stream),
      source_(program.inputs.empty()),
      firings_(LoopNest(program).next()),
      tokens_(program.firings()),
      enough_(enough),
      tokens_per_item_(std::get<PortTransfer>(program.work).tokens_per_item),
      interval_(program.ii),
      account_(account) {
  account_.add_program();
}

void StreamPortState::act(Window& window) {
  source_ ? put_into_all(segment, now_, 1) : segment->pop(now_, 1);
  if (values && values->is_verified(id, moved_)) values->fired(now_, id, moved_, firings_);
  if (item_ends && (moved_ + 1) % tokens_per_item_ == 0) item_ends->push_back(now_);
  if (trace) {
    trace->fired.push(now_);
    trace->banks.push(1);
    for (Series& tokens : trace->popped) tokens.push(now_);
    for (Series& tokens : trace->put) tokens.push(now_);
    for (Series& tokens : trace->made) tokens.push(moved_);
  }
  ++moved_;
  seen_ = true;
  next_ = now_ + interval_;
  window.note_change(now_);
  account_.add(0, Activity::active, 1);
  ++now_;
}

/// Counts the cycles up to the first one in which it may act. It cannot act in this cycle.
void StreamPortState::wait(const Window& window) {
  Activity activity = Activity::starved;
  Cycle until = next_;
  const Clock* blocker = nullptr;
  if (done()) {
    activity = Activity::idle;
    until = kNever;
  } else if (now_ < next_) {
    // the interval is not over: its stream does not matter
  } else if (source_) {
    activity = Activity::blocked;
    const Segment* full = without_room(segment, now_);
    until = full ? room_may_come(*full, window) : now_ + 1;  // a stall
    if (full) blocker = full->reader;
  } else {
    if (!seen_) activity = Activity::idle;
    until = token_may_come(*segment, window);
    blocker = segment->writer;
  }
  if (until <= now_) {
    if (blocker) blockers_.push_back(blocker->actor());
    return;
  }
  const Cycle cycles = std::min(until, window.horizon) - now_;
  account_.add(0, activity, cycles);
  now_ += cycles;
}

void StreamPortState::advance(Window& window) {
  blockers_.clear();
  while (now_ < window.horizon && blockers_.empty()) {
    const bool stall = source_ && window.disturbance.stall_per_mille != 0 &&
                       stalled(window.disturbance, stream, now_);
    const bool may = source_ ? !stall && !without_room(segment, now_) : segment->has_token(now_);
    if (!done() && now_ >= next_ && may)
      act(window);
    else
      wait(window);
  }
  find_puts();
}

Cycle StreamPortState::can_act() const {
  if (done()) return kNever;
  return std::max({now_, next_, source_ ? room_in_all_at(segment) : segment->head_ready()});
}

void StreamPortState::note(Snapshot& snapshot) const {
  snapshot.count(moved_);
  snapshot.add(seen_);
  snapshot.add(done());
  snapshot.add_future(next_, now_);
}

std::int64_t StreamPortState::periods_left(Skip& period) const {
  const std::int64_t growth = period.growth();
  return period.periods_to(moved_, growth, lacks() > 0 ? enough_ : tokens_);
}

void StreamPortState::skip(Skip& skip) {
  moved_ += skip.growth();
  now_ += skip.cycles();
  next_ += skip.cycles();
  find_puts();
}

}  // namespace rda::sim::fast
