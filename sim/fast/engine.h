// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "sim/deadlock.h"
#include "sim/engine.h"
#include "sim/fast/island.h"
#include "sim/fast/network.h"
#include "sim/fast/period_finder.h"
#include "sim/fast/program.h"
#include "sim/fast/stream_port.h"
#include "sim/fast/values.h"

namespace rda::sim::fast {

/// A chip with a mapping, to be run once. It shares nothing with others: any number of them may
/// exist and run at the same time, each in one thread.
class FastChip {
 public:
  /// Keeps references to all arguments. @throws WorkloadError as simulate()
  FastChip(const Chip& chip, const Mapping& mapping, const Tensors& tensors,
           const SimulateOptions& options, Probe* probe);
  FastChip(const FastChip&) = delete;
  FastChip& operator=(const FastChip&) = delete;

  /// Runs to the end: advances the island that is furthest behind by one window at a time. Call
  /// once. @throws as simulate()
  RunResult run();
  /// Instead of run(), for a host that moves tokens at stream ports: simulates the cycles up to
  /// `horizon`, at most earliest_end(). What the host lets the ports move
  /// (StreamPortState::allowed) must be enough for these cycles, or for one. Skips nothing.
  /// @throws DeadlockError, CycleLimitError
  void advance_to(Cycle horizon);
  /// The first cycle after which the run can be over; now, if it is.
  Cycle earliest_end() const;
  /// The first cycle that advance_to() has not simulated.
  Cycle now() const { return time_; }
  /// The stream ports, in the order of the units.
  std::deque<StreamPortState>& ports() { return ports_; }
  /// Makes the values of the cycles before `cycle`, all of them simulated. Those at sinks are then
  /// in values().
  void settle_values(Cycle cycle);
  const ValueRecord* values() const { return values_ ? &values_->record() : nullptr; }
  /// What advance_to() has simulated. Call once.
  RunResult result();
  /// Says how many cycles were skipped, or why none were.
  void note_skips(SimulationNotes& notes) const;

 private:
  /// A program of a unit and its actor: a pipeline or a stream port.
  struct UnitProgram {
    UnitId unit;
    const Program& program;
    ProgramState* pipeline;               ///< or null
    StreamPortState* port;                ///< or null
    GeneratorState* generator = nullptr;  ///< or null
    Actor* actor() const {
      if (generator) return generator;
      return pipeline ? static_cast<Actor*>(pipeline) : port;
    }
    std::int64_t fired() const {
      if (generator) return generator->fired();
      return pipeline ? pipeline->fired() : port->moved();
    }
  };
  /// An island, and what the scheduler knows about it.
  struct WatchedIsland {
    Island island;
    Cycle asleep_until = 0;                ///< nothing happens before this cycle
    bool dead = false;                     ///< nothing will ever happen again
    std::unique_ptr<PeriodFinder> finder;  ///< null: nothing is skipped
  };
  void build_units(const Tensors& tensors);
  void add_program(UnitId unit, std::size_t number);
  void connect(const UnitProgram& unit_program);
  void assure_free_running();
  void find_islands();
  void watch_islands();

  WatchedIsland* next_island();
  void advance(WatchedIsland& watched);
  Cycle horizon_of(const WatchedIsland& watched) const;
  bool dies(WatchedIsland& watched) const;
  void to_the_end();
  std::vector<Wait> waits() const;
  void waits_of(const UnitProgram& unit_program, std::vector<Wait>& into) const;
  void wait_for_room(const Segment* segment, Wait wait, std::vector<Wait>& into) const;
  void wait_for_all(const Segment* segment, const Wait& wait, std::vector<Wait>& into) const;
  void wait_for_token(UnitId unit, StreamId stream, std::vector<Wait>& into) const;
  [[noreturn]] void deadlocked() const;

  const Chip& chip_;
  const Mapping& mapping_;
  const SimulateOptions& options_;
  Probe* probe_;
  std::unique_ptr<Network> network_;
  std::deque<Account> accounts_;       ///< by unit
  IdVector<UnitId, Teller*> tellers_;  ///< null: the probe does not hear of the unit
  std::deque<Teller> teller_store_;
  std::deque<ProgramState> programs_;
  std::deque<StreamPortState> ports_;
  std::unique_ptr<OffChip> memory_;  ///< null: no address generator is used
  std::deque<GeneratorState> generators_;
  std::deque<SinkCounter> counters_;  ///< of the sinks, in the order of the units
  std::vector<UnitProgram> unit_programs_;
  std::unique_ptr<Values> values_;
  std::deque<WatchedIsland> islands_;
  std::string
      no_fast_forward_;  ///< why no island has a finder; empty if islands with sinks have one
  Cycle time_ = 0;       ///< cycles of the run, once it is over
};

}  // namespace rda::sim::fast
