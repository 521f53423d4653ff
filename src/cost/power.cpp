// SPDX-License-Identifier: Apache-2.0
#include "rda/power.h"

#include <fmt/format.h>

#include <algorithm>

#include "cost/counter.h"
#include "cost/parts.h"

namespace rda {
namespace {

/// Adds energies to buckets of one kind.
class Spread {
 public:
  Spread(const Buckets& series, std::size_t buckets) : series_(series), buckets_(buckets) {}

  /// Divides an energy among the buckets by what a row counted in each.
  void add(std::size_t row, double joules, std::vector<PowerBucket>& power,
           double PowerBucket::*kind) const {
    std::int64_t all = 0;
    for (std::size_t bucket = 0; bucket < buckets_; ++bucket) all += series_.at(row, bucket);
    if (all == 0) return;
    const double each = joules / static_cast<double>(all);
    for (std::size_t bucket = 0; bucket < buckets_; ++bucket)
      power[bucket].*kind += each * static_cast<double>(series_.at(row, bucket));
  }

 private:
  const Buckets& series_;
  std::size_t buckets_;
};

/// Where the power of a unit counts; none for stream ports.
double PowerBucket::*power_of(UnitKind kind) {
  switch (kind) {
    case UnitKind::pcu:
      return &PowerBucket::pcu_w;
    case UnitKind::pmu:
      return &PowerBucket::pmu_w;
    case UnitKind::ag:
      return &PowerBucket::off_chip_w;
    case UnitKind::source:
    case UnitKind::sink:
      return nullptr;
  }
  return nullptr;
}

}  // namespace

PowerProbe::PowerProbe(const Mapping& mapping, std::size_t most_buckets)
    : mapping_(mapping),
      active_(mapping.units.size(), most_buckets),
      firings_(mapping.units.size(), most_buckets),
      tokens_(mapping.streams.size(), most_buckets) {}

void PowerProbe::interval(UnitId unit, Activity activity, Cycle from, Cycle cycles) {
  if (activity == Activity::active) active_.add(unit.index(), from, cycles);
}

void PowerProbe::fired(ProgramOf program, Events cycles, int /*bank_cycles*/) {
  firings_.add(program.unit.index(), cycles);
}

void PowerProbe::put(ProgramOf program, std::size_t output, Events cycles) {
  const Port& port = mapping_.units[program.unit].programs[program.number].outputs[output];
  tokens_.add(port.stream.index(), cycles);
}

std::vector<PowerBucket> PowerProbe::power(const Chip& chip, const RunResult& result,
                                           const CostTable& table,
                                           const CostOptions& options) const {
  // One width for all: the widest, as each series may have stopped at another cycle.
  Buckets active = active_, firings = firings_, tokens = tokens_;
  for (Buckets* series : {&active, &firings, &tokens}) series->reach(result.cycles - 1);
  const std::size_t buckets = active.count(result.cycles);
  std::vector<PowerBucket> power(buckets);
  const CostTable scaled = at_node(table, options.node_nm, options.volts);
  const cost::Counter counter(chip, mapping_, result);
  for (const UnitId unit : mapping_.units.ids()) {
    double PowerBucket::*const of = power_of(mapping_.units[unit].kind);
    if (!of) continue;
    ActionCounts actions = counter.of(unit);
    const double all = cost::dynamic_j(chip, actions, scaled);
    actions.pcu.active_cycles = actions.pmu.active_cycles = actions.ag.active_cycles = 0;
    const double beyond = cost::dynamic_j(chip, actions, scaled);
    Spread(active, buckets).add(unit.index(), all - beyond, power, of);
    Spread(firings, buckets).add(unit.index(), beyond, power, of);
  }
  for (const StreamId stream : mapping_.streams.ids())
    Spread(tokens, buckets)
        .add(stream.index(), cost::dynamic_j(chip, counter.of(stream), scaled), power,
             &PowerBucket::switch_w);
  const double clock_hz = chip.clock_mhz * 1e6;
  const double static_w = cost_of(chip, result.cycles, counter.all(), table, options).static_watts;
  for (std::size_t i = 0; i < buckets; ++i) {
    PowerBucket& bucket = power[i];
    bucket.from = static_cast<Cycle>(i) * active.width();
    bucket.cycles = std::min(active.width(), result.cycles - bucket.from);
    const double seconds = static_cast<double>(bucket.cycles) / clock_hz;
    for (double* joules : {&bucket.pcu_w, &bucket.pmu_w, &bucket.switch_w, &bucket.off_chip_w})
      *joules /= seconds;
    bucket.static_w = static_w;
    bucket.watts = static_w + bucket.pcu_w + bucket.pmu_w + bucket.switch_w + bucket.off_chip_w;
  }
  return power;
}

std::vector<double> unit_dynamic_j(const Chip& chip, const Mapping& mapping,
                                   const RunResult& result, const CostTable& table) {
  const cost::Counter counter(chip, mapping, result);
  std::vector<double> joules;
  for (const UnitId unit : mapping.units.ids())
    joules.push_back(cost::dynamic_j(chip, counter.of(unit), table));
  return joules;
}

std::string to_csv(const std::vector<PowerBucket>& power) {
  std::string text = "cycle,cycles,watts,static_w,pcu_w,pmu_w,switch_w,off_chip_w\n";
  for (const PowerBucket& bucket : power)
    text += fmt::format("{},{},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g}\n", bucket.from,
                        bucket.cycles, bucket.watts, bucket.static_w, bucket.pcu_w, bucket.pmu_w,
                        bucket.switch_w, bucket.off_chip_w);
  return text;
}

}  // namespace rda
