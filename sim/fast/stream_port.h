// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "sim/fast/account.h"
#include "sim/fast/actor.h"
#include "sim/fast/values.h"
#include "sim/sink_tokens.h"

namespace rda::sim::fast {

/// A stream port: a program without a pipeline that moves a token in each firing.
class StreamPortState final : public Actor {
 public:
  /// @param enough  tokens after which the run does not wait for a sink any more
  StreamPortState(const Program& program, std::int64_t enough, Account& account);

  void advance(Window& window) override;
  void settle(Window& window) override { account_until(window.horizon); }
  Cycle can_act() const override;
  Cycle counts_until() const override { return done() ? -1 : next_; }
  bool carries_values() const override {
    return values && !done() && values->is_verified(id, moved_);
  }
  void note(Snapshot& snapshot) const override;
  std::int64_t periods_left(Skip& period) const override;
  void skip(Skip& skip) override;

  bool done() const { return moved_ == tokens_; }
  std::int64_t moved() const { return moved_; }
  bool source() const { return source_; }
  /// Whether a sink has enough tokens only with the last one of its stream.
  bool takes_all() const { return enough_ == tokens_; }
  /// Cycle of the last token.
  Cycle last_moved() const { return next_ - interval_; }
  /// Whether it waits for the host.
  bool waits_for_host() const { return !done() && moved_ >= allowed; }
  std::int64_t left() const { return tokens_ - moved_; }
  Cycle interval() const { return interval_; }
  /// Tokens that a sink still has to take until it has enough.
  std::int64_t lacks() const { return std::max<std::int64_t>(0, enough_ - moved_); }

  Segment* segment = nullptr;
  const StreamId stream;
  Teller* teller = nullptr;        ///< gets its firings, pops and puts; or null
  Values* values = nullptr;        ///< gets the firings whose tokens carry values; or null
  int id = -1;                     ///< its number in `values`
  SinkCounter* counter = nullptr;  ///< of a sink
  /// Tokens that a host lets it move: that it has for a source, or has room for from a sink.
  std::int64_t allowed = Row::kEndless;
  /// Where mappings repeat, those of a repetition stand for those of an item.
  std::int64_t tokens_per_item;
  /// Gets the cycle in which a sink takes the last token of each item; or null.
  std::vector<Cycle>* item_ends = nullptr;

 private:
  Row next_tokens(const Window& window);
  void act(Window& window, const Row& row);
  void note_tokens(const Row& row);
  void account_row(const Row& row);
  void account_until(Cycle cycle);

  bool source_;
  Stretch firings_;  ///< all firings: they take and make the same tokens
  std::int64_t tokens_, enough_, moved_ = 0;
  Cycle interval_, next_ = 0;
  Cycle now_ = 0;  ///< cycles before it are accounted for
  Account& account_;
  bool seen_ = false;
};

}  // namespace rda::sim::fast
