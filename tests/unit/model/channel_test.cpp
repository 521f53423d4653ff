// SPDX-License-Identifier: Apache-2.0
// A channel of off-chip memory alone: the queue before it, the simple model, the controller of a
// DRAM. Cycles were derived by hand from docs/timing-model.md.
#include <gtest/gtest.h>

#include "unit/model/channel_support.h"

namespace rda::sim {
namespace {

/// When each of these bursts, which arrive in the given cycles, is delivered.
struct Simple {
  ChannelConfig config{.burst_bytes = 64,
                       .queue = 32,
                       .model = SimpleChannel{.bytes = 64, .cycles = 5, .latency = 100}};
  ChannelResult counts;

  std::vector<Cycle> run(const std::vector<std::pair<Cycle, int>>& bursts) {
    Channel channel(config, 1000, 4);
    std::vector<Cycle> cycles(bursts.size());
    for (std::size_t n = 0; n < bursts.size(); ++n)
      channel.ask(bursts[n].first, {bursts[n].second, static_cast<std::int64_t>(n), 0, false});
    channel.advance(1 << 20);
    for (const Delivery& d : channel.take()) cycles[static_cast<std::size_t>(d.id)] = d.cycle;
    counts = channel.counts();
    return cycles;
  }
};

TEST(Channel, SimpleTakesServiceAndLatency) {
  Simple simple;
  EXPECT_EQ(simple.run({{7, 0}}), (std::vector<Cycle>{7 + 5 + 100}));
  EXPECT_EQ(simple.counts.reads, 1);
}

TEST(Channel, SimpleServesOneBurstBehindTheOther) {
  Simple simple;
  EXPECT_EQ(simple.run({{0, 0}, {0, 0}, {20, 0}}), (std::vector<Cycle>{105, 110, 125}));
}

TEST(Channel, SimpleRoundsFractionsUpOnlyAtTheDelivery) {
  Simple simple;
  simple.config.model = SimpleChannel{.bytes = 3, .cycles = 1, .latency = 1};  // 21 1/3 cycles
  EXPECT_EQ(simple.run({{0, 0}, {0, 0}, {0, 0}}), (std::vector<Cycle>{23, 44, 65}));
}

TEST(Channel, OneBurstACycleEntersInTurns) {
  Simple simple;
  simple.config.model = SimpleChannel{.bytes = 64, .cycles = 1, .latency = 1};
  // Generator 0 first, then 1, 3, and again 0, 1, 0: they enter in cycles 0 to 5.
  EXPECT_EQ(simple.run({{0, 0}, {0, 0}, {0, 0}, {0, 1}, {0, 1}, {0, 3}}),
            (std::vector<Cycle>{2, 5, 7, 3, 6, 4}));
}

TEST(Channel, AFullQueueHasRoomInTheCycleAfterAServiceBegins) {
  Simple simple;
  simple.config.queue = 1;
  // Services begin in 0, 5, 10. The first burst leaves the queue in cycle 0, so the second enters
  // in 1; it leaves in 5, so the third enters in 6, not in 5.
  EXPECT_EQ(simple.run({{0, 0}, {0, 0}, {0, 0}}), (std::vector<Cycle>{105, 110, 115}));
  simple.config.model = SimpleChannel{.bytes = 64, .cycles = 1, .latency = 1};
  EXPECT_EQ(simple.run({{0, 0}, {0, 0}, {0, 1}}), (std::vector<Cycle>{2, 4, 3}));
}

TEST(Channel, TheMemoryClockHasARatio) {
  // 4 clocks of the memory in 3 core cycles. A burst of cycle 1 enters at edge ceil(4/3) = 2; ACT
  // at 2, RD at 21, its last beat ends at 21 + 19 + 4 = 44: cycle ceil(44 * 3 / 4) = 33.
  DramBench b(DramPreset::ddr4_2666, {{"clock_khz", 4000000}, {"clock_div", 3}});
  b.run({{.arrival = 1}}, 100);
  EXPECT_EQ(b.edges(DramOp::activate), std::vector<ClockEdge>{2});
  EXPECT_EQ(b.delivered.at(0), 33);
}

TEST(Channel, CapLimitsHowOftenABurstIsPassed) {
  for (const int cap : {0, 1, 3}) {
    DramBench b(DramPreset::ddr3_1600);
    b.model.cap = cap;
    std::vector<Asked> all{{}, {.row = 1}};
    for (int n = 1; n <= 6; ++n) all.push_back({.column = n});
    b.run(all, 2000);
    int passed = 0;
    for (std::int64_t n = 2; n < 8; ++n) passed += b.delivered.at(n) < b.delivered.at(1);
    EXPECT_EQ(passed, cap);
  }
}

TEST(Channel, WritesWaitForReadsUpToTheHighMark) {
  DramBench b(DramPreset::ddr3_1600);
  b.model.writes_high = 3;
  b.model.writes_low = 1;
  b.model.cap = 100;
  // They enter in turns: a read in 100, a write in 101, reads and a write up to 105, a write in
  // 110. Reads are served in 100, 104 and 108. From 110 on three writes wait, so two of them go
  // first.
  std::vector<Asked> all{{}};
  for (int n = 1; n <= 2; ++n) all.push_back({.arrival = 100, .column = n, .write = true});
  for (int n = 3; n <= 6; ++n) all.push_back({.arrival = 100, .column = n, .generator = 1});
  all.push_back({.arrival = 110, .column = 7, .write = true});
  b.run(all, 2000);
  const ClockEdge turn = b.values.tCL + b.values.BL / 2 + b.values.turnaround - b.values.tCWL;
  const ClockEdge back = b.values.tCWL + b.values.BL / 2 + b.values.tWTR_L;
  EXPECT_EQ(b.edges(DramOp::read),
            (std::vector<ClockEdge>{11, 100, 104, 108, 108 + turn + 4 + back}));
  EXPECT_EQ(b.edges(DramOp::write),
            (std::vector<ClockEdge>{108 + turn, 112 + turn, 112 + 2 * turn + back}));
}

TEST(Channel, BanksAreFilledGroupAfterGroupThenAlongTheRow) {
  const DramTiming& t = preset_timing(DramPreset::ddr4_2666);
  const DramBanks banks(t);
  const std::int64_t columns = t.row_bytes / t.burst_bytes();
  EXPECT_EQ(banks.place_of(1).group, 1);
  EXPECT_EQ(banks.place_of(1).bank, t.banks);
  EXPECT_EQ(banks.place_of(t.groups).bank, 0);
  EXPECT_EQ(banks.place_of(t.groups * columns).bank, 1);
  const std::int64_t row = t.groups * columns * t.banks;
  EXPECT_EQ(banks.place_of(row).row, 1);
  EXPECT_EQ(banks.place_of(row).bank, 1) << "each row begins at the next bank";
  EXPECT_EQ(banks.place_of(4 * row).bank, 1) << "and each fourth row at the one behind that";
}

TEST(Channel, BurstsInterleaveOverChannels) {
  const ChannelConfig config{.count = 4, .interleave = 2};
  const auto at = [&](std::int64_t burst) {
    const BurstPlace place = place_of(config, burst);
    return std::pair(place.channel, place.number);
  };
  EXPECT_EQ(at(0), std::pair(0, std::int64_t{0}));
  EXPECT_EQ(at(1), std::pair(0, std::int64_t{1}));
  EXPECT_EQ(at(2), std::pair(1, std::int64_t{0}));
  EXPECT_EQ(at(8), std::pair(0, std::int64_t{2}));
}

}  // namespace
}  // namespace rda::sim
