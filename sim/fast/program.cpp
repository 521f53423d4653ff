// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/program.h"

#include <algorithm>

namespace rda::sim::fast {

ProgramState::ProgramState(const Program& program, BankLoad banks, Account& account,
                           std::size_t number)
    : space_(program.space),
      nest_(program),
      banks_(std::move(banks)),
      number_(number),
      pipeline_(program.latency),
      latency_(program.latency),
      ii_(program.ii),
      bank_cycles_(banks_.constant()),
      seen_(program.inputs.empty()),
      account_(account) {
  account_.add_program();
  stretch_ = nest_.next();
}

void ProgramState::advance(Window& window) {
  leave(window);
  while (fire_next(window)) leave(window);
  promise_pops(window);
}

bool ProgramState::ends_with_token_of(StreamId stream) const {
  if (nest_.firings() == 0) return false;
  LoopNest nest = nest_;
  const Ports made = nest.seek(nest.firings() - 1).last;
  for (std::size_t o = 0; o < outputs.size(); ++o)
    if (outputs[o].stream == stream && made.has(o)) return true;
  return false;
}

Cycle ProgramState::can_act() const {
  Cycle first = kNever;
  if (!pipeline_.empty() && due() > now_) first = due();
  if (held()) {
    Cycle room = now_;
    pipeline_.front().made.each(
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

bool ProgramState::blocked_output(std::size_t o, Cycle now) const {
  return held() && pipeline_.front().made.has(o) && without_room(outputs[o].segment, now);
}

}  // namespace rda::sim::fast
