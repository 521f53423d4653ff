// SPDX-License-Identifier: Apache-2.0
// What a DRAM channel sustains, and that no command of many random bursts breaks a rule.
#include <gtest/gtest.h>

#include "base/random.h"
#include "unit/model/channel_support.h"
#include "unit/model/dram_monitor.h"

namespace rda::sim {
namespace {

class DramLoad : public testing::TestWithParam<DramPreset> {
 protected:
  /// With the preset's own refresh.
  DramBench bench() const {
    const DramTiming& preset = preset_timing(GetParam());
    return DramBench(GetParam(), {{"tREFI", preset.tREFI}});
  }
};
INSTANTIATE_TEST_SUITE_P(Presets, DramLoad, testing::ValuesIn(kDramPresets), preset_name);

/// Bursts with consecutive numbers, all there from the start.
std::vector<Asked> stream(const DramBench& bench, std::int64_t bursts, bool write = false) {
  const DramTiming& t = bench.values;
  std::vector<Asked> all;
  const std::int64_t columns = t.row_bytes / t.burst_bytes();
  for (std::int64_t n = 0; n < bursts; ++n) {
    const std::int64_t along = n / t.groups / columns, row = along / t.banks;
    all.push_back({.group = static_cast<int>(n % t.groups),
                   .bank = static_cast<int>((along + row + row / t.banks) % t.banks),
                   .row = row,
                   .column = n / t.groups % columns,
                   .write = write});
  }
  return all;
}

TEST_P(DramLoad, AStreamOfRowHitsTakesThePeakLessRefresh) {
  for (const bool write : {false, true}) {
    DramBench b = bench();
    const DramTiming& t = b.values;
    const Cycle cycles = 20 * t.tREFI;
    const std::vector<Asked> all = stream(b, cycles / (t.BL / 2), write);
    b.run(all, cycles);
    const double most =
        (1.0 - static_cast<double>(t.tRFC) / t.tREFI) * static_cast<double>(cycles) / (t.BL / 2);
    const auto served = static_cast<double>(b.delivered.size());
    EXPECT_GE(served, 0.95 * most);
    EXPECT_LE(served, most);
    const double rows = served * t.burst_bytes() / t.row_bytes;
    EXPECT_GE(static_cast<double>(b.counts.hits), served - 1.1 * rows - 20 * t.groups);
  }
}

TEST_P(DramLoad, RandomRowsTakeTheBoundOfActivates) {
  DramBench b(GetParam());
  b.config.queue = 64;
  b.model.cap = 64;
  const DramTiming& t = b.values;
  Random random(1);
  std::vector<Asked> all;
  for (int n = 0; n < 4000; ++n)
    all.push_back({.group = static_cast<int>(random.below(static_cast<std::uint64_t>(t.groups))),
                   .bank = static_cast<int>(random.below(static_cast<std::uint64_t>(t.banks))),
                   .row = n});
  b.run(all, 1 << 20);
  ASSERT_EQ(b.delivered.size(), all.size());
  const auto took = static_cast<double>(
      std::ranges::max_element(b.delivered, {}, [](auto& d) { return d.second; })->second);
  const double per_burst =
      std::max({t.tFAW / 4.0, 1.0 * t.tRRD_S, 1.0 * t.tRC / (t.groups * t.banks), t.BL / 2.0});
  EXPECT_GE(took, 4000 * per_burst - t.tFAW);
  EXPECT_LE(took, 1.15 * 4000 * per_burst);
}

/// Bursts in bunches: often to the same few rows, reads and writes of several generators.
std::vector<Asked> random_bursts(const DramBench& bench, std::uint64_t seed, std::int64_t count) {
  Random random(seed);
  const auto below = [&](int n) {
    return static_cast<int>(random.below(static_cast<std::uint64_t>(n)));
  };
  std::vector<Asked> all;
  Cycle now = 0;
  int rush = 1;  // cycles between two bursts, at most
  for (std::int64_t n = 0; n < count; ++n) {
    if (below(100) == 0) rush = below(4) == 0 ? 200 : 1 + below(20);
    now += below(rush);
    all.push_back({.arrival = now,
                   .group = below(bench.values.groups),
                   .bank = below(bench.values.banks),
                   .row = below(below(2) == 0 ? 2 : 1000),
                   .column = below(8),
                   .write = below(10) < 3,
                   .generator = below(5)});
  }
  return all;
}

void expect_no_rule_broken(DramPreset preset, PagePolicy page, std::int64_t bursts) {
  DramBench b(preset, {{"tREFI", preset_timing(preset).tREFI}});
  b.model.page = page;
  if (page == PagePolicy::closed) {  // a small queue that often turns round
    b.config.queue = 4;
    b.model.writes_high = 2;
    b.model.writes_low = 0;
  }
  const std::vector<Asked> all = random_bursts(b, 7, bursts);
  b.run(all, all.back().arrival + 100000, 1000);
  EXPECT_EQ(b.delivered.size(), all.size());
  EXPECT_EQ(DramMonitor(b.values).broken(b.log), std::set<std::string>());
  ClockEdge last = -1;
  for (const DramCommand& command : b.log) {
    if (command.op == DramOp::precharge_self) continue;
    ASSERT_LT(last, command.at) << "commands are issued in the order of their edges";
    last = command.at;
  }
  EXPECT_EQ(b.counts.hits + b.counts.closed + b.counts.conflicts, bursts);
  EXPECT_GT(b.counts.hits, bursts / 100);
  EXPECT_GT(b.counts.closed, bursts / 20);
}

TEST_P(DramLoad, NoCommandOfRandomBurstsBreaksARule) {
  for (const PagePolicy page : {PagePolicy::open, PagePolicy::closed})
    expect_no_rule_broken(GetParam(), page, 50'000);
}

class DramManyBursts : public testing::TestWithParam<DramPreset> {};
INSTANTIATE_TEST_SUITE_P(Slow, DramManyBursts, testing::ValuesIn(kDramPresets), preset_name);

TEST_P(DramManyBursts, BreakNoRule) {
  for (const PagePolicy page : {PagePolicy::open, PagePolicy::closed})
    expect_no_rule_broken(GetParam(), page, 1'000'000);
}

/// The monitor sees each rule: a timing that it thinks longer is broken.
TEST_P(DramLoad, TheMonitorMissesNoTiming) {
  DramBench b = bench();
  const std::vector<Asked> all = random_bursts(b, 3, 5000);
  b.run(all, all.back().arrival + 100000);
  const std::vector<std::pair<int DramTiming::*, std::string>> rules{
      {&DramTiming::tRCD, "tRCD"},   {&DramTiming::tRP, "tRP"},
      {&DramTiming::tRAS, "tRAS"},   {&DramTiming::tRC, "tRC"},
      {&DramTiming::tRTP, "tRTP"},   {&DramTiming::tWR, "tWR"},
      {&DramTiming::tFAW, "tFAW"},   {&DramTiming::tRRD_L, "tRRD"},
      {&DramTiming::tCCD_L, "tCCD"}, {&DramTiming::tWTR_L, "tWTR"},
      {&DramTiming::tRFC, "tRFC"},   {&DramTiming::turnaround, "data bus"}};
  for (const auto& [timing, rule] : rules) {
    DramTiming longer = b.values;
    longer.*timing += timing == &DramTiming::tRTP ? 60 : 2;
    EXPECT_TRUE(DramMonitor(longer).broken(b.log).contains(rule)) << rule;
  }
}

TEST_P(DramLoad, StepsDoNotChangeIt) {
  const DramTiming& t = preset_timing(GetParam());
  DramBench once = bench(), steps = bench();
  for (DramBench* b : {&once, &steps}) {
    b->core_mhz = 730;  // a ratio of clocks that is no whole number
    b->config.queue = 4;
    b->model.writes_high = 2;
    b->model.writes_low = 0;
  }
  const std::vector<Asked> all = random_bursts(once, 11, 2000);
  once.run(all, all.back().arrival + 4 * t.tREFI);
  steps.run(all, all.back().arrival + 4 * t.tREFI, 1);
  EXPECT_EQ(once.delivered, steps.delivered);
  EXPECT_EQ(once.counts, steps.counts);
}

}  // namespace
}  // namespace rda::sim
