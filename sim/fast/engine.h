// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <memory>
#include <systemc>
#include <vector>

#include "sim/deadlock.h"
#include "sim/engine.h"
#include "sim/fast/network.h"
#include "sim/fast/values.h"

namespace rda::sim::fast {

/// The chip as one SystemC module with one scheduling process: each activation is a cycle in which
/// something can happen, and time stays SystemC's.
class FastChip : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(FastChip);
  FastChip(const sc_core::sc_module_name& name, const Chip& chip, const Mapping& mapping,
           const Tensors& tensors, const SimulateOptions& options, Trace* trace);

  /// Runs to the end. @throws as simulate()
  RunResult run();

 private:
  /// A program or stream port: its number is the scheduler's.
  struct Actor {
    int unit;
    ProgramState* program;     ///< or null
    StreamPortState* port;     ///< or null
    const Program* described;  ///< or null
    bool writes;               ///< a PMU's write program
    std::int64_t enough = 0;   ///< tokens after which a sink waits for no more
  };
  void step();
  void act(int number);
  void next_cycle();
  void add_program(int unit, const Program& program, int part, bool writes);
  void add_stream_port(int unit, bool source, int stream, std::int64_t tokens, std::int64_t enough);
  void connect();
  void connect(int number, const std::vector<Port>& ports, bool inputs);
  std::vector<Wait> waits() const;
  void waits_of(const Actor& actor, std::vector<Wait>& into) const;
  void wait_for_room(const Segment* segment, Wait wait, std::vector<Wait>& into) const;
  void wait_for_all(const Segment* segment, const Wait& wait, std::vector<Wait>& into) const;
  void wait_for_token(int unit, int stream, std::vector<Wait>& into) const;
  [[noreturn]] void deadlocked() const;
  RunResult result();

  const Chip& chip_;
  const Mapping& mapping_;
  const SimulateOptions& options_;
  Trace* trace_;
  std::deque<Account> accounts_;  ///< by unit
  std::vector<ProgramState> programs_;
  std::vector<StreamPortState> ports_;
  std::vector<Actor> actors_;
  std::unique_ptr<Network> network_;
  std::unique_ptr<Scheduler> scheduler_;
  std::unique_ptr<Clock> clock_;
  std::unique_ptr<Values> values_;
  std::vector<int> order_;  ///< of evaluation, if tests shuffle it
  int sinks_left_ = 0;
  std::exception_ptr failure_;
};

}  // namespace rda::sim::fast
