// SPDX-License-Identifier: Apache-2.0
#include "report/training.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "report/totals.h"

namespace rda::report {

std::optional<TrainingReport> training_of(const Chip& chip, const Mapping& mapping,
                                          const RunResult& result) {
  std::map<Phase, PhaseReport> phases;
  std::map<Phase, Cycle> active;
  for (const UnitId number : mapping.units.ids()) {
    const Unit& unit = mapping.units[number];
    if (!unit.origin.phase) continue;
    PhaseReport& phase = phases[*unit.origin.phase];
    const ActivityCounts& did = result.units[number.index()].activity;
    phase.cycles = std::max(phase.cycles, result.cycles - did[Activity::idle]);
    phase.pcus += unit.kind == UnitKind::pcu;
    phase.pmus += unit.kind == UnitKind::pmu;
    if (unit.kind == UnitKind::pcu) active[*unit.origin.phase] += did[Activity::active];
    if (unit.kind != UnitKind::pmu) continue;
    for (const Buffer& buffer : unit.buffers) phase.pmu_bytes += buffer.slots * buffer.slot_bytes;
  }
  if (phases.empty()) return std::nullopt;
  TrainingReport report;
  report.sequences_per_second = ratio(static_cast<double>(mapping.batch) * chip.clock_mhz * 1e6,
                                      static_cast<double>(result.cycles));
  for (auto& [name, phase] : phases) {
    phase.phase = name;
    phase.pcu_active = ratio(static_cast<double>(active[name]),
                             static_cast<double>(phase.pcus) * static_cast<double>(phase.cycles));
    report.phases.push_back(phase);
  }
  return report;
}

std::string training_text(const TrainingReport& training) {
  std::string text =
      fmt::format("training      {:.4g} sequences a second\n", training.sequences_per_second);
  text += fmt::format("  {:<12}{:>6}{:>7}{:>13}{:>15}{:>16}\n", "phase", "PCUs", "PMUs", "cycles",
                      "PCUs active", "bytes in PMUs");
  for (const PhaseReport& phase : training.phases)
    text +=
        fmt::format("  {:<12}{:>6}{:>7}{:>13}{:>13.1f} %{:>16}\n", word(phase.phase), phase.pcus,
                    phase.pmus, phase.cycles, 100 * phase.pcu_active, phase.pmu_bytes);
  if (!training.stash) return text;
  text += fmt::format("  {:<16}{:>6}{:>31}\n", "stash", "values", "bytes");
  const StashReport& stash = *training.stash;
  const auto add = [&](Stashed where, const char* what, std::int64_t bytes) {
    const auto values = std::ranges::count(stash.values, where, &StashedValue::where);
    if (values > 0) text += fmt::format("  {:<16}{:>6}{:>31}\n", what, values, bytes);
  };
  add(Stashed::resident, "in PMUs", stash.resident_bytes);
  add(Stashed::spilled, "off chip", stash.spilled_bytes);
  add(Stashed::recomputed, "computed again", stash.recomputed_bytes);
  return text;
}

}  // namespace rda::report
