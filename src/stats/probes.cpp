// SPDX-License-Identifier: Apache-2.0
#include "stats/probes.h"

#include <algorithm>

namespace rda::stats {

Probes::Probes(const std::vector<Probe*>& probes, std::size_t units)
    : probes_(probes), by_unit_(units) {
  for (std::size_t unit = 0; unit < units; ++unit)
    for (Probe* probe : probes)
      if (probe->hears(UnitId(unit))) by_unit_[unit].push_back(probe);
}

bool Probes::wants(Heard kind) const {
  return std::ranges::any_of(probes_, [&](const Probe* probe) { return probe->wants(kind); });
}

void Probes::fired(ProgramOf program, Events cycles, int bank_cycles) {
  for (Probe* probe : by_unit_[program.unit.index()]) probe->fired(program, cycles, bank_cycles);
}

void Probes::popped(ProgramOf program, std::size_t input, Events cycles) {
  for (Probe* probe : by_unit_[program.unit.index()]) probe->popped(program, input, cycles);
}

void Probes::made(ProgramOf program, std::size_t output, Events firings) {
  for (Probe* probe : by_unit_[program.unit.index()]) probe->made(program, output, firings);
}

void Probes::put(ProgramOf program, std::size_t output, Events cycles) {
  for (Probe* probe : by_unit_[program.unit.index()]) probe->put(program, output, cycles);
}

void Probes::interval(UnitId unit, Activity activity, Cycle from, Cycle cycles) {
  for (Probe* probe : by_unit_[unit.index()]) probe->interval(unit, activity, from, cycles);
}

void Probes::ended(Cycle cycles) {
  for (Probe* probe : probes_) probe->ended(cycles);
}

}  // namespace rda::stats
