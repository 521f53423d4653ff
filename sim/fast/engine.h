// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <exception>
#include <memory>
#include <string>
#include <systemc>
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

/// Cycles that an island goes on in one activation.
inline constexpr Cycle kWindow = 256;

/// The chip as one SystemC module with one scheduling process: in each activation the island that
/// is furthest behind goes on for a window of cycles. Time stays SystemC's: it is that of this
/// island.
class FastChip : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(FastChip);
  FastChip(const sc_core::sc_module_name& name, const Chip& chip, const Mapping& mapping,
           const Tensors& tensors, const SimulateOptions& options, Trace* trace);

  /// Runs to the end. @throws as simulate()
  RunResult run();
  /// What was skipped, and why not.
  void note_skips(SimulationNotes& notes) const;

 private:
  /// A program of a unit: one with a pipeline, or a stream port.
  struct UnitProgram {
    UnitId unit;
    const Program& program;
    ProgramState* pipeline;  ///< or null
    StreamPortState* port;   ///< or null
    Actor* actor() const { return pipeline ? static_cast<Actor*>(pipeline) : port; }
    std::int64_t fired() const { return pipeline ? pipeline->fired() : port->moved(); }
  };
  struct WatchedIsland {
    Island island;
    Cycle asleep_until = 0;  ///< nothing happens before
    bool dead = false;       ///< nothing will ever happen again
    std::unique_ptr<PeriodFinder> finder;
  };
  void build_units(const Tensors& tensors);
  void add_program(UnitId unit, std::size_t number);
  void connect(const UnitProgram& unit_program);
  void assure_springs();
  void find_islands();
  void watch_islands();

  void step();
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
  RunResult result();

  const Chip& chip_;
  const Mapping& mapping_;
  const SimulateOptions& options_;
  Trace* trace_;
  std::unique_ptr<Network> network_;
  std::deque<Account> accounts_;  ///< by unit
  std::deque<ProgramState> programs_;
  std::deque<StreamPortState> ports_;
  std::vector<UnitProgram> unit_programs_;
  std::unique_ptr<Values> values_;
  std::deque<WatchedIsland> islands_;
  std::string no_fast_forward_;  ///< why no island is watched
  Cycle time_ = 0;               ///< SystemC's
  std::exception_ptr failure_;
};

}  // namespace rda::sim::fast
