// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <optional>
#include <systemc>
#include <vector>

#include "sim/datapath.h"
#include "sim/reference/bank_cycles.h"
#include "sim/reference/loop_nest.h"
#include "sim/reference/tile.h"

namespace rda::sim::reference {

/// A loop nest on a pipeline, with its ports. Its tile calls tick() once a cycle.
class ProgramModule : public sc_core::sc_module {
 public:
  /// @param number  of the program within the unit
  ProgramModule(sc_core::sc_module_name name, Context& context, const UnitTile::Setup& setup,
                std::size_t number);

  /// One cycle: hold, or shift and then fire. Counts firings and bytes in `result`.
  Activity tick(UnitResult& result);

  sc_core::sc_vector<InPort> inputs;    ///< as Program::inputs
  sc_core::sc_vector<OutPort> outputs;  ///< as Program::outputs

  const Program& program() const { return program_; }
  const std::vector<std::int64_t>& tokens_sent() const { return tokens_sent_; }  ///< by output
  bool is_counting_down() const;
  Blockage blockage() const;

 private:
  struct Departure {
    std::size_t output;
    Token token;
  };
  struct Firing {
    std::vector<Departure> tokens;
  };

  /// This cycle, as a probe hears of it.
  Events now() const { return {context_.now(), 0, 1}; }
  bool holds() const;
  bool has_room(std::size_t output) const;
  bool is_pulse(std::size_t output) const;
  bool is_stalled(std::size_t output) const;
  void shift();
  bool run_bank_cycle();
  bool can_fire() const;
  void fire(UnitResult& result);
  void enter(Firing firing);
  std::vector<Value> take_inputs();
  Firing make_tokens(const std::vector<Value>& values);
  void count_bytes(UnitResult& result) const;
  void note_arrivals();

  Context& context_;
  const ProgramOf me_;
  const Program& program_;
  const std::vector<Buffer>& buffers_;
  Datapath* const datapath_;  ///< null: tokens carry no values
  Probe* const probe_;        ///< hears of the unit; or null
  LoopNest loops_;
  std::deque<std::optional<Firing>> pipeline_;  ///< front: first stage, back: last
  Firing on_banks_;                             ///< enters the pipeline with its last bank cycle
  int bank_cycles_left_ = 0;
  std::int64_t fired_ = 0;
  Cycle next_firing_ = 0;   ///< earliest by `ii`
  bool had_token_ = false;  ///< an input has had a usable token
  std::vector<std::int64_t> tokens_sent_;
};

}  // namespace rda::sim::reference
