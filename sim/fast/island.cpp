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

void Island::enqueue(Actor* actor) {
  if (actor->queued || actor->follows || actor->now() >= window_.horizon) return;
  const auto level = static_cast<std::size_t>((actor->now() - now_) >> shift_);
  if (level < level_) {
    next_round_.push_back(actor);
    return;
  }
  actor->queued = true;
  levels_[level].push_back(actor);
}

void Island::wake_waiters(Actor& actor) {
  for (Actor* waiter : actor.waiters) enqueue(waiter);
  actor.waiters.clear();
}

/// Advances `actor` as far as it can, and wakes its waiters if it moved.
void Island::advance_one(Actor* actor) {
  actor->queued = false;
  const Cycle before = actor->now(), put_before = actor->puts_from();
  actor->advance(window_);
  if (actor->moved || actor->now() != before || actor->puts_from() != put_before) {
    actor->moved = false;
    wake_waiters(*actor);
  }
  for (Actor* other : window_.made_room) {
    wake_waiters(*other);
    enqueue(other);
  }
  window_.made_room.clear();
  for (Actor* blocker : actor->blockers()) {
    // An actor that reads its own stream can advance again once its own time is up to date.
    if (blocker == actor)
      enqueue(actor);
    else
      blocker->waiters.push_back(actor);
  }
}

/// Actors that wait for each other would advance by one delay at a time. Instead tells all of them
/// the first cycle in which any can act.
void Island::jump() {
  Cycle first = window_.horizon;
  for (const Actor* actor : actors)
    if (!actor->follows) first = std::min(first, actor->can_act());
  window_.quiet_until = std::max(window_.quiet_until, first);
  for (Actor* actor : actors) {
    actor->waiters.clear();
    next_round_.push_back(actor);
  }
}

void Island::run_rounds() {
  while (!next_round_.empty()) {
    level_ = 0;
    for (Actor* actor : next_round_) enqueue(actor);
    next_round_.clear();
    run_round();
  }
}

void Island::run_round() {
  for (; level_ < levels_.size(); ++level_) {
    std::vector<Actor*>& level = levels_[level_];
    for (std::size_t i = 0; i < level.size(); ++i) {
      window_.changed = false;
      advance_one(level[i]);
      changed_ = changed_ || window_.changed;
      without_change_ = window_.changed ? 0 : without_change_ + 1;
      if (without_change_ <= 2 * actors.size()) continue;
      without_change_ = 0;
      jump();
    }
    level.clear();
  }
}

void Island::advance(Cycle horizon) {
  window_.horizon = horizon;
  changed_ = false;
  without_change_ = 0;
  shift_ = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(horizon - now_) / kLevels));
  levels_.resize(static_cast<std::size_t>((horizon - now_) >> shift_) + 1);
  next_round_ = actors;
  run_rounds();
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

void Island::note(Snapshot& snapshot) {
  for (Segment* segment : segments) segment->settle(now_);
  for (const Actor* actor : actors) actor->note(snapshot);
  for (const Segment* segment : segments) segment->note(snapshot, now_);
  for (const Account* account : accounts) account->note(snapshot);
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
  now_ += cycles;
  window_.last_change += cycles;
  window_.quiet_until = 0;
}

}  // namespace rda::sim::fast
