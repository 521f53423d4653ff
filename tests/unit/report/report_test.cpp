// SPDX-License-Identifier: Apache-2.0
#include "rda/report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "rda/error.h"
#include "report/limits.h"

namespace rda {
namespace {

/// Two by two, checkerboard: 2 PCUs, 2 PMUs, 8 switch-switch links of 1 vector, 1 scalar, 1 control
/// track.
Chip small_chip() {
  Chip chip;
  chip.name = "small";
  chip.clock_mhz = 1000;
  chip.grid.rows = chip.grid.cols = 2;
  chip.pcu.lanes = 16;
  chip.pmu.banks = 16;
  chip.network.tracks = {1, 1, 1};
  return chip;
}

Unit unit(const std::string& name, UnitKind kind, Place place) {
  Unit unit;
  unit.name = name;
  unit.kind = kind;
  unit.place = place;
  return unit;
}

/// One unit of each kind, one stream of each kind over one link, one local stream.
Mapping small_mapping() {
  Mapping mapping;
  mapping.chip = "small";
  mapping.workload = "toy";
  mapping.policy = "hand";
  mapping.steps = 4;
  mapping.macs = 5000;
  mapping.seed = 7;
  mapping.units = {unit("source", UnitKind::source, EdgePort{0, 0, 0}),
                   unit("memory", UnitKind::pmu, GridSite{0, 1}),
                   unit("compute", UnitKind::pcu, GridSite{0, 0}),
                   unit("sink", UnitKind::sink, EdgePort{0, 0, 0})};
  const StaticRoute one_link{{{0, 0, -1, 0}, {0, 1, 0, 0}}};
  for (const TokenKind kind : kTokenKinds) {
    Stream stream;
    stream.name = std::string(word(kind));
    stream.kind = kind;
    stream.from = UnitId(0);
    stream.to = {UnitId(2), UnitId(1)};
    stream.carrier = one_link;
    mapping.streams.push_back(stream);
  }
  Stream local;
  local.name = "permits";
  local.kind = TokenKind::control;
  local.from = UnitId(1);
  local.to = {UnitId(1)};
  local.carrier = Local{};
  mapping.streams.push_back(local);
  return mapping;
}

/// 100 cycles: every unit active for 40, 30, 20, 10 of them, starved for the rest.
RunResult small_result() {
  RunResult result;
  result.cycles = 100;
  for (const Cycle active : {40, 30, 20, 10}) {
    UnitResult unit;
    unit.activity[Activity::active] = active;
    unit.activity[Activity::starved] = 100 - active;
    unit.firings = active;
    result.units.push_back(unit);
  }
  result.units[1].bytes_read = 640;
  result.units[1].bytes_written = 60;
  result.streams = {{10, 10, 5}, {20, 20, 0}, {30, 30, 0}, {4, 0, 0}};
  return result;
}

Report small_report() {
  return make_report(small_chip(), small_mapping(), small_result(),
                     {.steps = 2, .max_abs_error = 0.25, .bit_exact = true}, "0123456789abcdef");
}

TEST(Report, DerivesTimeAndWorkFromCyclesAndClock) {
  const Report report = small_report();
  EXPECT_EQ(report.cycles, 100);
  EXPECT_DOUBLE_EQ(report.latency_ms, 1e-4);
  EXPECT_DOUBLE_EQ(report.cycles_per_step, 25);
  EXPECT_DOUBLE_EQ(report.tflops_effective, 2 * 5000 / 1e-7 / 1e12);
  EXPECT_EQ(report.seed, 7);
}

TEST(Report, TellsTheStepsOfTheSinkThatEndsLast) {
  RunResult result = small_result();
  result.steps = {{.first = {40, 20, 19, 20},
                   .last = {40, 20, 19, 20},
                   .steps_by_cycles = {{19, 1}, {20, 2}, {40, 1}},
                   .end = 99},
                  {.first = {40, 20, 20, 20},
                   .last = {40, 20, 20, 20},
                   .steps_by_cycles = {{20, 3}, {40, 1}},
                   .end = 100},
                  {.first = {50, 50, 0, 0},
                   .last = {50, 50, 0, 0},
                   .steps_by_cycles = {{0, 2}, {50, 2}},
                   .end = 100}};
  const Report report = make_report(small_chip(), small_mapping(), result, {}, "");
  EXPECT_EQ(report.step_cycles.first, (std::vector<Cycle>{40, 20, 20, 20}));
  EXPECT_EQ(report.step_cycles.last, report.step_cycles.first);
  ASSERT_EQ(report.step_cycles.lengths.size(), 2u);
  EXPECT_EQ(report.step_cycles.lengths[0].cycles, 20);
  EXPECT_EQ(report.step_cycles.lengths[0].steps, 3);
  EXPECT_NE(to_text(report).find("a step took   40 cycles first, 20 last, 20 in 3 of 4 steps\n"),
            std::string::npos);
}

TEST(Report, MeasuresUtilizationAgainstTheWholeChip) {
  const Report report = small_report();
  EXPECT_DOUBLE_EQ(report.utilization.pcu, 20.0 / (2 * 100));
  EXPECT_DOUBLE_EQ(report.utilization.pmu, 30.0 / (2 * 100));
  EXPECT_DOUBLE_EQ(report.utilization.network, 60.0 / (8 * 3 * 100));
}

TEST(Report, MeasuresEachNetworkAgainstItsOwnTracksAndRoutesAgainstTheirs) {
  const Utilization share = small_report().utilization;
  EXPECT_DOUBLE_EQ(share.network_vector, 10.0 / (8 * 100));
  EXPECT_DOUBLE_EQ(share.network_scalar, 20.0 / (8 * 100));
  EXPECT_DOUBLE_EQ(share.network_control, 30.0 / (8 * 100));
  EXPECT_DOUBLE_EQ(share.network_routed, 60.0 / (3 * 100));
}

TEST(Report, UnusedTracksDoNotMoveTheUtilizationOfOtherNetworks) {
  Chip chip = small_chip();
  chip.network.tracks.control = 32;
  const Report report = make_report(chip, small_mapping(), small_result(), {}, "");
  EXPECT_DOUBLE_EQ(report.utilization.network_vector, small_report().utilization.network_vector);
  EXPECT_DOUBLE_EQ(report.utilization.network_routed, small_report().utilization.network_routed);
}

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

TEST(Report, WarnsOfClippedValuesByTensor) {
  Verification verification{.steps = 2, .max_abs_error = 1, .bit_exact = true};
  EXPECT_EQ(to_text(small_report()).find("warning"), std::string::npos);
  verification.saturations = {{"layer0.i.W", RoundedUse::weights, Format::int8, 256, 17}};
  const Report report =
      make_report(small_chip(), small_mapping(), small_result(), verification, "");
  EXPECT_NE(
      to_text(report).find("warning     layer0.i.W as weights: 17 of 256 values clipped by int8"),
      std::string::npos)
      << to_text(report);
}

TEST(ReportBreakdown, AddsUpToTheActivitiesOfEachKind) {
  Mapping mapping = small_mapping();
  mapping.units[UnitId(1)].origin = {0, "", "i", "", Role::weights, {}};
  mapping.units[UnitId(2)].origin = {0, "", "i", "", Role::dot, {}};
  const Report report = make_report(small_chip(), mapping, small_result(), {}, "");
  ASSERT_EQ(report.breakdown.size(), 4U);
  Cycle pcu = 0;
  for (const BreakdownRow& row : report.breakdown)
    if (row.kind == "pcu") {
      EXPECT_EQ(row.layer, 0);
      EXPECT_EQ(row.gate, "i");
      pcu += row.activity.active;
    }
  EXPECT_EQ(pcu, report.activities.pcu.active);
  EXPECT_NE(to_text(report).find("  layer 0 i" + std::string(26, ' ') + "2  25.0 %"),
            std::string::npos)
      << to_text(report);
}

TEST(Report, CountsControlPulsesAsTokensWithoutBytes) {
  const Report report = small_report();
  const double seconds = 1e-7;
  EXPECT_DOUBLE_EQ(report.bandwidth.network_bytes_per_second, (10 * 64 + 20 * 4) / seconds);
  EXPECT_DOUBLE_EQ(report.bandwidth.network_possible_bytes_per_second, 8 * (64 + 4) * 1e9);
  EXPECT_DOUBLE_EQ(report.bandwidth.on_chip_bytes_per_second, 700 / seconds);
  EXPECT_DOUBLE_EQ(report.bandwidth.on_chip_possible_bytes_per_second, 2 * 16 * 8 * 1e9);
  EXPECT_EQ(report.bandwidth.off_chip_bytes_per_second, 0);
}

TEST(Report, CountsEveryTrackCycleOnce) {
  const Report report = small_report();
  EXPECT_EQ(report.network.carrying, 60);
  EXPECT_EQ(report.network.held, 5);
  EXPECT_EQ(report.network.empty, 8 * 3 * 100 - 65);
  EXPECT_EQ(report.streams[0].links, 1);
  EXPECT_EQ(report.streams[3].links, 0);
}

TEST(Report, SumsActivitiesByKind) {
  const Report report = small_report();
  EXPECT_EQ(report.activities.source.active, 40);
  EXPECT_EQ(report.activities.pmu.active, 30);
  EXPECT_EQ(report.activities.pcu.starved, 80);
  EXPECT_EQ(report.activities.sink.total(), 100);
  EXPECT_EQ(report.mapping.pcus_used, 1);
  EXPECT_EQ(report.mapping.pcus_on_chip, 2);
}

TEST(Report, SaysWhatUnitsAreForAndOfWhichLayer) {
  Mapping mapping = small_mapping();
  mapping.units[UnitId(2)].origin = {1, "", "i", "", Role::dot, {0, 3}};
  const Report report = make_report(small_chip(), mapping, small_result(), {}, "");
  EXPECT_EQ(report.units[2].group, "dot");
  EXPECT_EQ(report.units[2].layer, 1);
  EXPECT_EQ(report.units[1].group, "pmu") << "of a unit that the mapping says nothing of";
  EXPECT_EQ(report.units[1].layer, -1);
}

TEST(Report, GroupsAStreamByItsEndsAndTheLayerOfItsWriter) {
  Mapping mapping = small_mapping();
  mapping.units[UnitId(0)].origin = {1, "", "", "", Role::source, {}};
  mapping.units[UnitId(2)].origin = {2, "", "i", "", Role::dot, {}};
  const Report report = make_report(small_chip(), mapping, small_result(), {}, "");
  EXPECT_EQ(report.streams[0].group, "source -> dot, pmu");
  EXPECT_EQ(report.streams[0].layer, 1);
  EXPECT_EQ(report.streams[3].group, "pmu -> pmu");
  EXPECT_EQ(report.streams[3].layer, -1);
}

TEST(Report, RefusesActivitiesThatDoNotSumToTheCycles) {
  RunResult result = small_result();
  result.units[2].activity[Activity::idle] += 1;
  EXPECT_THROW(make_report(small_chip(), small_mapping(), result, {}, ""), InternalError);
}

TEST(Report, RefusesMoreBytesThanThePortsCanMove) {
  RunResult result = small_result();
  result.units[1].bytes_read = 100 * (64 + 4) + 1;  // one vector and one scalar output
  EXPECT_THROW(make_report(small_chip(), small_mapping(), result, {}, ""), InternalError);
  result.units[1].bytes_read -= 1;
  EXPECT_NO_THROW(make_report(small_chip(), small_mapping(), result, {}, ""));
}

TEST(Report, RefusesMoreTrackCyclesThanARouteHas) {
  RunResult result = small_result();
  result.streams[0].held = 91;
  EXPECT_THROW(make_report(small_chip(), small_mapping(), result, {}, ""), InternalError);
  result.streams[3].carrying = 1;  // a local stream crosses no link
  EXPECT_THROW(make_report(small_chip(), small_mapping(), result, {}, ""), InternalError);
}

TEST(Report, RefusesARunWithoutCycles) {
  RunResult result = small_result();
  result.cycles = 0;
  EXPECT_THROW(make_report(small_chip(), small_mapping(), result, {}, ""), InternalError);
}

TEST(Report, TextFitsEightyColumnsEvenWithLongNames) {
  Mapping mapping = small_mapping();
  mapping.units[UnitId(1)].origin = {10, "reverse", "", std::string(90, 'n'), Role::rows, {}};
  mapping.units[UnitId(2)].name = std::string(200, 'u');
  mapping.workload = std::string(200, 'w');
  std::istringstream text(to_text(make_report(small_chip(), mapping, small_result(), {}, "")));
  for (std::string line; std::getline(text, line);) EXPECT_LE(line.size(), 80u) << line;
}

TEST(Report, TextNamesTheBusiestAndTheMostStarvedUnitsWithTheirSites) {
  const std::string text = to_text(small_report());
  const auto busiest = text.find("busiest units");
  const auto starved = text.find("most starved units");
  ASSERT_NE(busiest, std::string::npos);
  ASSERT_NE(starved, std::string::npos);
  EXPECT_EQ(text.find("source", busiest), text.find_first_not_of(" \n", busiest + 13));
  EXPECT_EQ(text.find("sink", starved), text.find_first_not_of(" \n", starved + 18));
  EXPECT_NE(text.find("pcu_0_0"), std::string::npos);
}

TEST(Report, TextSaysWhenNothingWasVerified) {
  const Report report = make_report(small_chip(), small_mapping(), small_result(), {}, "");
  EXPECT_NE(to_text(report).find("nothing (--verify-steps 0)"), std::string::npos);
  EXPECT_EQ(to_text(report).find("bit-exact"), std::string::npos);
}

TEST(Report, HashTellsInputsApartWhereverTheyAreCut) {
  EXPECT_EQ(input_hash("a", "b", "c"), input_hash("a", "b", "c"));
  EXPECT_NE(input_hash("ab", "c", ""), input_hash("a", "bc", ""));
  EXPECT_EQ(input_hash("", "", "").size(), 16u);
}

}  // namespace
}  // namespace rda
