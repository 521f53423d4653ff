// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/program.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace rda::sim::fast {

ProgramState::ProgramState(const Program& program, BankLoad banks, Account& account,
                           std::size_t number)
    : space_(program.space),
      nest_(program),
      banks_(std::move(banks)),
      bank_cycles_(banks_.constant()),
      latency_(program.latency),
      ii_(program.ii),
      steady_(bank_cycles_ == 1 && ii_ == 1),
      account_(account),
      number_(number),
      pending_(std::bit_ceil(static_cast<std::size_t>(program.latency) + 2)),
      seen_(program.inputs.empty()) {
  account_.add_program();
  start_stretch(nest_.next());
}

/// In each cycle: hold or shift, then fire (docs/timing-model.md). Consecutive cycles in which the
/// same happens are simulated together.
void ProgramState::advance(Window& window) {
  blockers_.clear();
  while (now_ < window.horizon && blockers_.empty()) {
    if (now_ >= moves_until_ && !moves_on(window)) continue;
    const Cycle until = std::min(moves_until_, window.horizon);
    if (is_plain()) {
      if (!fire_known(window, until) && now_ < until) wait(window, until - now_);
      continue;
    }
    const Cycle firings = firings_from_now(until - now_);
    if (firings > 0)
      fire(window, firings);
    else
      wait(window, until - now_);
  }
  if (count_ != 0) leave(window);
  find_puts();
  promise_pops(window);
}

void ProgramState::find_promises() {
  taken_.resize(2 * inputs.size());
  const auto awaited = [](const End& in) { return !in.segment->assured(); };
  if (!steady_ || std::ranges::count_if(inputs, awaited) != 1) return;
  const auto only = std::ranges::find_if(inputs, awaited);
  if (nest_.always_takes(static_cast<std::size_t>(only - inputs.begin())))
    promises_to_ = only->segment;
}

bool ProgramState::ends_with_token_of(StreamId stream) const {
  if (nest_.firings() == 0) return false;
  LoopNest nest = nest_;
  const Ports made = nest.seek(nest.firings() - 1).last;
  for (std::size_t o = 0; o < outputs.size(); ++o)
    if (outputs[o].stream == stream && made.has(o)) return true;
  return false;
}

/// Promises to pop each token as soon as it arrives, up to the cycle before which the pipeline
/// cannot hold.
void ProgramState::promise_pops(const Window& window) {
  if (!promises_to_ || !seen_ || done()) return;
  for (const End& in : inputs)
    if (in.segment->assured() && in.segment->head_ready() > now_) return;
  const Cycle until = count_ != 0 ? due() : surely_moves_until(window);
  if (until > now_) promises_to_->promise(now_, until, nest_.firings() - fired_);
}

void ProgramState::find_puts() {
  assert(count_ == 0 || due() >= now_);
  if (count_ != 0)
    puts_from_ = std::max(due(), now_);
  else
    puts_from_ = done() ? kNever : now_ + latency_;
}

/// Waits for the missing token that can arrive last.
ProgramState::Wait ProgramState::for_tokens(const Window& window) const {
  Wait wait{Activity::starved, now_, nullptr};
  stretch_.needed.each([&](std::size_t i) {
    const Segment& segment = *inputs[i].segment;
    if (segment.has_token(now_)) return;
    const Cycle may_come = token_may_come(segment, window);
    if (wait.of && may_come <= wait.until) return;
    wait.until = std::max(now_, may_come);
    wait.of = segment.writer->actor();
  });
  return wait;
}

/// Notes that an input has a token; otherwise makes the wait idle, and ends it when the first token
/// can arrive.
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
    wait.of = in.segment->writer->actor();
  }
}

/// Why it does not fire in this cycle, and the first cycle in which that can change.
ProgramState::Wait ProgramState::for_what(const Window& window) {
  if (now_ < banks_free()) return {Activity::conflict, banks_free()};
  if (stretch_.firings == 0) return {Activity::idle, kNever};
  Wait wait = now_ < next_fire_ ? Wait{Activity::starved, next_fire_} : for_tokens(window);
  if (!seen_) look_around(window, wait);
  return wait;
}

void ProgramState::wait(Window& window, Cycle limit) {
  const Wait wait = for_what(window);
  if (wait.until <= now_) {
    if (wait.of) blockers_.push_back(wait.of);
    return;
  }
  const Cycle cycles = std::min(wait.until - now_, limit);
  account_.add(number_, wait.activity, cycles);
  now_ += cycles;
  if (wait.activity == Activity::conflict) window.note_change(now_ - 1);
}

Cycle ProgramState::can_act() const {
  Cycle first = kNever;
  if (count_ != 0 && due() > now_) first = due();
  if (held()) {
    Cycle room = now_;
    pending_[head_].made.each(
        [&](std::size_t o) { room = std::max(room, room_in_all_at(outputs[o].segment)); });
    return room;
  }
  if (stretch_.firings != 0) {
    Cycle fires = std::max({now_, next_fire_, banks_free()});
    stretch_.needed.each(
        [&](std::size_t i) { fires = std::max(fires, inputs[i].segment->head_ready()); });
    first = std::min(first, fires);
  }
  for (const End& in : inputs)
    if (!seen_) first = std::min(first, std::max(now_, in.segment->head_ready()));
  return first;
}

bool ProgramState::carries_values() const {
  return values && !done() && values->is_verified(id, fired_);
}

Cycle ProgramState::counts_until() const {
  return done() ? last_move() + 1 : std::max(last_move() + 1, next_fire_);
}

}  // namespace rda::sim::fast
