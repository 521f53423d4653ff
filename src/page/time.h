// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "page/gates.h"
#include "rda/buckets.h"
#include "rda/chip.h"
#include "rda/describe.h"
#include "rda/mapping.h"
#include "rda/power.h"
#include "rda/probe.h"

namespace rda::page {

/// What the used units of one kind did, by interval. Cycles that no list counts are idle.
struct KindActivity {
  UnitKind kind = UnitKind::pcu;
  std::int64_t units = 0;
  std::vector<std::int64_t> active, conflict, blocked, starved;
  static void describe(auto& self, auto& visit) {
    visit("kind", self.kind, Doc{"kind of unit"});
    visit("units", self.units, Range{1}, Doc{"units of the mapping", "units"});
    visit("active", self.active, Range{0}, Doc{"active cycles by interval", "unit-cycles"});
    visit("conflict", self.conflict, Range{0}, Doc{"cycles of bank conflicts", "unit-cycles"});
    visit("blocked", self.blocked, Range{0}, Doc{"blocked cycles", "unit-cycles"});
    visit("starved", self.starved, Range{0}, Doc{"starved cycles", "unit-cycles"});
  }
};

/// Power by interval: an estimate, as PowerBucket. Six digits of each.
struct PowerOverTime {
  double static_w = 0;
  std::vector<double> pcu_w, pmu_w, switch_w, off_chip_w;
  std::vector<double> unit_j;
  static void describe(auto& self, auto& visit) {
    visit("static_w", self.static_w, Range{0}, Doc{"leakage and clock in every interval", "W"});
    visit("pcu_w", self.pcu_w, Range{0}, Doc{"dynamic, PCUs, by interval", "W"});
    visit("pmu_w", self.pmu_w, Range{0}, Doc{"dynamic, PMUs", "W"});
    visit("switch_w", self.switch_w, Range{0}, Doc{"dynamic, switches", "W"});
    visit("off_chip_w", self.off_chip_w, Range{0},
          Doc{"address generators and off-chip memory; empty without it", "W"});
    visit("unit_j", self.unit_j, Range{0},
          Doc{"dynamic energy of each unit in the run; ports have none", "J"});
  }
};

/// What a run did over time, in equal intervals.
struct TimeSeries {
  Cycle interval = 1;  ///< cycles; the last one may be shorter
  std::vector<KindActivity> kinds;
  std::vector<GateActivity> gates;  ///< active cycles
  PowerOverTime power;
  static void describe(auto& self, auto& visit) {
    visit("interval", self.interval, Range{1},
          Doc{"length of an interval; the last one may be shorter", "cycles"});
    visit("kinds", self.kinds, Doc{"what units did, by kind; kinds without units are left out"});
    visit("gates", self.gates, Doc{"active cycles by gate"});
    visit("power", self.power, Doc{"power over time, an estimate"});
  }
};

/// Notes what a page shows over time. Hears of all units.
class TimeProbe final : public Probe {
 public:
  explicit TimeProbe(const Mapping& mapping);

  bool wants(Heard kind) const override { return power_.wants(kind); }
  void interval(UnitId unit, Activity activity, Cycle from, Cycle cycles) override;
  void fired(ProgramOf program, Events cycles, int bank_cycles) override;
  void put(ProgramOf program, std::size_t output, Events cycles) override;

  const PowerProbe& power() const { return power_; }

  /// The run that was heard, `result`.
  /// @param power  by the same probe
  /// @param table  for the process of the estimate
  TimeSeries series(const Chip& chip, const RunResult& result,
                    const std::vector<PowerBucket>& power, const CostTable& table) const;

 private:
  const Mapping& mapping_;
  PowerProbe power_;
  Buckets did_;  // a row for each kind and activity; active cycles are noted for power
};

}  // namespace rda::page
