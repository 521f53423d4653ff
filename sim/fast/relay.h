// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <vector>

#include "sim/fast/actor.h"

namespace rda::sim::fast {

/// A switch at which a stream's evaluation starts anew: a fork, or the last switch before a shallow
/// FIFO. It passes a token when every next hop has room, and has no state but its time.
class Relay final : public Clock {
 public:
  explicit Relay(Actor* tree) : Clock(tree) {}

  /// Passes the next token, which is in it, if it is known that it can before `horizon`, and those
  /// that can follow it in the cycles after that.
  bool pass(Cycle horizon);
  /// Says until when it surely passes each token as soon as that is there.
  void promise_pops(const Window& window);
  /// Goes on to when it may pass a token. @return what it waits for there; null at the horizon
  const Clock* wait(const Window& window);
  Cycle can_act() const;
  void skip(const Skip& skip) { puts_from_ = now_ += skip.cycles(); }

  Segment* in = nullptr;
  std::vector<Segment*> out;

 private:
  struct Lack {
    Cycle until;
    const Clock* of;
  };
  Lack lacks(const Window& window) const;
};

/// All relays of a stream. They act together, token after token, since those next to one another
/// hold few tokens between them.
class RelayTree final : public Actor {
 public:
  /// The next relay; those it gets its tokens from come before it.
  Relay& add() { return relays_.emplace_back(this); }
  bool empty() const { return relays_.empty(); }

  void advance(Window& window) override;
  bool pass_on(Window& window) override;
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
