// SPDX-License-Identifier: Apache-2.0
// A program's pipeline: how firings leave it, and when it holds.
#include <algorithm>

#include "sim/fast/program.h"

namespace rda::sim::fast {

bool ProgramState::stalled(const End& output, const Window& window, Cycle cycle) const {
  return !output.local && rda::stalled(window.disturbance, output.stream, cycle);
}

/// Puts the tokens of firings that reach the pipeline's end before the horizon, as long as there is
/// known room. These puts may lie after now().
void ProgramState::leave(Window& window) {
  const bool plain = !trace && window.disturbance.stall_per_mille == 0 && outputs.size() == 1 &&
                     !outputs.front().segment->also;
  while (count_ != 0 && due() < window.horizon) {
    if (plain && pending_[head_].count == 1) {
      if (!leave_singly(window)) return;
      continue;
    }
    const Cycle count = rooms(window, due());
    if (count == 0) return;
    send(window, due(), count);
  }
}

/// The same for single firings and one output. @return whether any firing left
bool ProgramState::leave_singly(Window& window) {
  Segment& segment = *outputs.front().segment;
  const std::int64_t before = segment.puts();
  for (; count_ != 0 && pending_[head_].count == 1 && due() < window.horizon; pop_pending())
    if (!segment.put_if_room(due())) break;
  if (segment.puts() == before) return false;
  segment.note_puts();
  window.note_change(segment.last_put());
  return true;
}

/// Sets moves_until_, or holds the pipeline. @return whether it moves in this cycle
bool ProgramState::moves_on(Window& window) {
  leave(window);
  moves_until_ = count_ != 0 ? due() : surely_moves_until(window);
  if (moves_until_ > now_) return true;
  hold(window);
  return false;
}

/// The cycle before which no firing from now on can hold the pipeline: its tokens are sure to find
/// room.
Cycle ProgramState::surely_moves_until(const Window& window) const {
  const Cycle end = now_ + latency_;
  if (window.disturbance.stall_per_mille != 0) return end;
  Cycle until = std::max(end, window.horizon);
  for (std::size_t o = 0; o < outputs.size() && until > end; ++o) {
    const std::int64_t before = stretch_.made.has(o)   ? 0
                                : stretch_.last.has(o) ? stretch_.row - 1
                                                       : stretch_.firings;
    until = surely_have_room_until(outputs[o].segment, end + before, nest_.gap(o), until);
  }
  return until;
}

/// In how many consecutive cycles from `at` on the firings that are then at the pipeline's end can
/// leave.
Cycle ProgramState::rooms(const Window& window, Cycle at) const {
  const Pending& last = pending_[head_];
  const bool stalls = window.disturbance.stall_per_mille != 0;
  Cycle count = stalls ? 1 : std::min(last.count, window.horizon - at);
  last.made.each([&](std::size_t o) {
    count =
        stalls && stalled(outputs[o], window, at) ? 0 : rooms_in_all(outputs[o].segment, at, count);
  });
  return count;
}

void ProgramState::send(Window& window, Cycle at, Cycle count) {
  Pending& last = pending_[head_];
  last.made.each([&](std::size_t o) {
    put_into_all(outputs[o].segment, at, count);
    for (Cycle c = 0; trace && c < count; ++c) trace->put[o].push(at + c);
  });
  window.note_change(at + count - 1);
  last.due += count;
  last.count -= count;
  if (last.count == 0) pop_pending();
}

void ProgramState::hold(Window& window) {
  Cycle until = now_;
  Actor* blocker = nullptr;
  const bool made_room = !pending_[head_].made.all([&](std::size_t o) {
    if (until != now_) return true;
    const End& out = outputs[o];
    if (window.disturbance.stall_per_mille != 0 && stalled(out, window, now_)) {
      until = now_ + 1;
    } else if (const Segment* full = without_room(out.segment, now_)) {
      until = std::max(now_, room_may_come(*full, window));
      blocker = full->reader->actor();
      if (until == now_) {
        find_puts();
        if (blocker->make_room(window)) return false;
        until = std::max(now_, room_may_come(*full, window));
      }
    }
    return true;
  });
  if (made_room) return;
  if (until == now_) {
    if (blocker) blockers_.push_back(blocker);
    return;
  }
  const Cycle cycles = std::min(until, window.horizon) - now_;
  if (held_until_ != now_) held_since_ = now_;
  account_.add(number_, Activity::blocked, cycles);
  held_cycles_ += cycles;
  held_until_ = now_ += cycles;
}

/// Adds `count` firings to the pipeline, which reach its end from `due` on.
void ProgramState::keep(Cycle due, Cycle count, Ports made) {
  if (count_ != 0) {
    Pending& last = pending_[(head_ + count_ - 1) & (pending_.size() - 1)];
    if (last.made == made && last.due + last.count == due) {
      last.count += count;
      return;
    }
  }
  if (count_ == pending_.size()) grow();
  pending_[(head_ + count_) & (pending_.size() - 1)] = {due, count, made};
  ++count_;
}

void ProgramState::grow() {
  std::vector<Pending> larger(2 * pending_.size());
  for (std::size_t n = 0; n < count_; ++n)
    larger[n] = pending_[(head_ + n) & (pending_.size() - 1)];
  pending_ = std::move(larger);
  head_ = 0;
}

bool ProgramState::blocked_output(std::size_t o, Cycle now) const {
  return held() && pending_[head_].made.has(o) && without_room(outputs[o].segment, now);
}

}  // namespace rda::sim::fast
