// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "rda/simulate.h"
#include "sim/fast/segment.h"
#include "sim/fast/snapshot.h"

namespace rda::sim::fast {

class Actor;

/// Bits of a word of Window::woken.
inline constexpr std::size_t kPlacesOfWord = 64;

/// The window of cycles through which an island's actors are being simulated.
struct Window {
  const Disturbance& disturbance;
  Cycle from = 0;                ///< first cycle
  Cycle horizon = 0;             ///< first cycle that is not simulated
  Cycle last_change = -1;        ///< cycle of the last firing, put, pop or further bank cycle
  std::int64_t changes = 0;      ///< rows of them in this window
  std::vector<Actor*> deferred;  ///< writers that know too little of the room behind relays
  bool step_by_step = false;     ///< a deferred writer fills the relays as far as it knows
  /// Actors that something new may let act: a bit for each place of the island.
  std::vector<std::uint64_t> woken;

  void note_change(Cycle cycle) {
    if (cycle > last_change) last_change = cycle;
    ++changes;
  }
  inline void wake(Actor* actor);
  inline void defer(Actor* actor);
};

/// A program, a stream port, or all relays of a stream.
///
/// What an actor does follows from its tokens and rooms and from nothing else, so it needs no time
/// but their cycles: it acts as soon as they are known, in whatever order actors are asked. At the
/// end of a window everything before the horizon is known, and settle() says what the actor did in
/// the cycles between.
class Actor {
 public:
  Actor() = default;
  Actor(const Actor&) = delete;
  Actor& operator=(const Actor&) = delete;
  virtual ~Actor() = default;

  /// Acts as long as the tokens and rooms for it are known, before the horizon. Marks the segments
  /// on which it then waits.
  virtual void advance(Window& window) = 0;
  /// Accounts for the cycles up to the horizon, at the end of a window.
  virtual void settle(Window&) {}
  /// The first cycle from the end of the last window on in which it can act, given the tokens and
  /// pops known so far; kNever if there is none.
  virtual Cycle can_act() const = 0;
  /// The first cycle in which nothing moves in this actor and none of its countdowns runs, if it
  /// never acts again. Tokens and pops on their way in segments do not count.
  virtual Cycle counts_until() const { return -1; }
  /// Whether its next firing belongs to the verified steps.
  virtual bool carries_values() const { return false; }
  /// Adds what determines its behaviour from the end of the last window on, and its counters.
  virtual void note(Snapshot& snapshot) const = 0;
  /// How many more periods like `period` it can complete without a difference. Reads its counters
  /// from `period` in the order of note().
  virtual std::int64_t periods_left(Skip& period) const = 0;
  /// Moves its time and its counters past the skipped periods. Reads its counters in the order of
  /// note().
  virtual void skip(Skip& skip) = 0;

  std::size_t place = 0;  ///< among the actors of its island
  bool deferred = false;  ///< is in Window::deferred
  bool woken = false;     ///< is in Window::woken
  /// No other actor waits for this one, so it acts once, at the end of a window.
  bool follows = false;
};

inline void Window::wake(Actor* actor) {
  if (actor->woken || actor->follows) return;
  actor->woken = true;
  woken[actor->place / kPlacesOfWord] |= std::uint64_t{1} << (actor->place % kPlacesOfWord);
}

inline void Window::defer(Actor* actor) {
  if (actor->deferred) return;
  actor->deferred = true;
  deferred.push_back(actor);
}

/// `segment` has new tokens: finds the pops that its reader has promised, and wakes the reader if
/// it waits.
inline void tell_reader(Segment& segment, Window& window) {
  segment.foresee();
  if (!segment.reader_waits) return;
  segment.reader_waits = false;
  window.wake(segment.reader);
}

/// `segment` has new room: wakes its writer if it waits.
inline void tell_writer(Segment& segment, Window& window) {
  if (!segment.writer_waits) return;
  segment.writer_waits = false;
  window.wake(segment.writer);
}

/// Puts tokens into each of a writer's segments.
inline void put_into_all(Segment* segment, const Row& row, Window& window) {
  for (; segment; segment = segment->also) {
    segment->put(row);
    tell_reader(*segment, window);
  }
}

/// Pops tokens, and wakes the writer if it waits for room.
inline void pop_from(Segment& segment, const Row& row, Window& window) {
  segment.pop(row);
  tell_writer(segment, window);
}

/// `known`, later than the next tokens of `segment`; empty, and the reader waits, if there are
/// none.
inline Row after_tokens(Segment& segment, const Row& known) {
  const Row tokens = segment.tokens();
  if (tokens.empty()) {
    segment.reader_waits = true;
    return tokens;
  }
  return later(known, tokens);
}

/// `known`, later than the next rooms in all of a writer's segments; empty, and the writer waits,
/// if one has none.
inline Row after_rooms(Segment* segment, Row known) {
  for (; segment; segment = segment->also) {
    const Row rooms = segment->rooms();
    if (rooms.empty()) {
      segment->writer_waits = true;
      return rooms;
    }
    known = later(known, rooms);
  }
  return known;
}

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

}  // namespace rda::sim::fast
