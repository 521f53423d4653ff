// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <utility>
#include <vector>

#include "sim/fast/actor.h"

namespace rda::sim::fast {

/// A switch between two segments of a stream: a fork, or the last switch before a FIFO that is too
/// shallow for a longer segment. It passes a token when every next hop has room.
class Relay {
 public:
  /// Passes the next tokens before the horizon, as far as their arrival and rooms are known and
  /// they are evenly spaced; marks the segment on which it then waits. @return whether any token
  /// passed
  bool pass(Window& window) {
    const bool waits = waits_ && *waits_;
    return !waits && asleep_until_ < window.horizon && pass_next(window);
  }
  /// Passes tokens that arrive in these cycles, all at once.
  void pass_on_arrival(const Row& row, Window& window);
  Cycle can_act(Cycle now) const;
  void skip(const Skip& skip) {
    next_ += skip.cycles();
    asleep_until_ = 0;
  }

  Segment* in = nullptr;
  std::vector<Segment*> out;

 private:
  bool pass_next(Window& window);
  void give_to_next(const Row& row, Window& window);

  Cycle next_ = 0;               ///< earliest cycle of the next token
  Cycle asleep_until_ = 0;       ///< it passes no token before this cycle
  const bool* waits_ = nullptr;  ///< the mark that it has set and waits for, or null
};

/// All relays of a stream.
class RelayTree final : public Actor {
 public:
  /// Adds a relay; relays upstream of it must have been added before.
  Relay& add() { return relays_.emplace_back(); }
  bool empty() const { return relays_.empty(); }
  /// The program or stream port that writes the stream.
  const Actor* writer() const { return relays_.front().in->writer; }
  /// Call when all relays are connected.
  /// `broken`: a rule that a test breaks.
  void find_paths(BrokenRule broken);

  /// How many of the next tokens, put in the cycles of `due`, or later if they are not `exact`, are
  /// sure to pass each relay when they arrive there, and to find room behind it. `known`: whether 0
  /// is final; else the writer waits.
  std::int64_t sure_puts(const Row& due, bool exact, bool& known);
  /// The most of these tokens that pass all relays before the horizon.
  std::int64_t pass_before(Cycle horizon, const Row& row) const {
    Row last = row;
    if (passes_before_horizon_) last.first += longest_;
    return last.before(horizon);
  }
  /// Puts tokens in these cycles, of which it is sure, and passes them all the way.
  void put_through(const Row& row, Window& window);

  void advance(Window& window) override;
  void settle(Window& window) override { now_ = window.horizon; }
  Cycle can_act() const override;
  void note(Snapshot&) const override {}
  std::int64_t periods_left(Skip&) const override { return kNever; }
  void skip(Skip& skip) override;

 private:
  bool clear() const;

  std::deque<Relay> relays_;
  // With the delay from the writer to each: relays, those upstream of others first; last segments.
  std::vector<std::pair<Relay*, Cycle>> arrivals_;
  std::vector<std::pair<Segment*, Cycle>> leaves_;
  Cycle longest_ = 0;                  ///< delay from the writer to the last relay
  bool passes_before_horizon_ = true;  ///< a rule that a test may break
  Cycle now_ = 0;                      ///< end of the last window
};

}  // namespace rda::sim::fast
