// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "rda/simulate.h"
#include "sim/fast/segment.h"
#include "sim/fast/snapshot.h"

namespace rda::sim::fast {

class Actor;

/// The window of cycles through which an island's actors are being simulated.
struct Window {
  const Disturbance& disturbance;
  Cycle horizon = 0;              ///< first cycle that is not simulated
  Cycle quiet_until = 0;          ///< no token is put or popped before this cycle
  Cycle last_change = -1;         ///< cycle of the last firing, put, pop or further bank cycle
  bool changed = false;           ///< by a note_change() since the scheduler cleared it
  std::vector<Actor*> made_room;  ///< actors that advanced in make_room()

  void note_change(Cycle cycle) {
    last_change = std::max(last_change, cycle);
    changed = true;
  }
};

/// The simulated time of a writer or reader of segments.
class Clock {
 public:
  /// The first cycle that has not been simulated.
  Cycle now() const { return now_; }
  /// No further token is put before this cycle.
  Cycle puts_from() const { return puts_from_; }
  /// The actor that simulates it.
  Actor* actor() const { return actor_; }

 protected:
  explicit Clock(Actor* actor) : actor_(actor) {}
  ~Clock() = default;
  /// The earliest cycle in which `segment` can have a token to pop; kNever if it gets no more.
  static Cycle token_may_come(const Segment& segment, const Window& window) {
    if (segment.head_ready() != kNever) return segment.head_ready();
    const Cycle put = segment.writer->puts_from_;
    return put == kNever || segment.assured() ? kNever
                                              : std::max(put, window.quiet_until) + segment.delay();
  }
  /// The earliest cycle in which `segment` can have room.
  static Cycle room_may_come(const Segment& segment, const Window& window) {
    if (segment.room_at() != kNever) return segment.room_at();
    return std::max(segment.reader->now_, window.quiet_until) + segment.delay();
  }

  Cycle now_ = 0;
  Cycle puts_from_ = 0;
  Actor* actor_;
};

/// A program, a stream port, or all relays of a stream, simulated with a time of its own.
///
/// A token put in cycle c is seen in c + delay of its segment, and so is a pop. The delay is at
/// least one cycle. So an actor is simulated alone, through many cycles at once, until the next
/// cycle depends on a neighbour that is further behind. The actor furthest behind depends on
/// nobody.
class Actor : public Clock {
 public:
  Actor() : Clock(this) {}
  Actor(const Actor&) = delete;
  Actor& operator=(const Actor&) = delete;
  virtual ~Actor() = default;

  /// Simulates the cycles from now() on, up to the horizon or to a cycle that depends on its
  /// blockers().
  virtual void advance(Window& window) = 0;
  /// Called by a writer that has run out of room. Advances at once and promises the pops that are
  /// certain; otherwise two neighbours separated by a small buffer would alternate every few
  /// cycles.
  /// @return whether the writer knows of more room now
  virtual bool make_room(Window&) { return false; }
  /// The first cycle from now() on in which it can act, given the tokens and pops known so far;
  /// kNever if there is none.
  virtual Cycle can_act() const = 0;
  /// The first cycle in which nothing moves in this actor and none of its countdowns runs, if it
  /// never acts again. Tokens and pops on their way in segments do not count.
  virtual Cycle counts_until() const { return -1; }
  /// Whether its next firing belongs to the verified steps.
  virtual bool carries_values() const { return false; }
  /// Adds what determines its behaviour from now() on, and its counters.
  virtual void note(Snapshot& snapshot) const = 0;
  /// How many more periods like `period` it can complete without a difference. Reads its counters
  /// from `period` in the order of note().
  virtual std::int64_t periods_left(Skip& period) const = 0;
  /// Moves its time and its counters past the skipped periods. Reads its counters in the order of
  /// note().
  virtual void skip(Skip& skip) = 0;

  /// Actors that must advance before this one can; none if it has reached the horizon.
  const std::vector<Actor*>& blockers() const { return blockers_; }
  /// Actors that have this one among their blockers.
  std::vector<Actor*> waiters;
  bool queued = false;
  bool moved = false;  ///< one of its relays has advanced since the scheduler cleared it
  /// No other actor waits for this one, so the scheduler skips it during the window and advances it
  /// once at the end.
  bool follows = false;

 protected:
  std::vector<Actor*> blockers_;
};

/// The first of a writer's segments without room; null if all have room.
inline Segment* without_room(Segment* segment, Cycle now) {
  do {
    if (!segment->has_room(now)) return segment;
    segment = segment->also;
  } while (segment);
  return nullptr;
}

/// The first cycle in which all of a writer's segments have room; kNever if one needs a pop that is
/// not known yet.
inline Cycle room_in_all_at(const Segment* segment) {
  Cycle at = segment->room_at();
  while ((segment = segment->also)) at = std::max(at, segment->room_at());
  return at;
}

/// Number of consecutive cycles from `now` on, at most `limit`, in which a token can be put into
/// all of a writer's segments.
inline Cycle rooms_in_all(const Segment* segment, Cycle now, Cycle limit) {
  for (; segment && limit > 0; segment = segment->also) limit = segment->rooms_from(now, limit);
  return limit;
}

/// Segment::surely_has_room_until() for all of a writer's segments.
inline Cycle surely_have_room_until(const Segment* segment, Cycle first, Cycle gap, Cycle limit) {
  for (; segment; segment = segment->also)
    limit = segment->surely_has_room_until(first, gap, limit);
  return limit;
}

/// Puts a token into each of a writer's segments, in each of the `count` cycles from `now` on.
inline void put_into_all(Segment* segment, Cycle now, Cycle count) {
  for (; segment; segment = segment->also) segment->put(now, count);
}

}  // namespace rda::sim::fast
