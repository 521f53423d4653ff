// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "rda/probe.h"

namespace rda::stats {

/// Tells several probes of one simulation, each of the units that it wants to hear of.
class Probes final : public Probe {
 public:
  /// @param units  how many units the mapping has
  Probes(const std::vector<Probe*>& probes, std::size_t units);

  bool hears(UnitId unit) const override { return !by_unit_[unit.index()].empty(); }
  bool wants(Heard kind) const override;
  void fired(ProgramOf program, Events cycles, int bank_cycles) override;
  void popped(ProgramOf program, std::size_t input, Events cycles) override;
  void made(ProgramOf program, std::size_t output, Events firings) override;
  void put(ProgramOf program, std::size_t output, Events cycles) override;
  void interval(UnitId unit, Activity activity, Cycle from, Cycle cycles) override;
  void ended(Cycle cycles) override;

 private:
  std::vector<Probe*> probes_;
  std::vector<std::vector<Probe*>> by_unit_;
};

}  // namespace rda::stats
