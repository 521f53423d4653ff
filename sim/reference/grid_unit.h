// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "sim/reference/program.h"

namespace rda::sim::reference {

/// A unit of the grid, a PCU or a PMU: programs with a pipeline each. They share the values in the
/// memory, and their timing is independent.
class GridUnit : public UnitTile {
 public:
  GridUnit(sc_core::sc_module_name name, Context& context, const Setup& setup);

  bool is_counting_down() const override;
  std::vector<Blockage> blockages() const override;
  InPort& input(StreamId stream) override;
  OutPort& output(StreamId stream) override;
  std::int64_t tokens_sent(StreamId stream) const override;

 private:
  void tick() override;

  std::vector<std::unique_ptr<ProgramModule>> programs_;  ///< as Unit::programs
};

}  // namespace rda::sim::reference
