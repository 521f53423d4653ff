// SPDX-License-Identifier: Apache-2.0
#include "rda/report.h"

#include <gtest/gtest.h>

#include <sstream>

#include "rda/error.h"

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

TEST(Report, MeasuresUtilizationAgainstTheWholeChip) {
  const Report report = small_report();
  EXPECT_DOUBLE_EQ(report.utilization.pcu, 20.0 / (2 * 100));
  EXPECT_DOUBLE_EQ(report.utilization.pmu, 30.0 / (2 * 100));
  EXPECT_DOUBLE_EQ(report.utilization.network, 60.0 / (8 * 3 * 100));
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
