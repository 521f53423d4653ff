// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/relay.h"

#include <algorithm>
#include <map>

#include "rda/check.h"

namespace rda::sim::fast {

bool Relay::pass_next(Window& window) {
  const auto wait = [this](bool& mark) {
    mark = true;
    waits_ = &mark;
    return false;
  };
  waits_ = nullptr;
  Row row = in->tokens();
  if (row.empty()) return wait(in->reader_waits);
  for (Segment* segment : out) {
    const Row rooms = segment->rooms();
    if (rooms.empty()) return wait(segment->writer_waits);
    row = later(row, rooms);
  }
  row = spaced(next_, 1, row);
  row.count = row.before(window.horizon);
  if (row.empty()) {
    asleep_until_ = row.first;
    return false;
  }
  in->count_wait_at_end(row, next_);
  pop_from(*in, row, window);
  give_to_next(row, window);
  return true;
}

void Relay::pass_on_arrival(const Row& row, Window& window) {
  RDA_CHECK(next_ <= row.first);
  in->pop(row);
  give_to_next(row, window);
}

void Relay::give_to_next(const Row& row, Window& window) {
  for (Segment* segment : out) tell_reader(*segment, window);
  next_ = row.last() + 1;
  window.note_change(row.last());
}

Cycle Relay::can_act(Cycle now) const {
  Cycle first = std::max(now, in->head_ready());
  for (const Segment* segment : out) first = std::max(first, segment->room_at());
  return first;
}

/// A token may need the room that an earlier token makes further downstream.
void RelayTree::advance(Window& window) {
  woken = true;  // what one relay makes known for another is seen here
  for (bool passed = true; passed;) {
    passed = false;
    for (Relay& relay : relays_)
      while (relay.pass(window)) passed = true;
    if (relays_.size() == 1) break;
  }
  woken = false;
  tell_writer(*relays_.front().in, window);
}

void RelayTree::find_paths(BrokenRule broken) {
  passes_before_horizon_ = broken != BrokenRule::relay_horizon;
  std::map<const Segment*, Cycle> delays;
  for (Relay& relay : relays_) {
    const Cycle arrives = delays[relay.in] + relay.in->delay();
    arrivals_.emplace_back(&relay, arrives);
    longest_ = std::max(longest_, arrives);
    for (Segment* segment : relay.out) {
      delays[segment] = arrives;
      if (!segment->to_relay) leaves_.emplace_back(segment, arrives);
    }
  }
  relays_.front().in->tree = this;
}

bool RelayTree::clear() const {
  return std::ranges::all_of(relays_, [](const Relay& relay) { return relay.in->empty(); });
}

/// A segment between a writer or relay and a relay holds as many tokens as a round trip has cycles,
/// so tokens that are passed on arrival never wait for room before a relay. A relay that was late
/// waited for room in a last segment; then the room for the next token comes later still, and too
/// late in that segment.
std::int64_t RelayTree::sure_puts(const Row& due, bool exact, bool& known) {
  std::int64_t sure = due.count;
  known = clear();
  if (!known) {
    relays_.front().in->writer_waits = true;
    return 0;
  }
  for (const auto& [leaf, delay] : leaves_) {
    sure = leaf->sure_puts({due.first + delay, due.step, sure}, exact);
    if (sure > 0) continue;
    known = leaf->knows_rooms();
    if (!known) leaf->writer_waits = relays_.front().in->writer_waits = true;
    return 0;
  }
  return sure;
}

void RelayTree::put_through(const Row& row, Window& window) {
  relays_.front().in->put(row);
  for (const auto& [relay, delay] : arrivals_)
    relay->pass_on_arrival({row.first + delay, row.step, row.count}, window);
}

Cycle RelayTree::can_act() const {
  Cycle first = kNever;
  for (const Relay& relay : relays_) first = std::min(first, relay.can_act(now_));
  return first;
}

void RelayTree::skip(Skip& skip) {
  for (Relay& relay : relays_) relay.skip(skip);
  now_ += skip.cycles();
}

}  // namespace rda::sim::fast
