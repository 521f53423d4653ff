// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "rda/trace.h"
#include "sim/fast/account.h"
#include "sim/fast/actor.h"
#include "sim/fast/bank_load.h"
#include "sim/fast/loop_nest.h"
#include "sim/fast/values.h"

namespace rda::sim::fast {

/// One program of a unit, with its pipeline and its ports.
///
/// The pipeline is a queue of firings that made tokens. Each has the time at which it reaches the
/// end, counted in cycles in which the pipeline moved. Firings without tokens cannot hold the
/// pipeline, so they are not in the queue.
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
  ProgramTrace* trace = nullptr;  ///< gets the cycles of its firings, pops and puts; or null
  Values* values = nullptr;       ///< gets the firings whose tokens carry values; or null
  int id = -1;                    ///< its number in `values`

  /// Finds the input whose pops the program can promise. Call when its ports are connected, before
  /// the first advance().
  void find_promises();
  void advance(Window& window) override;
  Cycle can_act() const override;
  Cycle counts_until() const override;
  bool carries_values() const override;
  void note(Snapshot& snapshot) const override;
  std::int64_t periods_left(Skip& period) const override;
  void skip(Skip& skip) override;

  /// Whether it has no input, and makes a token of its one output in every cycle in which its
  /// pipeline moves.
  bool is_free_running() const {
    return steady_ && inputs.empty() && outputs.size() == 1 && nest_.is_uniform() &&
           stretch_.made.has(0);
  }
  /// Whether its last firing makes a token of this stream.
  bool ends_with_token_of(StreamId stream) const;
  Cycle latency() const { return latency_; }
  std::int64_t firings() const { return nest_.firings(); }
  std::int64_t fired() const { return fired_; }
  bool done() const { return stretch_.firings == 0; }
  bool held() const { return count_ != 0 && due() <= now_; }
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
  /// Firings that reach the end of the pipeline in consecutive cycles and make tokens of the same
  /// outputs.
  struct Pending {
    Cycle due;  ///< of the first firing, in cycles in which the pipeline moved
    Cycle count;
    Ports made;
  };
  struct Wait {
    Activity activity;
    Cycle until;
    Actor* of = nullptr;
  };
  Cycle due() const { return pending_[head_].due + held_cycles_; }
  Cycle banks_free() const { return banks_free_ + held_cycles_; }
  bool stalled(const End& output, const Window& window, Cycle cycle) const;
  void find_puts();
  void promise_pops(const Window& window);
  void leave(Window& window);
  bool leave_singly(Window& window);
  void pop_pending() {
    head_ = (head_ + 1) & (pending_.size() - 1);
    --count_;
  }
  bool moves_on(Window& window);
  Cycle surely_moves_until(const Window& window) const;
  Cycle rooms(const Window& window, Cycle at) const;
  void hold(Window& window);
  void send(Window& window, Cycle at, Cycle count);
  Cycle firings_from_now(Cycle limit) const;
  bool is_plain() const;
  struct Taken;
  struct TakenInput {
    Segment* segment;
    Segment::Tokens tokens;
  };
  bool find_taken(Taken& taken) const;
  bool fire_known(Window& window, Cycle limit);
  std::int64_t fire_row(std::int64_t limit);
  void fire(Window& window, Cycle count);
  void fire_stretch(Cycle count);
  void make(Cycle end, Cycle count);
  void start_stretch(const Stretch& stretch);
  void keep(Cycle due, Cycle count, Ports made);
  void grow();
  void note_firings(Cycle count, int bank_cycles);
  void wait(Window& window, Cycle limit);
  Wait for_what(const Window& window);
  Wait for_tokens(const Window& window) const;
  void look_around(const Window& window, Wait& wait);

  const Space& space_;
  LoopNest nest_;
  BankLoad banks_;
  int bank_cycles_ = 1;  ///< of every firing; 0: ask banks_
  Cycle latency_, ii_;
  bool steady_;  ///< can fire in every cycle
  Account& account_;
  std::size_t number_;  ///< of the program in the account
  Segment* promises_to_ =
      nullptr;  ///< segment of the only input for which it may have to wait; or null

  Stretch stretch_;                  ///< the current stretch; its `firings` are those left
  Stretch next_;                     ///< the stretch after it
  bool alike_ = false;               ///< both stretches take the same tokens
  std::vector<std::int64_t> index_;  ///< scratch
  std::vector<TakenInput> taken_;    ///< scratch, as many as inputs, twice
  std::int64_t fired_ = 0;
  std::vector<Pending> pending_;  ///< ring
  std::size_t head_ = 0, count_ = 0;
  Cycle moves_until_ = 0;  ///< the pipeline does not hold before this cycle
  Cycle held_cycles_ = 0;
  Cycle held_since_ = -1, held_until_ = -1;
  Cycle banks_free_ = 0;  ///< end of the bank cycles, in cycles in which the pipeline moved
  Cycle next_fire_ = 0;
  Cycle last_due_ = -1;  ///< when the last firing leaves, in cycles in which the pipeline moved
  bool seen_ = false;    ///< some input has had a usable token
};

}  // namespace rda::sim::fast
