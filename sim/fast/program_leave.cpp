// SPDX-License-Identifier: Apache-2.0
// A program's pipeline: what leaves it, and what holds it.
#include <algorithm>
#include <bit>

#include "sim/fast/program.h"

namespace rda::sim::fast {

bool ProgramState::stalled(const End& output, const Window& window, Cycle cycle) const {
  return !output.local && rda::stalled(window.disturbance, output.stream, cycle);
}

/// What reaches the pipeline's end while there is room leaves, also ahead of time.
void ProgramState::leave(Window& window) {
  const bool plain = !trace && window.disturbance.stall_per_mille == 0;
  while (count_ != 0 && due() < window.horizon) {
    if (plain && pending_[head_].count == 1) {
      if (!leave_one(window)) return;
      continue;
    }
    const Cycle count = rooms(window, due());
    if (count == 0) return;
    send(window, due(), count);
  }
}

/// The one firing at the pipeline's end, if there is room for it.
bool ProgramState::leave_one(Window& window) {
  const Ports made = pending_[head_].made;
  const Cycle at = due();
  for (Ports left = made; left != 0; left &= left - 1)
    if (without_room(outputs[static_cast<std::size_t>(std::countr_zero(left))].segment, at))
      return false;
  for_each_port(made, [&](std::size_t o) {
    for (Segment* segment = outputs[o].segment; segment; segment = segment->also)
      segment->put(at, 1);
  });
  window.note_change(at);
  head_ = (head_ + 1) & (pending_.size() - 1);
  --count_;
  return true;
}

/// Finds out until when the pipeline moves, or holds it.
bool ProgramState::moves_on(Window& window) {
  leave(window);
  // What fires from now on is at the end a latency later, where so many find room.
  moves_until_ = count_ != 0 ? due() : now_ + latency_ + rooms_for_all(window, now_ + latency_);
  if (moves_until_ > now_) return true;
  hold(window);
  return false;
}

/// In how many cycles from `at` on every output can take a token.
Cycle ProgramState::rooms_for_all(const Window& window, Cycle at) const {
  Cycle count = window.disturbance.stall_per_mille == 0 ? window.horizon - at : 0;
  for (const End& out : outputs)
    if (count > 0) count = rooms_in_all(out.segment, at, count);
  return std::max<Cycle>(count, 0);
}

/// In how many cycles from `at` on what is at the pipeline's end then can leave.
Cycle ProgramState::rooms(const Window& window, Cycle at) const {
  const Pending& last = pending_[head_];
  const bool stalls = window.disturbance.stall_per_mille != 0;
  Cycle count = stalls ? 1 : std::min(last.count, window.horizon - at);
  for_each_port(last.made, [&](std::size_t o) {
    count =
        stalls && stalled(outputs[o], window, at) ? 0 : rooms_in_all(outputs[o].segment, at, count);
  });
  return count;
}

void ProgramState::send(Window& window, Cycle at, Cycle count) {
  Pending& last = pending_[head_];
  for_each_port(last.made, [&](std::size_t o) {
    put_into_all(outputs[o].segment, at, count);
    for (Cycle c = 0; trace && c < count; ++c) trace->put[o].push(at + c);
  });
  window.note_change(at + count - 1);
  last.due += count;
  last.count -= count;
  if (last.count > 0) return;
  head_ = (head_ + 1) & (pending_.size() - 1);
  --count_;
}

void ProgramState::hold(Window& window) {
  Cycle until = now_;
  Actor* blocker = nullptr;
  for (Ports left = pending_[head_].made; left != 0 && until == now_; left &= left - 1) {
    const End& out = outputs[static_cast<std::size_t>(std::countr_zero(left))];
    if (window.disturbance.stall_per_mille != 0 && stalled(out, window, now_)) {
      until = now_ + 1;
    } else if (const Segment* full = without_room(out.segment, now_)) {
      until = std::max(now_, room_may_come(*full, window));
      blocker = full->reader->actor();
      if (until == now_ && blocker->pass_on(window)) return;
    }
  }
  if (until == now_) {
    if (blocker) blockers_.push_back(blocker);
    return;
  }
  const Cycle cycles = std::min(until, window.horizon) - now_;
  if (held_until_ != now_) held_since_ = now_;
  account_.spend(part_, Activity::blocked, cycles);
  held_cycles_ += cycles;
  held_until_ = now_ += cycles;
}

/// Keeps firings in the pipeline until they have left.
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
  return held() && (pending_[head_].made >> o & 1) != 0 && without_room(outputs[o].segment, now);
}

}  // namespace rda::sim::fast
