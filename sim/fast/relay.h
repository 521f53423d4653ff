// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/fast/actor.h"

namespace rda::sim::fast {

/// A switch at which a stream's evaluation starts anew: a fork, or the last switch before a shallow
/// FIFO. It passes a token when every next hop has room, and has no state but its time.
class Relay final : public Actor {
 public:
  void advance(Window& window) override;
  Cycle can_act() const override;
  void note(State&) const override {}
  std::int64_t periods_left(Skip&) const override { return kNever; }
  void skip(Skip& skip) override { puts_from_ = now_ += skip.cycles(); }

  Segment* in = nullptr;
  std::vector<Segment*> out;

 private:
  Cycle tokens_from_now(Cycle limit) const;
  Cycle wait(const Window& window);
};

}  // namespace rda::sim::fast
