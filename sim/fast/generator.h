// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "sim/fast/account.h"
#include "sim/fast/actor.h"
#include "sim/fast/generator_record.h"
#include "sim/fast/loop_nest.h"
#include "sim/fast/program.h"
#include "sim/fast/values.h"
#include "sim/memory/off_chip.h"

namespace rda::sim::fast {

/// An address generator: a program that reads or writes off-chip memory.
///
/// Firings and the leaving of their tokens are computed one by one, each as soon as all is known
/// that it needs: tokens, rooms, deliveries, and bursts that have become free.
class GeneratorState final : public Actor {
 public:
  GeneratorState(const Chip& chip, const Mapping& mapping, const Unit& unit, Account& account,
                 OffChip& memory);

  std::vector<ProgramState::End> inputs, outputs;
  Teller* teller = nullptr;  ///< gets its firings, pops and puts; or null
  Values* values = nullptr;  ///< gets the firings whose tokens carry values; or null
  int id = -1;               ///< its number in `values`

  void advance(Window& window) override;
  void settle(Window& window) override;
  Cycle can_act() const override;
  Cycle counts_until() const override;
  bool carries_values() const override;
  void note(Snapshot& snapshot) const override;
  std::int64_t periods_left(Skip& period) const override;
  void skip(Skip& skip) override;

  /// Takes what its memory has decided. @return whether that is anything
  bool receive();
  std::int64_t fired() const { return fired_; }
  bool done() const { return stretch_.firings == 0; }
  Cycle memory_cycles() const { return record_.memory_cycles(); }
  int number() const { return number_; }
  /// How much the numbers of its bursts grew in the last skip().
  std::int64_t growth() const { return growth_; }
  /// Whether its oldest tokens are due and one of output o has no room.
  bool blocked_output(std::size_t o, Cycle now) const;
  bool needs(const ProgramState::End& input) const {
    return stretch_.needed.has(static_cast<std::size_t>(&input - inputs.data()));
  }

 private:
  /// A firing whose tokens have not left.
  struct Waiting {
    Cycle due;  ///< end of its address stages
    std::int64_t first, next;
    Ports made;
  };
  /// From this cycle on, all bursts below a number are free; or a firing holds some of them again.
  struct Freed {
    Cycle cycle;
    std::int64_t below;
  };

  bool leave(Window& window);
  Cycle here_from(const Waiting& firing) const;
  Cycle data_from(const Waiting& firing) const;
  Cycle room_from(Ports made, Cycle cycle, const Window& window) const;
  bool fire(Window& window);
  Cycle tokens_from() const;
  Cycle slots_from(std::int64_t opens, Ports made) const;
  Cycle reads_free_from(std::int64_t needed) const;
  Cycle writes_free_from(std::int64_t needed) const;
  void fire_at(Cycle cycle, Window& window);
  void wait(const Waiting& firing, Cycle cycle);
  void note_values(Cycle cycle);
  void tell(Cycle cycle, Ports made);
  Cycle delivered(std::int64_t id) const;
  void forget();
  void note_bursts(Snapshot& snapshot) const;
  std::int64_t burst_of_next() const;

  const Space& space_;
  LoopNest nest_;
  Stretch stretch_;
  BurstSequence bursts_;
  OffChip& memory_;
  const int number_;
  const std::int64_t outstanding_, most_waiting_;
  const Cycle latency_, ii_;
  std::int64_t fired_ = 0;
  std::deque<Waiting> waiting_;
  std::int64_t left_ = 0;        ///< firings whose tokens have left
  std::deque<Cycle> left_at_;    ///< of the last of them
  std::deque<Freed> freed_;      ///< of a read program
  std::deque<Cycle> delivered_;  ///< by id from first_ on; kNever: not decided
  std::int64_t first_ = 0;
  std::vector<Cycle> acks_;  ///< of a write program, ascending, from number acked_ on
  std::int64_t acked_ = 0;   ///< acknowledgments that are forgotten
  Cycle all_before_ = 0;     ///< acknowledgment of all ids below first_, at the latest
  Cycle next_fire_ = 0, last_fire_ = -1, last_leave_ = -1;
  Cycle now_ = 0;  ///< cycles before it are accounted for
  bool seen_;
  std::int64_t growth_ = 0;
  GeneratorRecord record_;
  std::vector<std::int64_t> index_;  ///< scratch
};

}  // namespace rda::sim::fast
