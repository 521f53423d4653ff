// SPDX-License-Identifier: Apache-2.0
// When a program fires, and which tokens it takes and makes.
#include <algorithm>
#include <span>

#include "sim/fast/program.h"

namespace rda::sim::fast {

Cycle ProgramState::firings_from_now(Cycle limit) const {
  if (stretch_.firings == 0 || now_ < next_fire_ || now_ < banks_free()) return 0;
  Cycle count = steady_ ? std::min(stretch_.firings + (alike_ ? next_.firings : 0), limit) : 1;
  stretch_.needed.all([&](std::size_t i) {
    if (count <= 0) return false;
    const Segment& segment = *inputs[i].segment;
    if (stretch_.popped.has(i))
      count = segment.tokens_from(now_, count);
    else if (!segment.has_token(now_))
      count = 0;
    return true;
  });
  return count;
}

void ProgramState::note_firings(Cycle count, int bank_cycles) {
  for (Cycle c = 0; c < count; ++c) {
    Stretch one = stretch_;
    one.firings = 1;
    one.made = one.last = stretch_.made_by(c);
    if (values && values->is_verified(id, fired_ + c)) values->fired(now_ + c, id, fired_ + c, one);
    if (!trace) continue;
    trace->fired.push(now_ + c);
    trace->banks.push(bank_cycles);
    one.popped.each([&](std::size_t i) { trace->popped[i].push(now_ + c); });
    one.made.each([&](std::size_t o) { trace->made[o].push(fired_ + c); });
  }
}

void ProgramState::start_stretch(const Stretch& stretch) {
  stretch_ = stretch;
  next_ = nest_.next();
  alike_ = next_.needed == stretch_.needed && next_.popped == stretch_.popped;
}

/// Fires `count` times, all in the current stretch.
void ProgramState::fire_stretch(Cycle count) {
  int cycles = bank_cycles_;
  if (cycles == 0) {
    space_.index_of(fired_, index_);
    cycles = banks_.cycles(index_);
  }
  if (values || trace) note_firings(count, cycles);
  const Cycle moved = now_ - held_cycles_;
  const Cycle end = moved + cycles - 1 + latency_;
  make(end, count);
  banks_free_ = moved + count - 1 + cycles;
  last_due_ = banks_free_ - 1 + latency_;
  next_fire_ = now_ + count - 1 + ii_;
  now_ += count;
}

/// Puts `count` firings of the current stretch into the pipeline. The first one reaches the end at
/// `end`.
void ProgramState::make(Cycle end, Cycle count) {
  fired_ += count;
  stretch_.firings -= count;
  while (count > 0) {
    const Cycle together = std::min(count, stretch_.row);
    const bool to_last = together == stretch_.row && stretch_.last != stretch_.made;
    if (!stretch_.made.empty() && together > to_last) keep(end, together - to_last, stretch_.made);
    if (to_last && !stretch_.last.empty()) keep(end + together - 1, 1, stretch_.last);
    end += together;
    count -= together;
    stretch_.row -= together;
    if (stretch_.row == 0) stretch_.row = stretch_.every;
  }
  if (stretch_.firings == 0) start_stretch(next_);
}

void ProgramState::fire(Window& window, Cycle count) {
  stretch_.popped.each([&](std::size_t i) { inputs[i].segment->pop(now_, count); });
  if (!stretch_.needed.empty()) seen_ = true;
  account_.add(number_, Activity::active, count);
  window.note_change(now_ + count - 1);
  const Cycle first = std::min(count, stretch_.firings);
  fire_stretch(first);
  if (count > first) fire_stretch(count - first);
}

/// Whether the next firing waits only for tokens, and is neither traced nor verified.
bool ProgramState::is_plain() const {
  return steady_ && seen_ && !stretch_.needed.empty() && !trace &&
         !(values && values->is_verified(id, fired_));
}

/// The tokens that the next firings take, as long as all of them take tokens of the same inputs.
struct ProgramState::Taken {
  explicit Taken(std::span<TakenInput> places)
      : awaited(places.first(places.size() / 2)), assured(places.last(places.size() / 2)) {}

