// SPDX-License-Identifier: Apache-2.0
#include "sim/fast/island.h"

#include <algorithm>
#include <bit>
#include <cstdint>

#include "rda/check.h"

namespace rda::sim::fast {
namespace {

constexpr std::uint64_t kLevels = 1024;

}  // namespace

std::int64_t Island::lacks() const {
  std::int64_t most = 0;
  for (const StreamPortState* sink : sinks) most = std::max(most, sink->lacks());
  return most;
}

Cycle Island::can_act() const {
  Cycle first = kNever;
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

std::vector<Actor*>& Island::level_of(Cycle cycle) {
  return levels_[static_cast<std::size_t>((cycle - now_) >> shift_)];
}

void Island::enqueue(Actor* actor) {
  if (actor->queued || actor->follows || actor->now() >= window_.horizon) return;
  actor->queued = true;
  level_of(actor->now()).push_back(actor);
}

/// Goes on as far as it can, and wakes those who waited for it.
void Island::go_on(Actor* actor) {
  actor->queued = false;
  const Cycle before = actor->now(), put_before = actor->puts_from();
  actor->advance(window_);
  if (actor->moved || actor->now() != before || actor->puts_from() != put_before) {
    for (Actor* waiter : actor->waiters) enqueue(waiter);
    actor->waiters.clear();
    actor->moved = false;
  }
  for (Actor* other : window_.passed_on) enqueue(other);
  window_.passed_on.clear();
  for (Actor* blocker : actor->blockers()) blocker->waiters.push_back(actor);
}

/// Neighbours that wait for one another would tell each other so a cycle at a time.
void Island::jump() {
  Cycle first = window_.horizon;
  for (const Actor* actor : actors)
    if (!actor->follows) first = std::min(first, actor->can_act());
  window_.quiet_until = std::max(window_.quiet_until, first);
  for (Actor* actor : actors) {
    actor->waiters.clear();
    enqueue(actor);
  }
}

void Island::work_off() {
  for (std::size_t level = 0; level < levels_.size(); ++level) {
    // Whoever is woken has a later time than who woke it, so an earlier level stays empty.
    for (std::size_t i = 0; i < levels_[level].size(); ++i) {
      window_.changed = false;
      go_on(levels_[level][i]);
      changed_ = changed_ || window_.changed;
      without_change_ = window_.changed ? 0 : without_change_ + 1;
      if (without_change_ <= 2 * actors.size()) continue;
      without_change_ = 0;
      jump();
    }
    levels_[level].clear();
  }
}

void Island::advance(Cycle horizon) {
  window_.horizon = horizon;
  changed_ = false;
  without_change_ = 0;
  shift_ = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(horizon - now_) / kLevels));
  levels_.resize(static_cast<std::size_t>((horizon - now_) >> shift_) + 1);
  for (Actor* actor : actors) enqueue(actor);
  work_off();
  window_.changed = changed_;
  for (Actor* actor : actors)
    if (actor->follows) actor->advance(window_);
  changed_ = window_.changed;
  for (Actor* actor : actors) {
    RDA_CHECK(actor->now() == horizon);
    actor->waiters.clear();
  }
  for (Account* account : accounts) account->settle();
  now_ = horizon;
}

void Island::note(State& state) {
  for (Segment* segment : segments) segment->settle(now_);
  for (const Actor* actor : actors) actor->note(state);
  for (const Segment* segment : segments) segment->note(state, now_);
  for (const Account* account : accounts) account->note(state);
}

std::int64_t Island::periods_left(const State& before, const State& after) const {
  Skip period(before, after, 1, 0);
  std::int64_t left = kNever;
  for (const Actor* actor : actors) left = std::min(left, actor->periods_left(period));
  return left;
}

void Island::skip(const State& before, const State& after, std::int64_t periods, Cycle cycles) {
  Skip skip(before, after, periods, cycles);
  for (Actor* actor : actors) actor->skip(skip);
  for (Segment* segment : segments) segment->skip(skip);
  for (Account* account : accounts) account->skip(skip);
  now_ += cycles;
  window_.last_change += cycles;
  window_.quiet_until = 0;
}

}  // namespace rda::sim::fast
