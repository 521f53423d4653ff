// SPDX-License-Identifier: Apache-2.0
// How an address generator's cycles are called, its part of a snapshot, and how it skips periods.
#include <algorithm>

#include "sim/fast/generator.h"

namespace rda::sim::fast {

void GeneratorState::settle(Window& window) {
  Cycle first_token = seen_ ? 0 : kNever;
  for (const ProgramState::End& in : inputs)
    if (!seen_) first_token = std::min(first_token, in.segment->first_ready());
  seen_ = first_token < window.horizon;
  Cycle over = kNever;
  if (done() && waiting_.empty())
    over = std::max({last_fire_ + 1, last_leave_, record_.quiet_from()});
  if (!waiting_.empty()) {
    const Cycle here = here_from(waiting_.front());
    if (here < window.horizon) record_.blocked(std::max(here, now_), window.horizon);
  }
  record_.settle(now_, window.horizon, first_token, over);
  now_ = window.horizon;
}

Cycle GeneratorState::can_act() const {
  Cycle first = record_.quiet_from() > now_ ? now_ : kNever;
  if (!waiting_.empty()) {
    Cycle room = std::max(now_, here_from(waiting_.front()));
    waiting_.front().made.each(
        [&](std::size_t o) { room = std::max(room, room_in_all_at(outputs[o].segment)); });
    first = std::min(first, room);
  }
  if (!done()) {
    Cycle fires = std::max(now_, next_fire_);
    stretch_.needed.each(
        [&](std::size_t i) { fires = std::max(fires, inputs[i].segment->head_ready()); });
    const std::int64_t opens = bursts_.opens(space_.index_of(fired_));
    if (slots_from(opens, stretch_.made_by(0)) != kNever) first = std::min(first, fires);
  }
  for (const ProgramState::End& in : inputs)
    if (!seen_) first = std::min(first, std::max(now_, in.segment->head_ready()));
  return first;
}

Cycle GeneratorState::counts_until() const {
  Cycle until = std::max(record_.quiet_from(), done() ? 0 : next_fire_);
  if (!waiting_.empty()) until = std::max(until, waiting_.front().due);
  return until;
}

bool GeneratorState::carries_values() const {
  return values && !done() && values->is_verified(id, fired_);
}

bool GeneratorState::blocked_output(std::size_t o, Cycle now) const {
  return !waiting_.empty() && here_from(waiting_.front()) <= now && waiting_.front().made.has(o) &&
         without_room(outputs[o].segment, now);
}

/// Of the first access of the next firing: the burst at its address.
std::int64_t GeneratorState::burst_of_next() const {
  const auto places = bursts_.places(space_.index_of(fired_));
  return places.empty() ? 0 : places.front().first / bursts_.burst_bytes();
}

void GeneratorState::note_bursts(Snapshot& snapshot) const {
  const std::int64_t alike = memory_.alike_bytes();
  for (const auto& [address, slot] : bursts_.places(space_.index_of(fired_))) {
    snapshot.add(alike == 0 ? address : (address % alike + alike) % alike);
    snapshot.add(slot);
  }
  snapshot.add(bursts_.last() < 0 ? kNever : bursts_.last() - burst_of_next());
  for (std::size_t byte = 0; byte < bursts_.collected().size(); ++byte)
    if (bursts_.collected()[byte]) snapshot.add(static_cast<std::int64_t>(byte));
  snapshot.add(kNever);
}

void GeneratorState::note(Snapshot& snapshot) const {
  snapshot.count(fired_);
  snapshot.count(bursts_.opened());
  snapshot.count(record_.asked_so_far());
  snapshot.count(left_);
  snapshot.count(record_.memory_cycles());
  snapshot.add(seen_);
  snapshot.add(done());
  if (!done()) {
    snapshot.add(fired_ % nest_.round());
    note_bursts(snapshot);
  }
  snapshot.add_future(next_fire_, now_);
  snapshot.add_future(last_leave_ + 1, now_);
  for (const Waiting& firing : waiting_) {
    snapshot.add_future(firing.due, now_);
    snapshot.add(bursts_.writes() ? 0 : bursts_.opened() - firing.first);
    snapshot.add(bursts_.opened() - firing.next);
    firing.made.each([&](std::size_t o) { snapshot.add(static_cast<std::int64_t>(o)); });
    snapshot.add(kNever);
  }
  for (const Freed& freed : freed_) {
    snapshot.add_future(freed.cycle, now_);
    snapshot.add(std::max<std::int64_t>(freed.below - bursts_.opened(), -outstanding_ - 1));
  }
  for (const Cycle cycle : left_at_)
    if (cycle > now_) snapshot.add(cycle - now_);
  snapshot.add(std::ssize(waiting_));
  std::int64_t acked = acked_;
  for (const Cycle cycle : acks_)
    if (cycle > now_)
      snapshot.add(cycle - now_);
    else
      ++acked;
  snapshot.add(bursts_.writes() ? bursts_.opened() - acked : 0);
  record_.note(snapshot, now_);
  for (const Cycle cycle : delivered_)
    snapshot.add(cycle == kNever ? kNever : std::max<Cycle>(cycle - now_, 0));
  snapshot.add(bursts_.opened() - first_);
}

std::int64_t GeneratorState::periods_left(Skip& period) const {
  const std::int64_t growth = period.growth();
  for (int other = 0; other < 4; ++other) period.growth();
  if (done()) return growth == 0 ? kNever : 0;
  if (fired_ - growth < nest_.alike_from(fired_)) return 0;
  return period.periods_to(fired_, growth, nest_.alike_until(fired_));
}

void GeneratorState::skip(Skip& skip) {
  const std::int64_t apart = done() ? 0 : bursts_.last() - burst_of_next();
  const std::int64_t fired = skip.growth(), opened = skip.growth(), asked = skip.growth();
  fired_ += fired;
  growth_ = opened;
  left_ += skip.growth();
  record_.skip(skip.cycles(), asked, skip.growth());
  if (!done()) stretch_ = fired_ < nest_.firings() ? nest_.seek(fired_) : Stretch{};
  bursts_.skip(opened, done() || bursts_.last() < 0 ? bursts_.last() : burst_of_next() + apart);
  for (Waiting& firing : waiting_) {
    firing.due += skip.cycles();
    if (!bursts_.writes()) firing.first += opened;
    firing.next += opened;
  }
  for (Freed& freed : freed_) {
    freed.cycle += skip.cycles();
    freed.below += opened;
  }
  for (Cycle& cycle : left_at_) cycle += skip.cycles();
  for (Cycle& cycle : acks_) cycle += skip.cycles();
  for (Cycle& cycle : delivered_)
    if (cycle != kNever) cycle += skip.cycles();
  acked_ += bursts_.writes() ? opened : 0;
  first_ += asked;
  all_before_ += skip.cycles();
  for (Cycle* cycle : {&next_fire_, &last_fire_, &last_leave_, &now_}) *cycle += skip.cycles();
}

}  // namespace rda::sim::fast
