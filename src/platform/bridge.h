// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <exception>
#include <systemc>
#include <vector>

#include "rda/chip_module.h"
#include "rda/probe.h"
#include "sim/fast/engine.h"

namespace rda::sim {

/// What moves tokens between the FIFOs of a host and the fast engine, which is ahead of them.
class ChipModule::Bridge final : public Probe {
 public:
  Bridge(const Chip& chip, const Mapping& mapping, Tensors tensors, const SimulateOptions& options);

  using Sources = sc_core::sc_vector<sc_core::sc_fifo_in<StreamToken>>;
  using Sinks = sc_core::sc_vector<sc_core::sc_fifo_out<StreamToken>>;
  /// Looks what the FIFOs have for the next cycle.
  void look(const Sources& sources, const Sinks& sinks);
  void next_cycle(Sources& sources, Sinks& sinks);
  bool has_ended() const { return has_ended_; }
  RunResult result();

  std::vector<HostPort> source_ports, sink_ports;
  sc_core::sc_event ended;

  bool hears(UnitId unit) const override { return ports_of_units_[unit] >= 0; }
  void fired(ProgramOf program, Events cycles, int) override;

 private:
  /// A stream port of the chip.
  struct Port {
    fast::StreamPortState* state;
    HostPort what;
    std::int64_t allowed = 0;  ///< tokens that its FIFO had or had room for when it was looked at
    std::int64_t moved = 0;    ///< tokens that its FIFO has given or got
    std::deque<Cycle> due{};   ///< cycles of tokens that the chip has moved and its FIFO has not
    /// How many cycles the chip may simulate until the port might have to wait for its FIFO.
    Cycle free_cycles() const;
  };
  void add_port(UnitId unit, const Program& program);
  void advance();
  void give(Port& port, const StreamToken& token);
  StreamToken take(Port& port);
  bool over() const { return engine_->earliest_end() == engine_->now(); }

  const Chip chip_;
  const Mapping mapping_;
  Tensors tensors_;
  SimulateOptions options_;
  IdVector<UnitId, int> ports_of_units_;  ///< −1: not a stream port
  std::unique_ptr<fast::FastChip> engine_;
  std::vector<Port> ports_;  ///< in the order of the units
  std::vector<Port*> sources_, sinks_;
  std::int64_t items_ = 0;  ///< whose tokens carry values
  Cycle cycle_ = 0;
  bool looked_ = false;
  bool has_ended_ = false, has_told_ = false;
  std::exception_ptr error_;
};

}  // namespace rda::sim
