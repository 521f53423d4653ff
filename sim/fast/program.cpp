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

ProgramState::ProgramState(int id, const Program& program, std::optional<BankLoad> banks,
                           Account& account, int part)
    : id_(id),
      nest_(program),
      banks_(std::move(banks)),
      bank_cycles_(banks_ ? banks_->constant() : 1),
      latency_(program.latency),
      ii_(program.ii),
      account_(account),
      part_(part),
      pending_(std::bit_ceil(static_cast<std::size_t>(program.latency) + 2)),
      seen_(program.inputs.empty()) {
  account_.have(part);
  run_ = nest_.next();
}

bool ProgramState::has_room(const End& end, const Clock& clock) const {
  return !without_room(end.segment, clock.scheduler.now()) &&
         (end.local || clock.disturbance.stall_per_mille == 0 ||
          !stalled(clock.disturbance, end.stream, clock.scheduler.now()));
}

/// The firing at the end of the pipeline sends its tokens. @return false if it has to hold
bool ProgramState::emit(Clock& clock) {
  const Ports made = pending_[head_].made;
  bool room = true;
  for (Ports left = made; left != 0; left &= left - 1)
    room = room && has_room(outputs[static_cast<std::size_t>(std::countr_zero(left))], clock);
  if (!room) return false;
  for_each_port(made, [&](std::size_t o) { put_into_all(clock, outputs[o].segment); });
  if (trace) for_each_port(made, [&](std::size_t o) { trace->put[o].push(clock.scheduler.now()); });
  head_ = (head_ + 1) & (pending_.size() - 1);
  --count_;
  return true;
}

void ProgramState::note_firing(Cycle now, int bank_cycles) {
  trace->fired.push(now);
  trace->banks.push(bank_cycles);
  for_each_port(run_.popped, [&](std::size_t i) { trace->popped[i].push(now); });
  for_each_port(run_.made, [&](std::size_t o) { trace->made[o].push(fired_); });
}

void ProgramState::look_around(Cycle now) {
  seen_ = std::ranges::any_of(inputs, [&](const End& in) { return in.segment->has_token(now); });
}

bool ProgramState::may_fire(Clock& clock, Cycle moved) {
  const Cycle now = clock.scheduler.now();
  if (run_.firings == 0 || moved < banks_free_ || now < next_fire_) return false;
  for (Ports left = run_.needed; left != 0; left &= left - 1)
    if (!inputs[static_cast<std::size_t>(std::countr_zero(left))].segment->has_token(now))
      return false;
  return true;
}

void ProgramState::fire(Clock& clock, Host* host, Cycle moved) {
  const Cycle now = clock.scheduler.now();
  for_each_port(run_.popped, [&](std::size_t i) { pop(clock, *inputs[i].segment); });
  const int cycles = bank_cycles_ != 0 ? bank_cycles_ : banks_->cycles(nest_.index_of(fired_));
  if (host) host->fired(id_, fired_, run_);
  if (trace) note_firing(now, cycles);
  banks_free_ = moved + cycles;
  next_fire_ = now + ii_;
  last_due_ = moved + cycles - 1 + latency_;
  if (run_.made != 0) {
    const std::size_t slot = (head_ + count_) & (pending_.size() - 1);
    pending_[slot] = {last_due_, run_.made};
    ++count_;
  }
  ++fired_;
  clock.last_change = now;
  if (--run_.firings == 0) run_ = nest_.next();
}

void ProgramState::tick(Clock& clock, Host* host) {
  const Cycle now = clock.scheduler.now();
  const Cycle moved = (held_ ? held_since_ : now) - held_cycles_;
  if (!seen_) look_around(now);
  if (count_ != 0 && pending_[head_].due == moved && !emit(clock)) {
    if (!held_) held_since_ = now;
    held_ = true;
    account_.set(part_, Activity::blocked, now);
    sleep_for_room(clock);
    return;
  }
  if (held_) held_cycles_ += now - held_since_;
  held_ = false;
  if (may_fire(clock, moved)) {
    fire(clock, host, moved);
    account_.set(part_, Activity::active, now);
    clock.scheduler.wake_next(id_);
  } else if (moved < banks_free_) {
    account_.set(part_, Activity::conflict, now);
    clock.last_change = now;
    clock.scheduler.wake_next(id_);
  } else {
    const bool idle = run_.firings == 0 || !seen_;
    account_.set(part_, idle ? Activity::idle : Activity::starved, now);
    sleep(clock, moved);
  }
}

void ProgramState::sleep_for_room(Clock& clock) {
  const Cycle now = clock.scheduler.now();
  for (Ports left = pending_[head_].made; left != 0; left &= left - 1) {
    const End& out = outputs[static_cast<std::size_t>(std::countr_zero(left))];
    if (has_room(out, clock)) continue;
    Segment* full = without_room(out.segment, now);
    wake_at_room(clock.scheduler, full ? *full : *out.segment, id_, now);
    return;
  }
}

void ProgramState::sleep(Clock& clock, Cycle moved) {
  const Cycle now = clock.scheduler.now();
  if (count_ != 0) clock.scheduler.wake(id_, now + (pending_[head_].due - moved));
  if (run_.firings == 0) return;
  if (!seen_) {
    for (const End& in : inputs) wake_at_token(clock.scheduler, *in.segment, id_, now);
  } else if (now < next_fire_) {
    clock.scheduler.wake(id_, next_fire_);
  } else if (const int missing = missing_input(now); missing >= 0) {
    wake_at_token(clock.scheduler, *inputs[static_cast<std::size_t>(missing)].segment, id_, now);
  }
  if (!seen_ && now < next_fire_) clock.scheduler.wake(id_, next_fire_);
}

int ProgramState::missing_input(Cycle now) const {
  if (run_.firings == 0) return -1;
  for (Ports left = run_.needed; left != 0; left &= left - 1)
    if (const int i = std::countr_zero(left);
        !inputs[static_cast<std::size_t>(i)].segment->has_token(now))
      return i;
  return -1;
}

bool ProgramState::blocked_output(std::size_t o, Cycle now) const {
  return held_ && (pending_[head_].made >> o & 1) != 0 && without_room(outputs[o].segment, now);
}

Cycle ProgramState::last_move() const { return held_ ? held_since_ - 1 : last_due_ + held_cycles_; }

}  // namespace rda::sim::fast
