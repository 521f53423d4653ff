// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "rda/simulate.h"
#include "sim/fast/segment.h"
#include "sim/fast/snapshot.h"

namespace rda::sim::fast {

class Actor;

/// How far actors may go.
struct Window {
  const Disturbance& disturbance;
  Cycle horizon = 0;              ///< no cycle from here on
  Cycle quiet_until = 0;          ///< nobody puts or pops a token before
  Cycle last_change = -1;         ///< cycle of the last firing, put, pop or further bank cycle
  bool changed = false;           ///< since the last look
  std::vector<Actor*> passed_on;  ///< who has been asked to

  void note_change(Cycle cycle) {
    last_change = std::max(last_change, cycle);
    changed = true;
  }
};

/// How far one has come that puts tokens into segments, or pops them.
class Clock {
 public:
  /// The first cycle in which it has not acted yet.
  Cycle now() const { return now_; }
  /// It puts no token that is not there yet before this cycle.
  Cycle puts_from() const { return puts_from_; }
  /// Who acts for it.
  Actor* actor() const { return actor_; }

 protected:
  explicit Clock(Actor* actor) : actor_(actor) {}
  ~Clock() = default;
  /// When a token may come through `segment` at the earliest; now if it is here.
  static Cycle token_may_come(const Segment& segment, const Window& window) {
    if (segment.head_ready() != kNever) return segment.head_ready();
    const Cycle put = segment.writer->puts_from_;
    return put == kNever || segment.assured() ? kNever
                                              : std::max(put, window.quiet_until) + segment.delay();
  }
  /// When `segment` may have room at the earliest.
  static Cycle room_may_come(const Segment& segment, const Window& window) {
    if (segment.room_at() != kNever) return segment.room_at();
    return std::max(segment.reader->now_, window.quiet_until) + segment.delay();
  }

  Cycle now_ = 0;
  Cycle puts_from_ = 0;
  Actor* actor_;
};

/// What acts: a program, a stream port, or all forks of a stream.
///
/// Each has a time of its own. What it will see in a cycle is known when its neighbours have come
/// within the delay of the segments between them, which is at least a cycle: a token put in cycle c
/// is seen in c + delay, and so is a pop. So an actor goes on alone, through many cycles at once,
/// until it needs to know what a neighbour does that is behind; the one furthest behind can always
/// go on.
class Actor : public Clock {
 public:
  Actor() : Clock(this) {}
  Actor(const Actor&) = delete;
  Actor& operator=(const Actor&) = delete;
  virtual ~Actor() = default;

  /// Acts in its cycles from now() on: up to the horizon, or to a cycle for which it has to wait
  /// for its blockers().
  virtual void advance(Window& window) = 0;
  /// Goes on at once if it can do so on behalf of a writer, and promises it what it can: without
  /// it, neighbours that hold few tokens between them would take turns all the time.
  /// @return whether the writer knows of more room now
  virtual bool pass_on(Window&) { return false; }
  /// The first cycle from now() on in which it can act by what is known now; kNever if none.
  virtual Cycle can_act() const = 0;
  /// The first cycle in which nothing moves in it and none of its countdowns runs, if it acts no
  /// more (tokens and pops under way apart).
  virtual Cycle counts_until() const { return -1; }
  /// Whether what it does next takes part in the verified steps.
  virtual bool carries_values() const { return false; }
  /// What decides on its future at now(), and its counters.
  virtual void note(Snapshot& snapshot) const = 0;
  /// Given a period, how many more it can go on just the same. Asks `period` for its counters.
  virtual std::int64_t periods_left(Skip& period) const = 0;
  virtual void skip(Skip& skip) = 0;

  /// Whoever has to go on before it can; none if it has arrived.
  const std::vector<Actor*>& blockers() const { return blockers_; }
  /// Who waits for it to go on.
  std::vector<Actor*> waiters;
  bool queued = false;
  bool moved = false;  ///< it, or one it acts for, has gone on since it was last asked
  /// Nobody has to know what it does in order to go on: it follows when all others have arrived.
  bool follows = false;

 protected:
  std::vector<Actor*> blockers_;
};

/// The first of a writer's segments that has no room, or null.
inline Segment* without_room(Segment* segment, Cycle now) {
  do {
    if (!segment->has_room(now)) return segment;
    segment = segment->also;
  } while (segment);
  return nullptr;
}

/// When all of a writer's segments have room; kNever while one waits for a pop.
inline Cycle room_in_all_at(const Segment* segment) {
  Cycle at = segment->room_at();
  while ((segment = segment->also)) at = std::max(at, segment->room_at());
  return at;
}

/// In how many cycles from `now` on a token can be put into all of a writer's segments.
inline Cycle rooms_in_all(const Segment* segment, Cycle now, Cycle limit) {
  for (; segment && limit > 0; segment = segment->also) limit = segment->rooms_from(now, limit);
  return limit;
}

/// Up to when tokens that come `gap` cycles apart or more, from `first` on, surely find room in
/// all.
inline Cycle surely_have_room_until(const Segment* segment, Cycle first, Cycle gap, Cycle limit) {
  for (; segment; segment = segment->also)
    limit = segment->surely_has_room_until(first, gap, limit);
  return limit;
}

/// Puts a token into each of a writer's segments, in `count` cycles from `now` on.
inline void put_into_all(Segment* segment, Cycle now, Cycle count) {
  for (; segment; segment = segment->also) segment->put(now, count);
}

}  // namespace rda::sim::fast
