// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "sim/reference/program.h"

namespace rda::sim::reference {

/// A pattern memory unit: a program that reads and one that writes. They share the memory's values
/// and nothing of its time.
class Pmu : public UnitTile {
 public:
  Pmu(sc_core::sc_module_name name, Context& context, const PmuUnit& unit, Datapath* datapath,
      UnitTrace trace);

  bool is_counting_down() const override;
  std::vector<Blockage> blockages() const override;
  InPort& input(int stream) override;
  OutPort& output(int stream) override;
  std::int64_t tokens_sent(int stream) const override;

 private:
  void tick() override;

  std::vector<std::unique_ptr<ProgramModule>> programs_;  ///< the read program first
};

}  // namespace rda::sim::reference
