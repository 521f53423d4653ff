// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/island.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <utility>

#include "base/ceil_div.h"

namespace rda::sim::fast {

std::int64_t Island::lacks() const {
  std::int64_t most = 0;
  for (const StreamPortState* sink : sinks) most = std::max(most, sink->lacks());
  return most;
}

/// In a cycle a sink takes at most one token, and a program fires at most once.
Cycle Island::min_cycles_left() const {
  Cycle least = lacks();
  for (const LastFiring& last : last_firings)
    if (const std::int64_t left = last.program->firings() - last.program->fired(); left > 0)
      least = std::max(least, left + last.then);
  return least;
}

Cycle Island::can_act() const {
  Cycle first = kNever;
  if (memory && memory->undecided() > 0) return now();
  for (const Actor* actor : actors) first = std::min(first, actor->can_act());
  return first;
}

Cycle Island::quiet_since() const {
  Cycle since = window_.last_change + 1;
  for (const Segment* segment : segments)
    since = std::max(
        {since, segment->last_crossing() + segment->hop_latency(), segment->last_pop_seen()});
  for (const Actor* actor : actors) since = std::max(since, actor->counts_until());
  return since;
}

bool Island::carries_values() const {
  return std::ranges::any_of(actors, [](const Actor* a) { return a->carries_values(); });
}

bool Island::waits_for_host() const {
  const auto waits = [](const StreamPortState* port) { return port->waits_for_host(); };
  return std::ranges::any_of(sources, waits) || std::ranges::any_of(sinks, waits);
}

/// Every actor acts once, and again whenever another has made known what it lacked. When nobody is
/// awake, all that happens before the horizon has happened; with off-chip memory, all that happens
/// before the next delivery that is not decided yet. So the memory is advanced up to there.
void Island::advance(Cycle horizon) {
  window_.from = window_.horizon;
  window_.horizon = horizon;
  window_.changes = 0;
  for (Actor* actor : actors) window_.wake(actor);
  do act_on_what_is_known();
  while (advance_memory());
  for (Actor* actor : actors)
    if (actor->follows) actor->advance(window_);
  for (Actor* actor : actors) actor->settle(window_);
  for (Account* account : accounts) account->settle();
  choose_length();
}

/// @return whether there is more to do before the horizon
bool Island::advance_memory() {
  if (!memory || memory->reached() >= window_.horizon) return false;
  memory->advance(std::min(window_.horizon, memory->known_until()));
  for (GeneratorState* generator : generators) {
    generator->receive();
    window_.wake(generator);
  }
  return true;
}

void Island::number_actors() {
  for (std::size_t place = 0; place < actors.size(); ++place) actors[place]->place = place;
  window_.woken.assign(ceil_div(actors.size(), kPlacesOfWord), 0);
}

/// Visits the actors that are awake in the order of their places, those of a word until all of them
/// sleep: neighbours wake each other while what they touch is in the host's caches. @return whether
/// there was one
bool Island::visit_woken() {
  bool visited = false;
  for (std::size_t word = 0; word < window_.woken.size(); ++word)
    while (std::uint64_t& places = window_.woken[word]) {
      Actor* const actor =
          actors[word * kPlacesOfWord + static_cast<std::size_t>(std::countr_zero(places))];
      places &= places - 1;
      actor->woken = false;
      actor->advance(window_);
      visited = true;
    }
  return visited;
}

void Island::act_on_what_is_known() {
  for (;;) {
    while (visit_woken()) {
    }
    if (window_.deferred.empty()) break;
    window_.step_by_step = true;
    for (Actor* actor : std::exchange(window_.deferred, {})) {
      actor->deferred = false;
      actor->advance(window_);
    }
    window_.step_by_step = false;
  }
}

/// After a whole window with many rows of events the next one is shorter, after one with few it is
/// longer.
void Island::choose_length() {
  if (window_.horizon - window_.from < length_) return;
  const std::int64_t many = std::max(kManyRows, kManyRowsOfActor * std::ssize(actors));
  if (window_.changes > many)
    length_ = std::max(kShortestWindow, length_ / 2);
  else if (window_.changes < many / 2)
    length_ = std::min(kWindow, 2 * length_);
}

void Island::note(Snapshot& snapshot) {
  for (Segment* segment : segments) segment->settle(now());
  for (const Actor* actor : actors) actor->note(snapshot);
  for (const Segment* segment : segments) segment->note(snapshot, now());
  for (const Account* account : accounts) account->note(snapshot);
  if (memory) note_memory(snapshot);
}

void Island::note_memory(Snapshot& snapshot) const {
  for (const ChannelResult& channel : memory->counts())
    for (const auto count : kChannelCounts) snapshot.count(channel.*count);
  StateList state;
  memory->note(state);
  for (const std::int64_t value : state) snapshot.add(value);
}

void Island::skip_memory(Skip& skip) {
  std::vector<ChannelResult> counts = memory->counts();
  for (ChannelResult& channel : counts)
    for (const auto count : kChannelCounts) skip.grow(channel.*count);
  std::vector<std::int64_t> growth(memory->generators());
  for (const GeneratorState* generator : generators)
    growth[static_cast<std::size_t>(generator->number())] = generator->growth();
  memory->shift(skip.cycles(), growth, counts);
}

std::int64_t Island::periods_left(const Snapshot& before, const Snapshot& after) const {
  Skip period(before, after, 1, 0);
  std::int64_t left = kNever;
  for (const Actor* actor : actors) left = std::min(left, actor->periods_left(period));
  return left;
}

void Island::skip(const Snapshot& before, const Snapshot& after, std::int64_t periods,
                  Cycle cycles) {
  Skip skip(before, after, periods, cycles);
  for (Actor* actor : actors) actor->skip(skip);
  for (Segment* segment : segments) segment->skip(skip);
  for (Account* account : accounts) account->skip(skip);
  if (memory) skip_memory(skip);
  const Cycle length = cycles / periods, from = now() - length;
  for (Teller* teller : tellers) teller->repeat(from, periods, length);
  for (StreamPortState* sink : sinks) sink->counter->repeat(from, periods, length);
  window_.horizon += cycles;
  window_.last_change += cycles;
}

void Island::remember(bool whether) {
  for (Teller* teller : tellers) teller->remember(whether);
  for (StreamPortState* sink : sinks) sink->counter->remember(whether);
}

void Island::forget(Cycle cycle) {
  for (Teller* teller : tellers) teller->forget(cycle);
  for (StreamPortState* sink : sinks) sink->counter->forget(cycle);
}

}  // namespace rda::sim::fast
