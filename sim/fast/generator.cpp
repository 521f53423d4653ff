// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/generator.h"

#include <algorithm>

namespace rda::sim::fast {

GeneratorState::GeneratorState(const Chip& chip, const Mapping& mapping, const Unit& unit,
                               Account& account, OffChip& memory)
    : space_(unit.programs.front().space),
      nest_(unit.programs.front()),
      stretch_(nest_.next()),
      bursts_(chip, mapping, unit.programs.front()),
      memory_(memory),
      number_(std::get<EdgePort>(unit.place).port),
      outstanding_(chip.memory->ags.outstanding),
      most_waiting_(outstanding_ * (chip.memory->channels.burst_bytes / 4)),
      latency_(unit.programs.front().latency),
      ii_(unit.programs.front().ii),
      freed_{{kLongAgo, 0}},
      seen_(unit.programs.front().inputs.empty()),
      record_(account) {}

void GeneratorState::advance(Window& window) {
  while (leave(window) || fire(window)) continue;
}

bool GeneratorState::receive() {
  const std::vector<Delivery> deliveries = memory_.take(number_);
  for (const Delivery& delivery : deliveries) {
    delivered_[static_cast<std::size_t>(delivery.id - first_)] = delivery.cycle;
    record_.delivered(delivery.id, delivery.cycle);
    if (bursts_.writes())
      acks_.insert(std::ranges::upper_bound(acks_, delivery.cycle), delivery.cycle);
  }
  return !deliveries.empty();
}

/// When a burst is delivered; kNever if that is not decided.
Cycle GeneratorState::delivered(std::int64_t id) const {
  const auto n = static_cast<std::size_t>(id - first_);
  return n < delivered_.size() ? delivered_[n] : kNever;
}

/// The first cycle in which all that its tokens wait for is there; kNever if that is not decided.
Cycle GeneratorState::data_from(const Waiting& firing) const {
  Cycle from = firing.due;
  if (bursts_.writes()) from = std::max(from, all_before_);
  for (std::int64_t id = std::max(firing.first, first_); id < firing.next; ++id)
    from = std::max(from, delivered(id));
  return from;
}

/// The same, and the firing before it has left.
Cycle GeneratorState::here_from(const Waiting& firing) const {
  return std::max(data_from(firing), last_leave_ + 1);
}

/// The first cycle from `cycle` on in which all these outputs have room; kNever if it is not known,
/// which marks the segment.
Cycle GeneratorState::room_from(Ports made, Cycle cycle, const Window& window) const {
  Row room{cycle, 0, 1};
  made.all([&](std::size_t o) {
    room = after_rooms(outputs[o].segment, room);
    return !room.empty();
  });
  if (room.empty()) return kNever;
  cycle = std::max({cycle, room.first, now_});  // it has not left before
  if (window.disturbance.stall_per_mille == 0) return cycle;
  const auto moves = [&](std::size_t o) {
    return !stalled(window.disturbance, outputs[o].stream, cycle);
  };
  while (cycle < window.horizon && !made.all(moves)) ++cycle;
  return cycle;
}

/// Lets the tokens of the oldest firing leave, if it is known when. @return whether they did
bool GeneratorState::leave(Window& window) {
  if (waiting_.empty()) return false;
  const Waiting& firing = waiting_.front();
  const Cycle here = here_from(firing);
  if (here >= window.horizon) return false;
  const Cycle cycle = room_from(firing.made, here, window);
  if (cycle >= window.horizon) return false;
  record_.blocked(here, cycle);
  firing.made.each([&](std::size_t o) {
    put_into_all(outputs[o].segment, {cycle, 0, 1}, window);
    if (teller) teller->put(0, o, {cycle, 0, 1});
  });
  last_leave_ = cycle;
  waiting_.pop_front();
  ++left_;
  left_at_.push_back(cycle);
  freed_.push_back({cycle, waiting_.empty() ? bursts_.opened() : waiting_.front().first});
  window.note_change(cycle);
  forget();
  return true;
}

/// The first cycle in which the tokens of the next firing can be used; kNever, and marks the
/// segment, if it is not known.
Cycle GeneratorState::tokens_from() const {
  Cycle from = 0;
  const bool known = stretch_.needed.all([&](std::size_t i) {
    const Row head = inputs[i].segment->tokens();
    if (head.empty()) inputs[i].segment->reader_waits = true;
    from = std::max(from, head.first);
    return !head.empty();
  });
  return known ? from : kNever;
}

/// The first cycle in which all bursts of a read program below number `needed` are free; kNever if
/// that is not known.
Cycle GeneratorState::reads_free_from(std::int64_t needed) const {
  auto freed = freed_.end();
  while (freed != freed_.begin() && (freed - 1)->below >= needed) --freed;
  return freed == freed_.end() ? kNever : freed->cycle;
}

/// The same for so many acknowledgments of a write program.
Cycle GeneratorState::writes_free_from(std::int64_t needed) const {
  if (needed <= acked_) return 0;
  const auto n = static_cast<std::size_t>(needed - acked_) - 1;
  return n < acks_.size() && acks_[n] < memory_.known_until() ? acks_[n] : kNever;
}

/// The first cycle in which a firing that opens so many bursts and makes these tokens can be held.
Cycle GeneratorState::slots_from(std::int64_t opens, Ports made) const {
  const std::int64_t needed = bursts_.opened() + opens - outstanding_;
  Cycle from = bursts_.writes() ? writes_free_from(needed) : reads_free_from(needed);
  if (made.empty() || from == kNever) return from;
  const std::int64_t leaves = left_ + std::ssize(waiting_) - most_waiting_ + 1;
  if (leaves > left_) return kNever;
  const std::int64_t behind = left_ - leaves;  // leaves after the one that makes a place
  if (leaves > 0 && behind < std::ssize(left_at_))
    from = std::max(from, left_at_[left_at_.size() - 1 - static_cast<std::size_t>(behind)]);
  return from;
}

/// Fires, if it is known when. @return whether it did
bool GeneratorState::fire(Window& window) {
  if (done()) return false;
  Cycle cycle = tokens_from();
  if (cycle == kNever) return false;
  space_.index_of(fired_, index_);
  const Cycle slots = slots_from(bursts_.opens(index_), stretch_.made_by(0));
  cycle = std::max({cycle, slots, next_fire_});
  if (cycle >= window.horizon) return false;
  fire_at(cycle, window);
  return true;
}

void GeneratorState::fire_at(Cycle cycle, Window& window) {
  const Row row{cycle, 0, 1};
  const Ports made = stretch_.made_by(0);
  stretch_.popped.each([&](std::size_t i) { pop_from(*inputs[i].segment, row, window); });
  if (values) note_values(cycle);
  if (teller) tell(cycle, made);
  record_.fired(cycle);
  const bool last = fired_ + 1 == nest_.firings();
  const BurstSequence::Firing did = bursts_.fire(index_, !made.empty() || last);
  for (const BurstSequence::Asked& asked : did.asked) {
    record_.asked(cycle);
    delivered_.push_back(kNever);
    memory_.ask(number_, cycle + latency_, asked, bursts_.writes());
  }
  if (!made.empty()) wait({cycle + latency_, did.first, did.next, made}, cycle);
  ++fired_;
  last_fire_ = cycle;
  next_fire_ = cycle + ii_;
  stretch_.skip(1);
  if (stretch_.firings == 0) stretch_ = nest_.next();
  window.note_change(cycle);
  forget();
}

/// A firing begins to wait. Alone, it may hold the burst again that was opened last.
void GeneratorState::wait(const Waiting& firing, Cycle cycle) {
  waiting_.push_back(firing);
  if (waiting_.size() == 1 && firing.first < freed_.back().below)
    freed_.push_back({std::max(cycle, freed_.back().cycle), firing.first});
}

void GeneratorState::note_values(Cycle cycle) {
  if (!values->is_verified(id, fired_)) return;
  Stretch one = stretch_;
  one.firings = 1;
  one.made = one.last = stretch_.made_by(0);
  values->fired(cycle, id, fired_, one);
}

void GeneratorState::tell(Cycle cycle, Ports made) {
  const Row row{cycle, 0, 1};
  teller->fired(0, row, 1);
  stretch_.popped.each([&](std::size_t i) { teller->popped(0, i, row); });
  made.each([&](std::size_t o) { teller->made(0, o, {fired_, 0, 1}, cycle); });
}

/// Drops what no later firing asks for: firings come after the last one.
void GeneratorState::forget() {
  while (freed_.size() > 1 && freed_[1].cycle <= last_fire_) freed_.pop_front();
  while (std::ssize(left_at_) > most_waiting_) left_at_.pop_front();
  std::size_t acks = 0;
  while (bursts_.writes() && acks < acks_.size() && acks_[acks] <= last_fire_) ++acks;
  acks_.erase(acks_.begin(), acks_.begin() + static_cast<std::ptrdiff_t>(acks));
  acked_ += static_cast<std::int64_t>(acks);
  const std::int64_t last = bursts_.writes() ? bursts_.opened() : bursts_.opened() - 1;
  const std::int64_t needed = waiting_.empty()   ? last
                              : bursts_.writes() ? waiting_.front().next
                                                 : waiting_.front().first;
  while (first_ < needed && !delivered_.empty() && delivered_.front() != kNever) {
    all_before_ = std::max(all_before_, delivered_.front());
    delivered_.pop_front();
    ++first_;
  }
}

}  // namespace rda::sim::fast
