// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/program.h"

#include <algorithm>
#include <bit>

namespace rda::sim::fast {
namespace {

template <typename Visit>
void for_each_port(Ports ports, Visit&& visit) {
  for (; ports != 0; ports &= ports - 1) visit(static_cast<std::size_t>(std::countr_zero(ports)));
}

}  // namespace

ProgramState::ProgramState(const Program& program, std::optional<BankLoad> banks, Account& account,
                           int part)
    : nest_(program),
      banks_(std::move(banks)),
      bank_cycles_(banks_ ? banks_->constant() : 1),
      latency_(program.latency),
      ii_(program.ii),
      steady_(bank_cycles_ == 1 && ii_ == 1),
      account_(account),
      part_(part),
      pending_(std::bit_ceil(static_cast<std::size_t>(program.latency) + 2)),
      seen_(program.inputs.empty()) {
  account_.have();
  start_run(nest_.next());
}

/// Cycle after cycle, as docs/timing-model.md has it: hold or shift, then fire. Cycles in which the
/// same happens are taken together.
void ProgramState::advance(Window& window) {
  blocker_ = nullptr;
  while (now_ < window.horizon && !blocker_) {
    if (now_ >= moves_until_ && !moves_on(window)) continue;
    const Cycle moves = std::min(moves_until_, window.horizon) - now_;
    const Cycle firings = firings_from_now(moves);
    if (firings > 0)
      fire(window, firings);
    else
      wait(window, moves);
  }
  leave(window);
  find_puts();
}

void ProgramState::find_puts() {
  if (count_ != 0)
    puts_from_ = std::max(due(), now_);
  else
    puts_from_ = done() ? kNever : now_ + latency_;
}

bool ProgramState::stalled(const End& output, const Window& window, Cycle cycle) const {
  return !output.local && rda::stalled(window.disturbance, output.stream, cycle);
}

/// What reaches the pipeline's end while there is room leaves, also ahead of time.
void ProgramState::leave(Window& window) {
  while (count_ != 0 && due() < window.horizon) {
    const Cycle count = rooms(window, due());
    if (count == 0) return;
    send(window, due(), count);
  }
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

void ProgramState::hold(const Window& window) {
  Cycle until = now_;
  for (Ports left = pending_[head_].made; left != 0 && until == now_; left &= left - 1) {
    const End& out = outputs[static_cast<std::size_t>(std::countr_zero(left))];
    if (window.disturbance.stall_per_mille != 0 && stalled(out, window, now_)) {
      until = now_ + 1;
    } else if (const Segment* full = without_room(out.segment, now_)) {
      until = std::max(now_, room_may_come(*full, window));
      blocker_ = full->reader;
    }
  }
  if (until == now_) return;
  blocker_ = nullptr;
  const Cycle cycles = std::min(until, window.horizon) - now_;
  if (held_until_ != now_) held_since_ = now_;
  account_.spend(part_, Activity::blocked, cycles);
  held_cycles_ += cycles;
  held_until_ = now_ += cycles;
}

Cycle ProgramState::firings_from_now(Cycle limit) const {
  if (run_.firings == 0 || now_ < next_fire_ || now_ < banks_free()) return 0;
  Cycle count = steady_ ? std::min(run_.firings + (alike_ ? next_.firings : 0), limit) : 1;
  for (Ports left = run_.needed; left != 0 && count > 0; left &= left - 1) {
    const int i = std::countr_zero(left);
    const Segment& segment = *inputs[static_cast<std::size_t>(i)].segment;
    if ((run_.popped >> i & 1) != 0)
      count = segment.tokens_from(now_, count);
    else if (!segment.has_token(now_))
      count = 0;
  }
  return count;
}

void ProgramState::note_firings(Cycle count, int bank_cycles) {
  for (Cycle c = 0; c < count; ++c) {
    if (values && values->rides(id, fired_ + c)) values->fired(now_ + c, id, fired_ + c, run_);
    if (!trace) continue;
    trace->fired.push(now_ + c);
    trace->banks.push(bank_cycles);
    for_each_port(run_.popped, [&](std::size_t i) { trace->popped[i].push(now_ + c); });
    for_each_port(run_.made, [&](std::size_t o) { trace->made[o].push(fired_ + c); });
  }
}

/// Keeps firings in the pipeline until they have left.
void ProgramState::keep(Cycle due, Cycle count) {
  if (count_ != 0) {
    Pending& last = pending_[(head_ + count_ - 1) & (pending_.size() - 1)];
    if (last.made == run_.made && last.due + last.count == due) {
      last.count += count;
      return;
    }
  }
  if (count_ == pending_.size()) grow();
  pending_[(head_ + count_) & (pending_.size() - 1)] = {due, count, run_.made};
  ++count_;
}

void ProgramState::grow() {
  std::vector<Pending> larger(2 * pending_.size());
  for (std::size_t n = 0; n < count_; ++n)
    larger[n] = pending_[(head_ + n) & (pending_.size() - 1)];
  pending_ = std::move(larger);
  head_ = 0;
}

void ProgramState::start_run(const Run& run) {
  run_ = run;
  next_ = nest_.next();
  alike_ = next_.needed == run_.needed && next_.popped == run_.popped;
}

/// Firings of the run at hand.
void ProgramState::fire_run(Cycle count) {
  const int cycles = bank_cycles_ != 0 ? bank_cycles_ : banks_->cycles(nest_.index_of(fired_));
  if (values || trace) note_firings(count, cycles);
  const Cycle moved = now_ - held_cycles_;
  if (run_.made != 0) keep(moved + cycles - 1 + latency_, count);
  banks_free_ = moved + count - 1 + cycles;
  last_due_ = banks_free_ - 1 + latency_;
  next_fire_ = now_ + count - 1 + ii_;
  fired_ += count;
  now_ += count;
  run_.firings -= count;
  if (run_.firings == 0) start_run(next_);
}

void ProgramState::fire(Window& window, Cycle count) {
  for_each_port(run_.popped, [&](std::size_t i) { inputs[i].segment->pop(now_, count); });
  if (run_.needed != 0) seen_ = true;
  account_.spend(part_, Activity::active, count);
  window.note_change(now_ + count - 1);
  const Cycle first = std::min(count, run_.firings);
  fire_run(first);
  if (count > first) fire_run(count - first);
}

/// The input that keeps it waiting longest.
ProgramState::Wait ProgramState::for_tokens(const Window& window) const {
  Wait wait{Activity::starved, now_, nullptr};
  for_each_port(run_.needed, [&](std::size_t i) {
    const Segment& segment = *inputs[i].segment;
    if (segment.has_token(now_)) return;
    const Cycle may_come = token_may_come(segment, window);
    if (wait.of && may_come <= wait.until) return;
    wait.until = std::max(now_, may_come);
    wait.of = segment.writer;
  });
  return wait;
}

/// Until any input has a token, a program is idle.
void ProgramState::look_around(const Window& window, Wait& wait) {
  for (const End& in : inputs) {
    if (in.segment->has_token(now_)) {
      seen_ = true;
      return;
    }
  }
  wait.activity = Activity::idle;
  for (const End& in : inputs) {
    const Cycle may_come = std::max(now_, token_may_come(*in.segment, window));
    if (may_come >= wait.until) continue;
    wait.until = may_come;
    wait.of = in.segment->writer;
  }
}

/// Why it does not fire in this cycle, and up to when that stays so.
ProgramState::Wait ProgramState::for_what(const Window& window) {
  if (now_ < banks_free()) return {Activity::conflict, banks_free()};
  if (run_.firings == 0) return {Activity::idle, kNever};
  Wait wait = now_ < next_fire_ ? Wait{Activity::starved, next_fire_} : for_tokens(window);
  if (!seen_) look_around(window, wait);
  return wait;
}

void ProgramState::wait(Window& window, Cycle limit) {
  const Wait wait = for_what(window);
  if (wait.until <= now_) {
    blocker_ = wait.of;
    return;
  }
  const Cycle cycles = std::min(wait.until - now_, limit);
  account_.spend(part_, wait.activity, cycles);
  now_ += cycles;
  if (wait.activity == Activity::conflict) window.note_change(now_ - 1);
}

Cycle ProgramState::can_act() const {
  Cycle first = kNever;
  if (count_ != 0 && due() > now_) first = due();
  if (held()) {
    Cycle room = now_;
    for_each_port(pending_[head_].made, [&](std::size_t o) {
      room = std::max(room, room_in_all_at(outputs[o].segment));
    });
    return room;
  }
  if (run_.firings != 0) {
    Cycle fires = std::max({now_, next_fire_, banks_free()});
    for_each_port(run_.needed,
                  [&](std::size_t i) { fires = std::max(fires, inputs[i].segment->head_ready()); });
    first = std::min(first, fires);
  }
  for (const End& in : inputs)
    if (!seen_) first = std::min(first, std::max(now_, in.segment->head_ready()));
  return first;
}

bool ProgramState::carries_values() const { return values && !done() && values->rides(id, fired_); }

Cycle ProgramState::counts_until() const {
  return done() ? last_due_ + held_cycles_ : std::max(last_due_ + held_cycles_, next_fire_);
}

bool ProgramState::blocked_output(std::size_t o, Cycle now) const {
  return held() && (pending_[head_].made >> o & 1) != 0 && without_room(outputs[o].segment, now);
}

}  // namespace rda::sim::fast
