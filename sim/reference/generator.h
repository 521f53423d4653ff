// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <systemc>
#include <vector>

#include "sim/memory/burst_sequence.h"
#include "sim/reference/loop_nest.h"
#include "sim/reference/memory_port.h"
#include "sim/reference/tile.h"

namespace rda::sim::reference {

/// An address generator: a program that reads or writes off-chip memory.
class Generator : public UnitTile {
 public:
  Generator(sc_core::sc_module_name name, Context& context, const Setup& setup, MemoryPort& memory);

  bool is_counting_down() const override;
  std::vector<Blockage> blockages() const override;
  InPort& input(StreamId stream) override;
  OutPort& output(StreamId stream) override;
  std::int64_t tokens_sent(StreamId stream) const override;

 private:
  struct Departure {
    std::size_t output;
    Token token;
  };
  /// A firing whose tokens have not left.
  struct Waiting {
    Cycle due;  ///< end of its address stages
    std::int64_t first, next;
    std::vector<Departure> tokens;
  };

  void tick() override { did(act()); }
  Activity act();
  void receive();
  bool is_here(const Waiting& firing) const;
  bool has_room(std::size_t output) const;
  bool is_stalled(std::size_t output) const;
  bool leave();
  bool has_slots() const;
  bool can_fire() const;
  void fire();
  std::vector<Value> take_inputs();
  void make_tokens(const std::vector<Value>& values, Waiting& firing);
  void count_bytes();
  bool is_waiting_for_memory() const;
  bool is_last() const;
  bool makes_tokens() const;

  sc_core::sc_vector<InPort> inputs_;
  sc_core::sc_vector<OutPort> outputs_;
  const Program& program_;
  const int number_;  ///< among the address generators
  const ProgramOf me_;
  MemoryPort& memory_;
  LoopNest loops_;
  BurstSequence bursts_;
  std::deque<Waiting> waiting_;                        ///< oldest first
  std::map<std::int64_t, std::optional<Cycle>> held_;  ///< by id, asked for: when it is delivered
  std::int64_t acknowledged_ = 0;                      ///< bursts of a write program
  std::int64_t fired_ = 0;
  Cycle next_firing_ = 0;
  bool had_token_ = false;
  std::vector<std::int64_t> tokens_sent_;
};

}  // namespace rda::sim::reference
