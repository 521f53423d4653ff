// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/fast/account.h"
#include "sim/fast/actor.h"
#include "sim/fast/last_firings.h"
#include "sim/fast/stream_port.h"

namespace rda::sim::fast {

/// Units that streams join, directly or not. Nothing that happens in another island matters to it,
/// so each has a time of its own.
class Island {
 public:
  explicit Island(const Disturbance& disturbance)
      : window_{.disturbance = disturbance, .passed_on = {}} {}

  std::vector<Actor*> actors;
  std::vector<Segment*> segments;
  std::vector<Account*> accounts;
  std::vector<StreamPortState*> sinks;
  std::vector<LastFiring> last_firings;  ///< before a sink has enough

  /// Simulates the cycles from now() up to `horizon`.
  void advance(Cycle horizon);
  /// All actors have acted in the cycles before this one, and in no other.
  Cycle now() const { return now_; }
  /// Cycle of the last firing, put, pop or further bank cycle; −1 if there was none.
  Cycle last_change() const { return window_.last_change; }
  /// Tokens that the sink which lacks most has to take.
  std::int64_t lacks() const;
  /// Cycles that it takes from now() on until no sink lacks a token, at least.
  Cycle lasts() const;
  /// Whether anything happened when it last advanced.
  bool changed() const { return changed_; }
  /// The first cycle from now() on in which anything can happen; kNever if nothing ever will.
  Cycle can_act() const;
  /// The first cycle in which nothing happened and nothing was to be waited for; if can_act() is
  /// kNever.
  Cycle quiet_since() const;
  bool carries_values() const;

  void note(Snapshot& snapshot);
  /// How many more periods like that from `before` to `after`, which is now, are just the same.
  std::int64_t periods_left(const Snapshot& before, const Snapshot& after) const;
  void skip(const Snapshot& before, const Snapshot& after, std::int64_t periods, Cycle cycles);

 private:
  void enqueue(Actor* actor);
  void go_on(Actor* actor);
  void wake_waiters(Actor& actor);
  void work_off();
  void play_round();
  void jump();

  Window window_;
  Cycle now_ = 0;
  bool changed_ = false;
  /// Who can go on, by its time: those furthest behind come first, since their neighbours are ahead
  /// and let them go far.
  std::vector<std::vector<Actor*>> levels_;
  std::size_t level_ = 0;           ///< at hand
  std::vector<Actor*> next_round_;  ///< who goes on when the levels are empty
  int shift_ = 0;                   ///< cycles of a level: 2^shift_
  std::size_t without_change_ = 0;  ///< actors that went on since anything happened
};

}  // namespace rda::sim::fast
