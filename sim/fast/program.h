// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "sim/fast/account.h"
#include "sim/fast/actor.h"
#include "sim/fast/bank_load.h"
#include "sim/fast/loop_nest.h"
#include "sim/fast/pipeline.h"
#include "sim/fast/relay.h"
#include "sim/fast/values.h"

namespace rda::sim::fast {

/// One program of a unit, with its pipeline and its ports.
///
/// Two things happen to it: firings enter the pipeline, as soon as their tokens are known, and
/// leave it, as soon as the rooms for theirs are. Neither waits for the other to be known, so the
/// program's own time is that of its next firing, and firings may have left later than that: the
/// cycles in which they held the pipeline are kept until the time has passed them.
class ProgramState final : public Actor {
 public:
  /// An end of a stream at this program.
  struct End {
    Segment* segment;
    StreamId stream;
    bool local;  ///< inside one PMU
  };
  /// @param number  of the program in its unit's account
  ProgramState(const Program& program, BankLoad banks, Account& account, std::size_t number);

  std::vector<End> inputs, outputs;
  Teller* teller = nullptr;  ///< gets its firings, pops and puts; or null
  Values* values = nullptr;  ///< gets the firings whose tokens carry values; or null
  int id = -1;               ///< its number in `values`

  /// Finds the input whose pops the program can promise. Call when its ports are connected, before
  /// the first advance().
  void find_promises();
  void advance(Window& window) override;
  void settle(Window& window) override;
  Cycle can_act() const override;
  Cycle counts_until() const override;
  bool carries_values() const override;
  void note(Snapshot& snapshot) const override;
  std::int64_t periods_left(Skip& period) const override;
  void skip(Skip& skip) override;

  /// Whether it has no input, and makes a token of its one output in every cycle in which its
  /// pipeline moves.
  bool is_free_running() const {
    return bank_cycles_ == 1 && ii_ == 1 && inputs.empty() && outputs.size() == 1 &&
           nest_.is_uniform() && stretch_.made.has(0);
  }
  /// Whether its last firing makes a token of this stream.
  bool ends_with_token_of(StreamId stream) const;
  Cycle latency() const { return latency_; }
  std::int64_t firings() const { return nest_.firings(); }
  std::int64_t fired() const { return fired_; }
  bool done() const { return stretch_.firings == 0; }
  // Between windows:
  bool held() const { return !pipeline_.empty() && due() <= now_; }
  /// Cycle in which the last firing left the pipeline, or in which the pipeline last moved if it is
  /// held.
  Cycle last_move() const {
    if (!held()) return last_due_ + held_cycles_;
    return (held_until_ == now_ ? held_since_ : due()) - 1;
  }
  /// Whether the pipeline is held by a firing that makes a token of output o, which has no room.
  bool blocked_output(std::size_t o, Cycle now) const;
  /// Whether the next firing needs a token of this input.
  bool needs(const End& input) const {
    return stretch_.needed.has(static_cast<std::size_t>(&input - inputs.data()));
  }

 private:
  /// Cycles [from, until).
  struct Span {
    Cycle from, until;
  };
  /// The cycle in which the oldest firing in the pipeline is due to leave.
  Cycle due() const { return pipeline_.front().due + left_held_; }
  Cycle banks_free() const { return banks_free_ + held_cycles_; }
  Cycle gap() const { return std::max<Cycle>(ii_, bank_cycles_); }

  void leave(Window& window);
  Row rooms_of(Ports made) const;
  std::int64_t sure_puts_of(Ports made, Row due, bool& known) const;
  void promise_pops(Window& window);
  std::int64_t sure_firings() const;
  enum class Left { some, none, unknown };
  Left leave_freely(const Row& due, Window& window);
  Cycle stalled_until(Ports made, Cycle cycle, const Window& window) const;
  void send(const Row& row, Window& window, bool freely);

  bool fire_next(Window& window);
  Row next_firings() const;
  void pass_holds(Row& row, Window& window);
  std::int64_t firings_before_hold(const Row& row, const Window& window) const;
  void fire(const Row& row, Window& window);
  void make(Row due);
  void note_values(const Row& row);
  void tell_firings(const Row& row, int bank_cycles);
  void tell_made(const Row& row, Ports made, bool last);

  void account_until(Cycle cycle, Window& window);
  void account_row(const Row& row, Cycle bank_cycles);
  void hold_until(Cycle cycle);
  void find_idle_end(const Window& window);

  const Space& space_;
  LoopNest nest_;
  BankLoad banks_;
  std::size_t number_;               ///< of the program in the account
  std::vector<std::int64_t> index_;  ///< scratch
  /// Cycles of this window that count as idle unless some input had a usable token before.
  std::vector<Span> unsure_;
  Cycle held_since_ = -1, held_until_ = -1;

  // What every visit touches: a line of the host's cache for each group.
  alignas(64) Stretch stretch_;  ///< the current stretch; its `firings` are those left
  std::int64_t fired_ = 0;

  Pipeline pipeline_;
  /// Times inside the pipeline count the cycles in which it moved. It has held for so many cycles
  /// before now_, and before the oldest firing in it is due.
  Cycle held_cycles_ = 0, left_held_ = 0;
  Cycle now_ = 0;  ///< cycles before it are accounted for

  Cycle latency_, ii_;
  int bank_cycles_ = 1;             ///< of every firing; 0: ask banks_
  bool seen_ = false;               ///< some input has had a usable token
  Segment* promises_to_ = nullptr;  ///< its only input that it may have to wait for; or null
  Account& account_;
  Cycle banks_free_ = 0;  ///< end of the bank cycles, in cycles in which the pipeline moved
  Cycle next_fire_ = 0;
  Cycle last_due_ = -1;  ///< when the last firing leaves, in cycles in which the pipeline moved

  std::deque<Span> holds_;  ///< cycles in which the pipeline held, from now_ on
};

}  // namespace rda::sim::fast
