// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "sim/fast/account.h"
#include "sim/fast/actor.h"
#include "sim/fast/generator.h"
#include "sim/fast/last_firings.h"
#include "sim/fast/stream_port.h"

namespace rda::sim::fast {

/// Most cycles of a window, not counting cycles at its start in which nothing can happen.
inline constexpr Cycle kWindow = 1024;

/// Units that streams connect, directly or through other units. Islands do not affect each other,
/// so each has a time of its own.
class Island {
 public:
  explicit Island(const Disturbance& disturbance)
      : window_{.disturbance = disturbance, .deferred = {}, .woken = {}} {}

  std::vector<Actor*> actors;
  std::vector<Segment*> segments;
  std::vector<Account*> accounts;
  std::vector<Teller*> tellers;  ///< of the units that a probe hears of
  std::vector<StreamPortState*> sources, sinks;
  std::vector<LastFiring>
      last_firings;           ///< programs that must finish before a sink has enough tokens
  OffChip* memory = nullptr;  ///< off-chip memory, which only one island reaches; or null
  std::vector<GeneratorState*> generators;  ///< that reach it

  /// Gives the actors their places. Call when all of them are there, before the first advance().
  void number_actors();
  /// Simulates the cycles from now() up to `horizon`: a window.
  void advance(Cycle horizon);
  /// How many cycles the next window should have, not counting cycles at its start in which nothing
  /// can happen. The more happens, the fewer: then what is known of them stays in the host's
  /// caches.
  Cycle window() const { return length_; }
  /// The first cycle that has not been simulated.
  Cycle now() const { return window_.horizon; }
  /// Cycle of the last firing, put, pop or further bank cycle; −1 if there was none.
  Cycle last_change() const { return window_.last_change; }
  /// The most tokens that any sink still has to take.
  std::int64_t lacks() const;
  /// A lower bound of the cycles from now() on until no sink lacks a token.
  Cycle min_cycles_left() const;
  /// Whether anything happened in the last advance().
  bool changed() const { return window_.changes > 0; }
  /// The first cycle from now() on in which anything can happen; kNever if nothing ever will.
  Cycle can_act() const;
  /// The first cycle in which nothing happened and no countdown ran. Only if can_act() is kNever.
  Cycle quiet_since() const;
  bool carries_values() const;
  /// Whether one of its stream ports waits for the host.
  bool waits_for_host() const;

  /// Adds the island's state at now().
  void note(Snapshot& snapshot);
  /// How many more periods are sure to equal the period from `before` to `after`, which was taken
  /// now.
  std::int64_t periods_left(const Snapshot& before, const Snapshot& after) const;
  /// Skips `periods` such periods, which are `cycles` cycles together.
  void skip(const Snapshot& before, const Snapshot& after, std::int64_t periods, Cycle cycles);
  /// Whether from now on it remembers what skip() repeats for those who hear of it.
  void remember(bool whether);
  /// What happened before `cycle` will not be repeated.
  void forget(Cycle cycle);

 private:
  static constexpr Cycle kShortestWindow = 64;
  /// Rows of events in a window: more fill the host's caches; fewer of each actor are not worth the
  /// visit.
  static constexpr std::int64_t kManyRows = 1 << 15, kManyRowsOfActor = 32;

  void choose_length();
  void act_on_what_is_known();
  bool visit_woken();
  bool advance_memory();
  void note_memory(Snapshot& snapshot) const;
  void skip_memory(Skip& skip);

  Window window_;
  Cycle length_ = kShortestWindow;
};

}  // namespace rda::sim::fast
