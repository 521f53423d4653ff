// SPDX-License-Identifier: Apache-2.0
#include "report/limits.h"

#include <algorithm>

#include "unit/report/support.h"

namespace rda {
namespace {

using test::small_chip;
using test::small_mapping;
using test::small_report;
using test::small_result;

bool has_limit(const Chip& chip, const std::string& knob) {
  const Report report = make_report(chip, small_mapping(), small_result(), {}, "");
  for (const ChipLimit& limit : report.limits)
    if (std::ranges::find(limit.knobs, knob) != limit.knobs.end()) return true;
  return false;
}

/// A chip without limits of its own, for the mapping above.
Chip free_chip() {
  Chip chip = small_chip();
  chip.stream.sources.width_bits = chip.stream.sinks.width_bits = 512;
  chip.stream.sources.interval = chip.stream.sinks.interval = 1;
  chip.pcu.fifo_depth = chip.pmu.fifo_depth = chip.stream.fifo_depth = {2, 2, 2};
  return chip;
}

TEST(ReportLimits, NameTheKnobsThatHoldTheChipBack) {
  EXPECT_TRUE(make_report(free_chip(), small_mapping(), small_result(), {}, "").limits.empty());
  Chip chip = free_chip();
  chip.pmu.banks = 8;
  EXPECT_TRUE(has_limit(chip, "/pmu/banks"));
  chip = free_chip();
  chip.network.hop_latency = 2;
  EXPECT_TRUE(has_limit(chip, "/pcu/fifo_depth/vector"));
  EXPECT_TRUE(has_limit(chip, "/network/hop_latency"));
  EXPECT_FALSE(has_limit(chip, "/stream/fifo_depth/vector")) << "no stream enters a sink";
  chip = free_chip();
  chip.stream.sources.width_bits = 256;
  EXPECT_TRUE(has_limit(chip, "/stream/sources/width_bits"));
  chip = free_chip();
  chip.stream.sinks.interval = 3;
  EXPECT_TRUE(has_limit(chip, "/stream/sinks/interval"));
}

/// The cycles that the only limit is worth, and whether the text tells it.
std::pair<Cycle, bool> worth_of(const Chip& chip, const Mapping& mapping, const RunResult& result) {
  const Report report = make_report(chip, mapping, result, {}, "");
  EXPECT_EQ(report.limits.size(), 1U);
  if (report.limits.empty()) return {-1, false};
  const ChipLimit& limit = report.limits[0];
  return {limit.worth_cycles, to_text(report).find(limit.knobs[0]) != std::string::npos};
}

// The busiest unit is active in 40 of 100 cycles, so the run takes at least 40 without the limit.
TEST(ReportLimits, OfBanksIsWorthAllButTheBusiestUnitIfAPmuHadConflicts) {
  Chip chip = free_chip();
  chip.pmu.banks = 8;
  RunResult result = small_result();
  EXPECT_EQ(worth_of(chip, small_mapping(), result), std::pair(Cycle{0}, false));
  result.units[1].activity[Activity::conflict] = 1;
  result.units[1].activity[Activity::starved] -= 1;
  EXPECT_EQ(worth_of(chip, small_mapping(), result), std::pair(Cycle{60}, true));
}

// The streams have 10 vectors, 20 scalars and 30 pulses; a FIFO of 19 or 20 is below 2 * 11 hops.
TEST(ReportLimits, OfAFifoIsWorthSomethingIfMoreTokensCameThanItHolds) {
  Chip chip = free_chip();
  chip.network.hop_latency = 11;
  chip.pcu.fifo_depth = chip.pmu.fifo_depth = {22, 22, 30};
  chip.pcu.fifo_depth.scalar = 19;
  EXPECT_EQ(worth_of(chip, small_mapping(), small_result()), std::pair(Cycle{60}, true));
  chip.pcu.fifo_depth.scalar = 20;
  EXPECT_EQ(worth_of(chip, small_mapping(), small_result()), std::pair(Cycle{0}, false));
}

TEST(ReportLimits, OfAPortIsWorthSomethingIfItMovedTokens) {
  Chip chip = free_chip();
  chip.stream.sinks.interval = 3;
  RunResult result = small_result();
  EXPECT_EQ(worth_of(chip, small_mapping(), result), std::pair(Cycle{60}, true));
  result.units[3].activity[Activity::active] = 0;
  result.units[3].activity[Activity::starved] = 100;
  EXPECT_EQ(worth_of(chip, small_mapping(), result), std::pair(Cycle{0}, false));
}

// From (0, 0) to (0, 1) by three links instead of one: 2 hops of 1 cycle in each of 4 steps.
TEST(ReportLimits, OfTracksIsWorthTheDetoursOfTheRecurrenceWhereTracksAreFull) {
  Mapping mapping = small_mapping();
  Stream& stream = mapping.streams[StreamId(1)];
  stream.carrier = StaticRoute{{{0, 0, -1, 0}, {1, 0, 0, 0}, {1, 1, 1, 0}, {0, 1, 2, 0}}};
  EXPECT_TRUE(make_report(free_chip(), mapping, small_result(), {}, "").limits.empty());
  stream.recurrent = true;
  EXPECT_EQ(worth_of(free_chip(), mapping, small_result()), std::pair(Cycle{8}, true));
  Chip chip = free_chip();
  chip.network.tracks.scalar = 2;
  EXPECT_TRUE(make_report(chip, mapping, small_result(), {}, "").limits.empty());
}

// The active cycles of one PCU, 20, would be 3 on each of 8.
TEST(ReportLimits, SayThatPolicyPaperUsesFewerThanHalfOfThePcus) {
  Mapping mapping = small_mapping();
  mapping.policy = "paper";
  EXPECT_TRUE(make_report(free_chip(), mapping, small_result(), {}, "").limits.empty());
  Chip chip = free_chip();
  chip.grid.rows = chip.grid.cols = 4;
  const Report report = make_report(chip, mapping, small_result(), {}, "");
  ASSERT_EQ(report.limits.size(), 1U);
  EXPECT_EQ(report.limits[0].what, "policy paper uses 1 of 8 PCUs; auto may use more");
  EXPECT_EQ(report.limits[0].worth_cycles, 97);
}

TEST(ReportIdleKnobs, AreThoseThatNoRoutedStreamUses) {
  const Report report = small_report();
  const auto idle = [&](const char* knob) {
    return std::ranges::find(report.idle_knobs, knob) != report.idle_knobs.end();
  };
  EXPECT_FALSE(idle("/network/tracks/control"));
  EXPECT_FALSE(idle("/pcu/inputs/vector"));
  EXPECT_TRUE(idle("/pcu/outputs/vector"));
  EXPECT_TRUE(idle("/stream/fifo_depth/scalar"));
  Mapping mapping = small_mapping();
  for (Stream& stream : mapping.streams)
    if (stream.kind == TokenKind::control) stream.carrier = Local{};
  RunResult result = small_result();
  result.streams[2] = {};
  const Report local = make_report(small_chip(), mapping, result, {}, "");
  EXPECT_NE(std::ranges::find(local.idle_knobs, "/network/tracks/control"), local.idle_knobs.end());
  EXPECT_NE(report::idle_text(local.idle_knobs).find("all control tracks, ports and FIFOs"),
            std::string::npos);
}

}  // namespace
}  // namespace rda
