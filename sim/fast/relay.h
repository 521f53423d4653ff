// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/fast/program.h"

namespace rda::sim::fast {

/// A switch at which a stream's evaluation starts anew: a fork, or the last switch before a shallow
/// FIFO. It passes a token when every next hop has room.
class Relay {
 public:
  explicit Relay(int id) : id_(id) {}
  void tick(Clock& clock);
  int id() const { return id_; }

  Segment* in = nullptr;
  std::vector<Segment*> out;

 private:
  int id_;
};

/// A source or sink port: a token whenever it may, `interval` cycles apart.
class StreamPortState {
 public:
  StreamPortState(int id, bool source, std::int64_t tokens, Cycle interval, Account& account);
  /// @return whether a token was sent or taken
  bool tick(Clock& clock);
  bool done() const { return moved_ == tokens_; }
  std::int64_t moved() const { return moved_; }
  bool source() const { return source_; }

  ProgramState::End end{};
  ProgramTrace* trace = nullptr;  ///< where to note what happens when, or null

 private:
  bool may_act(const Clock& clock) const;
  void act(Clock& clock);
  Activity activity_when_not_acting(Cycle now) const;

  int id_;
  bool source_;
  std::int64_t tokens_, moved_ = 0;
  Cycle interval_, next_ = 0;
  Account& account_;
  bool seen_ = false;
};

}  // namespace rda::sim::fast