  std::span<TakenInput> awaited, assured;
  std::size_t awaits = 0, assures = 0;
  Ports needed, popped;
  std::int64_t known = kNever;  ///< firings whose tokens are known
  Cycle first = 0;              ///< earliest cycle of the next firing

  void add(Segment* segment) {
    known = std::min(known, segment->sure());
    TakenInput& input = segment->assured() ? assured[assures++] : awaited[awaits++];
    input.segment = segment;
    input.tokens = segment->next_tokens();
  }
  /// The first cycle from `now` on in which the n-th of these firings can happen.
  Cycle first_from(std::int64_t n, Cycle now) const {
    if (n == 0) return first;
    for (const TakenInput& input : awaited.first(awaits))
      now = std::max(now, input.tokens.ready(n));
    return now;
  }
  /// How many firings from the n-th on can happen in consecutive cycles from `cycle` on; at most
  /// `limit`.
  std::int64_t in_time(std::int64_t n, Cycle cycle, std::int64_t limit) const {
    for (const TakenInput& input : awaited.first(awaits))
      limit = input.tokens.in_time(n, cycle, limit);
    return limit;
  }
  void each(auto&& visit) {
    for (TakenInput& input : awaited.first(awaits)) visit(input);
    for (TakenInput& input : assured.first(assures)) visit(input);
  }
};

bool ProgramState::find_taken(Taken& taken) const {
  taken.first = now_;
  taken.needed = stretch_.needed;
  taken.popped = stretch_.popped;
  return stretch_.needed.all([&](std::size_t i) {
    Segment* segment = inputs[i].segment;
    const Cycle ready = segment->head_ready();
    if (ready == kNever) return false;
    taken.first = std::max(taken.first, ready);
    if (stretch_.popped.has(i)) taken.add(segment);
    return true;
  });
}

/// Fires as long as the tokens are known, before cycle `limit`, each time as soon as they have
/// arrived. Is starved in between. @return whether it stopped because the next firing takes tokens
/// of other inputs
bool ProgramState::fire_known(Window& window, Cycle limit) {
  Taken taken(taken_);
  if (!find_taken(taken) || taken.first >= limit) return false;
  std::int64_t n = 0;
  bool alike = true;
  while (alike && n < taken.known) {
    const Cycle first = taken.first_from(n, now_);
    if (first >= limit) break;
    account_.add(number_, Activity::starved, first - now_);
    now_ = first;
    const std::int64_t row = taken.in_time(n, first, std::min(taken.known - n, limit - first));
    const std::int64_t count = fire_row(row);
    taken.each([&](TakenInput& input) { input.tokens.will_pop(n, first, count); });
    alike =
        stretch_.firings != 0 && stretch_.needed == taken.needed && stretch_.popped == taken.popped;
    n += count;
  }
  window.note_change(now_ - 1);
  taken.each([&](TakenInput& input) { input.segment->pop(n); });
  banks_free_ = now_ - held_cycles_;
  last_due_ = banks_free_ - 1 + latency_;
  next_fire_ = now_;
  return !alike;
}

/// Fires in each of the next `limit` cycles, as long as the firings take tokens of the same inputs.
/// @return the number of firings
std::int64_t ProgramState::fire_row(std::int64_t limit) {
  const Ports needed = stretch_.needed, popped = stretch_.popped;
  std::int64_t fired = 0;
  Cycle end = now_ - held_cycles_ + latency_;
  do {
    const std::int64_t count = std::min(limit - fired, stretch_.firings);
    make(end, count);
    end += count;
    fired += count;
  } while (fired < limit && stretch_.firings != 0 && stretch_.needed == needed &&
           stretch_.popped == popped);
  account_.add(number_, Activity::active, fired);
  now_ += fired;
  return fired;
}

}  // namespace rda::sim::fast
