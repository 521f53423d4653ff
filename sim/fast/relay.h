// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <vector>

#include "sim/fast/actor.h"

namespace rda::sim::fast {

/// A switch between two segments of a stream: a fork, or the last switch before a FIFO that is too
/// shallow for a longer segment. It passes a token when every next hop has room. Its only state is
/// its time.
class Relay final : public Clock {
 public:
  explicit Relay(Actor* tree) : Clock(tree) {}

  /// Passes the next token in the first cycle before `horizon` in which that is known to be
  /// possible, and further tokens in the consecutive cycles after it. A token must be waiting.
  /// @return whether any token passed
  bool pass(Cycle horizon);
  /// Promises to pass each token as soon as it arrives, up to the cycle before which all next hops
  /// are sure to have room.
  void promise_pops(const Window& window);
  /// Advances its time to the first cycle in which it may pass a token. @return the neighbour for
  /// which it waits there; null at the horizon
  const Clock* wait(const Window& window);
  Cycle can_act() const;
  void skip(const Skip& skip) { puts_from_ = now_ += skip.cycles(); }

  Segment* in = nullptr;
  std::vector<Segment*> out;

 private:
  /// The token or the room that it lacks: may come at `until`, from `neighbour`.
  struct Obstacle {
    Cycle until;
    const Clock* neighbour;
  };
  Obstacle obstacle(const Window& window) const;
};

/// All relays of a stream. One actor simulates all of them, token by token, because a segment
/// between two relays holds few tokens.
class RelayTree final : public Actor {
 public:
  /// Adds a relay; relays upstream of it must have been added before.
  Relay& add() { return relays_.emplace_back(this); }
  bool empty() const { return relays_.empty(); }

  void advance(Window& window) override;
  bool make_room(Window& window) override;
  Cycle can_act() const override;
  void note(Snapshot&) const override {}
  std::int64_t periods_left(Skip&) const override { return kNever; }
  void skip(Skip& skip) override;

 private:
  void flow(Window& window);
  void wait(Relay& relay, const Window& window);

  std::deque<Relay> relays_;
};

}  // namespace rda::sim::fast
