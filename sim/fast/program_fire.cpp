// SPDX-License-Identifier: Apache-2.0
// When a program fires, and what it takes with that.
#include <algorithm>
#include <array>
#include <bit>
#include <span>

#include "sim/fast/program.h"

namespace rda::sim::fast {
namespace {

constexpr std::size_t kMostPorts = 64;

}  // namespace

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
    Run one = run_;
    one.firings = 1;
    one.made = one.last = run_.made_by(run_.firings - c);
    if (values && values->rides(id, fired_ + c)) values->fired(now_ + c, id, fired_ + c, one);
    if (!trace) continue;
    trace->fired.push(now_ + c);
    trace->banks.push(bank_cycles);
    for_each_port(one.popped, [&](std::size_t i) { trace->popped[i].push(now_ + c); });
    for_each_port(one.made, [&](std::size_t o) { trace->made[o].push(fired_ + c); });
  }
}

void ProgramState::start_run(const Run& run) {
  run_ = run;
  next_ = nest_.next();
  alike_ = next_.needed == run_.needed && next_.popped == run_.popped;
}

/// Firings of the run at hand.
void ProgramState::fire_run(Cycle count) {
  int cycles = bank_cycles_;
  if (cycles == 0) {
    nest_.index_of(fired_, index_);
    cycles = banks_->cycles(index_);
  }
  if (values || trace) note_firings(count, cycles);
  const Cycle moved = now_ - held_cycles_;
  const Cycle end = moved + cycles - 1 + latency_;
  const bool to_last = count == run_.firings && run_.last != run_.made;
  if (run_.made != 0 && count > to_last) keep(end, count - to_last, run_.made);
  if (to_last && run_.last != 0) keep(end + count - 1, 1, run_.last);
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

/// Whether the next firing waits for nothing but tokens, and nobody wants to know of it.
bool ProgramState::is_plain() const {
  return steady_ && seen_ && run_.needed != 0 && !trace && !(values && values->rides(id, fired_));
}

/// What the runs at hand take, as long as they all take the same.
struct ProgramState::Taken {
  struct Input {
    Segment* segment;
    Segment::Tokens tokens;
  };
  std::array<Input, kMostPorts> awaited, assured;
  std::size_t awaits = 0, assures = 0;
  std::int64_t known = kNever;  ///< firings whose tokens are known
  Cycle first = 0;              ///< none before

  void add(Segment* segment) {
    known = std::min(known, segment->sure());
    Input& input = segment->assured() ? assured[assures++] : awaited[awaits++];
    input.segment = segment;
    input.tokens = segment->next_tokens();
  }
  void each(auto&& visit) {
    for (Input& input : std::span(awaited).first(awaits)) visit(input);
    for (Input& input : std::span(assured).first(assures)) visit(input);
  }
};

bool ProgramState::find_taken(Taken& taken) const {
  taken.first = now_;
  for (Ports left = run_.needed; left != 0; left &= left - 1) {
    const int i = std::countr_zero(left);
    Segment* segment = inputs[static_cast<std::size_t>(i)].segment;
    const Cycle ready = segment->head_ready();
    if (ready == kNever) return false;
    taken.first = std::max(taken.first, ready);
    if ((run_.popped >> i & 1) != 0) taken.add(segment);
  }
  return true;
}

/// Fires as often as tokens are known, before `limit`, each time as soon as they are there. Starves
/// in between. @return false if it lacks a token then
bool ProgramState::fire_known(Window& window, Cycle limit) {
  Taken taken;
  if (!find_taken(taken) || taken.first >= limit) return false;
  const Ports needed = run_.needed, popped = run_.popped;
  Cycle next = taken.first;
  std::int64_t n = 0;
  bool ended = false;  // the run, with tokens left
  do {
    const std::int64_t before = n;
    n = fire_run_known(taken, n, next, limit);
    fired_ += n - before;
    run_.firings -= n - before;
    ended = run_.firings == 0;
    if (ended) start_run(next_);
  } while (ended && n < taken.known && run_.needed == needed && run_.popped == popped &&
           run_.firings != 0);
  window.note_change(now_ - 1);
  taken.each([&](Taken::Input& input) { input.segment->pop(n); });
  banks_free_ = now_ - held_cycles_;
  last_due_ = banks_free_ - 1 + latency_;
  next_fire_ = now_;
  return ended;
}

/// Firings of the run at hand, from the n-th on. @return which one is next
std::int64_t ProgramState::fire_run_known(Taken& taken, std::int64_t n, Cycle& next, Cycle limit) {
  const std::int64_t end = n + run_.firings, last = std::min(taken.known, end);
  const Cycle to_end = latency_ - held_cycles_;
  Cycle streak = 0;
  const auto fire_with = [&](auto&& ready, auto&& pop) {
    for (; n < last; ++n) {
      next = std::max(next, ready(n));
      if (next >= limit) return;
      pop(n, next);
      if (next != now_) {
        account_.spend(part_, Activity::active, streak);
        account_.spend(part_, Activity::starved, next - now_);
        streak = 0;
      }
      ++streak;
      if (const Ports made = run_.made_by(end - n); made != 0) keep(next + to_end, 1, made);
      now_ = ++next;
    }
  };
  if (taken.awaits == 1 && taken.assures == 1) {  // a dot product: a vector, and sure weights
    Segment::Tokens vectors = taken.awaited[0].tokens, weights = taken.assured[0].tokens;
    fire_with([&](std::int64_t i) { return vectors.ready(i); },
              [&](std::int64_t i, Cycle cycle) {
                vectors.will_pop(i, cycle);
                weights.will_pop(i, cycle);
              });
  } else {
    fire_with(
        [&](std::int64_t i) {
          Cycle all = next;
          for (const Taken::Input& input : std::span(taken.awaited).first(taken.awaits))
            all = std::max(all, input.tokens.ready(i));
          return all;
        },
        [&](std::int64_t i, Cycle cycle) {
          taken.each([&](Taken::Input& input) { input.tokens.will_pop(i, cycle); });
        });
  }
  account_.spend(part_, Activity::active, streak);
  return n;
}

}  // namespace rda::sim::fast
