// SPDX-License-Identifier: Apache-2.0
#include "page/time.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include "rda/check.h"

namespace rda::page {
namespace {

/// What is counted, as KindActivity has it.
constexpr std::array kCounted{std::pair(Activity::active, &KindActivity::active),
                              std::pair(Activity::conflict, &KindActivity::conflict),
                              std::pair(Activity::blocked, &KindActivity::blocked),
                              std::pair(Activity::starved, &KindActivity::starved)};

std::size_t row_of(UnitKind kind, Activity activity) {
  return static_cast<std::size_t>(kind) * names(Activity{}).size() +
         static_cast<std::size_t>(activity);
}

/// Active cycles by gate. @param active  by unit
std::vector<GateActivity> gates_over_time(const Mapping& mapping, const Buckets& active,
                                          std::size_t intervals) {
  Gates gates = gates_of(mapping);
  for (GateActivity& gate : gates.rows) gate.active.resize(intervals);
  for (const UnitId unit : mapping.units.ids())
    for (std::size_t i = 0; i < intervals; ++i)
      gates.rows[gates.of[unit]].active[i] += active.at(unit.index(), i);
  return std::move(gates.rows);
}

/// With six digits.
double rounded(double number) { return std::stod(fmt::format("{:.6g}", number)); }

PowerOverTime power_of(const std::vector<PowerBucket>& power) {
  PowerOverTime made;
  for (const PowerBucket& bucket : power) {
    made.static_w = rounded(bucket.static_w);
    made.pcu_w.push_back(rounded(bucket.pcu_w));
    made.pmu_w.push_back(rounded(bucket.pmu_w));
    made.switch_w.push_back(rounded(bucket.switch_w));
    made.off_chip_w.push_back(rounded(bucket.off_chip_w));
  }
  if (std::ranges::none_of(made.off_chip_w, [](double watts) { return watts > 0; }))
    made.off_chip_w.clear();
  return made;
}

}  // namespace

TimeProbe::TimeProbe(const Mapping& mapping)
    : mapping_(mapping),
      power_(mapping),
      did_(kUnitKinds.size() * names(Activity{}).size(), PowerProbe::kBuckets) {}

void TimeProbe::interval(UnitId unit, Activity activity, Cycle from, Cycle cycles) {
  power_.interval(unit, activity, from, cycles);
  if (activity != Activity::idle && activity != Activity::active)
    did_.add(row_of(mapping_.units[unit].kind, activity), from, cycles);
}

void TimeProbe::fired(ProgramOf program, Events cycles, int bank_cycles) {
  power_.fired(program, cycles, bank_cycles);
}

void TimeProbe::put(ProgramOf program, std::size_t output, Events cycles) {
  power_.put(program, output, cycles);
}

TimeSeries TimeProbe::series(const Chip& chip, const RunResult& result,
                             const std::vector<PowerBucket>& power, const CostTable& table) const {
  Buckets did = did_, active = power_.active();
  for (Buckets* counts : {&did, &active}) counts->reach(result.cycles - 1);
  for (const UnitId unit : mapping_.units.ids())
    did.add(row_of(mapping_.units[unit].kind, Activity::active), active, unit.index());
  const std::size_t intervals = did.count(result.cycles);
  RDA_CHECK(intervals == power.size());
  TimeSeries made;
  made.interval = did.width();
  for (const UnitKind kind : kUnitKinds) {
    KindActivity row;
    row.kind = kind;
    for (const UnitId unit : mapping_.units.ids()) row.units += mapping_.units[unit].kind == kind;
    if (row.units == 0) continue;
    for (const auto& [activity, list] : kCounted)
      for (std::size_t i = 0; i < intervals; ++i)
        (row.*list).push_back(did.at(row_of(kind, activity), i));
    made.kinds.push_back(std::move(row));
  }
  made.gates = gates_over_time(mapping_, active, intervals);
  made.power = power_of(power);
  for (const double joules : unit_dynamic_j(chip, mapping_, result, table))
    made.power.unit_j.push_back(rounded(joules));
  return made;
}

}  // namespace rda::page
