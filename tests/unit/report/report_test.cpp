// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "rda/error.h"
#include "unit/report/support.h"

namespace rda {
namespace {

using test::small_chip;
using test::small_mapping;
using test::small_report;
using test::small_result;

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

TEST(Report, TellsTheFirstRepetitionAndTheMeanOfTheLaterHalf) {
  RunResult result = small_result();
  result.repetitions = {{.first = {40, 20, 18, 22}, .last = {40, 20, 18, 22}, .end = 100},
                        {.first = {99, 0, 0, 0}, .last = {99, 0, 0, 0}, .end = 99}};
  Mapping mapping = small_mapping();
  mapping.repeat = 4;
  const Report report = make_report(small_chip(), mapping, result, {}, "");
  ASSERT_TRUE(report.repetitions);
  EXPECT_EQ(report.repetitions->count, 4);
  EXPECT_EQ(report.repetitions->first_cycles, 40);
  EXPECT_DOUBLE_EQ(report.repetitions->steady_cycles, 20);
  EXPECT_DOUBLE_EQ(report.repetitions->sequences_per_second,
                   small_mapping().batch * small_chip().clock_mhz * 1e6 / 20);
  EXPECT_NE(to_text(report).find("repetitions   4: 40 cycles the first, 20 each in steady state\n"),
            std::string::npos);
  EXPECT_FALSE(small_report().repetitions);
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

TEST(Report, HashTellsInputsApartWhereverTheyAreCut) {
  EXPECT_EQ(input_hash("a", "b", "c"), input_hash("a", "b", "c"));
  EXPECT_NE(input_hash("ab", "c", ""), input_hash("a", "bc", ""));
  EXPECT_EQ(input_hash("", "", "").size(), 16u);
}

}  // namespace
}  // namespace rda
