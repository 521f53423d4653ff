// SPDX-License-Identifier: Apache-2.0
#include "rda/power.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "unit/cost/support.h"

namespace rda::cost_test {
namespace {

std::vector<std::int64_t> counts_of(const Buckets& series, std::size_t row, Cycle cycles) {
  std::vector<std::int64_t> counts;
  for (std::size_t bucket = 0; bucket < series.count(cycles); ++bucket)
    counts.push_back(series.at(row, bucket));
  return counts;
}

TEST(BucketsOfCounts, DoublesTheWidthOfAllRowsWhenARowOutgrowsThem) {
  Buckets series(2, 4);
  series.add(0, 1, 3);
  EXPECT_EQ(counts_of(series, 0, 4), (std::vector<std::int64_t>{0, 1, 1, 1}));
  series.add(1, 3, 3);
  EXPECT_EQ(series.width(), 2);
  EXPECT_EQ(counts_of(series, 0, 6), (std::vector<std::int64_t>{1, 2, 0}));
  EXPECT_EQ(counts_of(series, 1, 6), (std::vector<std::int64_t>{0, 1, 2}));
  series.add(0, 16, 1);
  EXPECT_EQ(series.width(), 8);
  EXPECT_EQ(counts_of(series, 0, 17), (std::vector<std::int64_t>{3, 0, 1}));
}

// Events 5, 12, 19, 26 with buckets of 8.
TEST(BucketsOfCounts, PutsEvenlySpacedEventsWhereTheyHappen) {
  Buckets series(1, 4);
  series.add(0, Events{5, 7, 4});
  EXPECT_EQ(series.width(), 8);
  EXPECT_EQ(counts_of(series, 0, 27), (std::vector<std::int64_t>{1, 1, 1, 1}));
  series.add(0, Events{3, 0, 1});
  EXPECT_EQ(series.at(0, 0), 2);
}

TEST(BucketsOfCounts, OfATrillionCyclesTakesNoTime) {
  Buckets series(1, 4);
  series.add(0, Events{0, 3, 1'000'000'000'000});
  EXPECT_EQ(counts_of(series, 0, 3'000'000'000'000)[0], (series.width() + 2) / 3);
}

/// Tells the probe all that small_run(1) did, from cycle 100 on: the PMU is active in the 40 cycles
/// and fires in them, the PCUs follow.
void tell_small_run(PowerProbe& probe) {
  const Cycle active[] = {40, 30, 10};
  for (std::size_t u = 0; u < 3; ++u) {
    probe.interval(UnitId(u), Activity::idle, 0, 100);
    probe.interval(UnitId(u), Activity::active, 100, active[u]);
    probe.interval(UnitId(u), Activity::idle, 100 + active[u], 50 - active[u]);
    probe.fired({UnitId(u), 0}, {100, 1, active[u]}, 1);
  }
  probe.put({UnitId(0), 0}, 0, {100, 1, 30});
  probe.put({UnitId(0), 0}, 1, {100, 3, 10});
  probe.put({UnitId(1), 0}, 0, {110, 5, 5});
}

/// Energy of the buckets, J: static, of PCUs, of PMUs, of switches, of all.
std::vector<double> joules_of(const std::vector<PowerBucket>& power, double clock_hz) {
  std::vector<double> joules(5);
  for (const PowerBucket& bucket : power) {
    const double seconds = static_cast<double>(bucket.cycles) / clock_hz;
    joules[0] += bucket.static_w * seconds;
    joules[1] += bucket.pcu_w * seconds;
    joules[2] += bucket.pmu_w * seconds;
    joules[3] += bucket.switch_w * seconds;
    joules[4] += bucket.watts * seconds;
  }
  return joules;
}

TEST(PowerOverTime, AddsUpToTheEnergyOfTheRun) {
  const Chip chip = shipped_chip("plasticine_rnn");
  const Mapping mapping = small_mapping();
  const RunResult run = small_run(1);
  PowerProbe probe(mapping, 16);
  tell_small_run(probe);
  for (const bool gated : {true, false}) {
    const CostOptions options{.power_gated = gated};
    const std::vector<PowerBucket> power = probe.power(chip, run, every_figure(), options);
    const CostReport cost = cost_of(chip, mapping, run, every_figure(), options);
    const std::vector<double> joules = joules_of(power, 1e9);
    EXPECT_EQ(power.size(), 10U);  // 150 cycles in buckets of 16
    EXPECT_EQ(power.back().cycles, 6);
    EXPECT_NEAR(joules[0], cost.static_j, 1e-12 * cost.static_j);
    EXPECT_NEAR(joules[1] + joules[2] + joules[3], cost.dynamic_j, 1e-12 * cost.dynamic_j);
    EXPECT_NEAR(joules[4], cost.total_j, 1e-12 * cost.total_j);
  }
}

// By Horowitz only operations and words count. Buckets of 16 cycles: the element-wise unit fires 10
// times, at 100 to 109, in bucket 6 (96 to 111).
TEST(PowerOverTime, TakesTheEnergyOfAFiringWhenItHappens) {
  const Chip chip = shipped_chip("plasticine_isca17");
  const Mapping mapping = small_mapping();
  PowerProbe probe(mapping, 16);
  tell_small_run(probe);
  const std::vector<PowerBucket> power = probe.power(chip, small_run(1), horowitz());
  for (std::size_t bucket = 0; bucket < 6; ++bucket) EXPECT_EQ(power[bucket].watts, 0) << bucket;
  // The dot unit: 30 firings of 16 * 4.6 pJ and 5 * 2 additions of 2.3 pJ; 12 of them by cycle 111.
  const double dot = (30 * 16 * 4.6 + 5 * 2 * 2.3) / 30 * 12, add = 10 * 3 * 2.3;
  EXPECT_NEAR(power[6].pcu_w, (dot + add) * 1e-12 / 16e-9, 1e-9);
  EXPECT_NEAR(power[7].pcu_w, dot / 12 * 16 * 1e-12 / 16e-9, 1e-9);
  EXPECT_NEAR(power[8].pcu_w, dot / 12 * 2 * 1e-12 / 16e-9, 1e-9);
  EXPECT_EQ(power[9].pcu_w, 0);
}

TEST(PowerOverTime, AsCsvHasARowABucket) {
  EXPECT_EQ(to_csv({{.from = 0, .cycles = 16, .static_w = 1, .pcu_w = 0.5, .watts = 1.5}}),
            "cycle,cycles,watts,static_w,pcu_w,pmu_w,switch_w,off_chip_w\n0,16,1.5,1,0.5,0,0,0\n");
}

}  // namespace
}  // namespace rda::cost_test
