// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/reference/program.h"

namespace rda::sim::reference {

/// A pattern compute unit: one program.
class Pcu : public UnitTile {
 public:
  Pcu(sc_core::sc_module_name name, Context& context, const PcuUnit& unit, Datapath* datapath,
      UnitTrace trace);

  bool is_counting_down() const override { return program_.is_counting_down(); }
  std::vector<Blockage> blockages() const override { return {program_.blockage()}; }
  InPort& input(int stream) override;
  OutPort& output(int stream) override;
  std::int64_t tokens_sent(int stream) const override;

 private:
  void tick() override;

  ProgramModule program_;
};

/// The number of the stream's port in the program; -1: it has none.
int find_input(const ProgramModule& program, int stream);
int find_output(const ProgramModule& program, int stream);

}  // namespace rda::sim::reference
