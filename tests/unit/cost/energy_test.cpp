// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "rda/error.h"
#include "unit/cost/support.h"

namespace rda::cost_test {
namespace {

constexpr double kPico = 1e-12;

EnergyRow row_of(const CostReport& report, std::string_view unit, std::string_view part) {
  for (const EnergyRow& row : report.rows)
    if (row.unit == unit && row.part == part) return row;
  ADD_FAILURE() << unit << ' ' << part;
  return {};
}

/// Energy of all parts of a sort of unit, J.
double all_of(const CostReport& report, std::string_view unit) {
  double joules = 0;
  for (const EnergyRow& row : report.rows)
    if (row.unit == unit) joules += row.leakage_j + row.clock_j + row.dynamic_j;
  return joules;
}

CostReport energy(Cycle steps, CostOptions options = {}) {
  return cost_of(shipped_chip("plasticine_isca17"), small_mapping(), small_run(steps), plasticine(),
                 options);
}

/// A run in which one unit is active in all of 1000 cycles and, if a PMU, reads a vector in each.
CostReport always_active(UnitKind kind) {
  Mapping mapping;
  mapping.units = {unit_at("only", kind, {0, 0}, {})};
  RunResult run;
  run.cycles = 1000;
  run.units.resize(1);
  run.units[0].activity[Activity::active] = 1000;
  if (kind == UnitKind::pmu) run.units[0].bytes_read = 64 * 1000;
  return cost_of(shipped_chip("plasticine_isca17"), mapping, run, plasticine());
}

// Data of Zhang's thesis: 224 pJ in an active cycle of a PCU, 300.3 pJ in one of a PMU. Entries of
// the table have 6 digits.
TEST(Energy, OfAnActiveCycleIsThePublishedOne) {
  EXPECT_NEAR(always_active(UnitKind::pcu).total_j, 1000 * 224 * kPico, 1e-5 * 1000 * 224 * kPico);
  EXPECT_NEAR(always_active(UnitKind::pmu).total_j, 1000 * 300.3 * kPico,
              1e-5 * 1000 * 300.3 * kPico);
}

/// Watts of a chip all of whose units are active in every cycle; each PMU reads a vector. No token
/// passes a switch.
double watts_of_full_activity(const Chip& chip) {
  Mapping mapping;
  RunResult run;
  run.cycles = 1000;
  for (const UnitKind kind : {UnitKind::pcu, UnitKind::pmu})
    for (const Site site : sites_of(chip, kind)) {
      mapping.units.push_back(unit_at("unit", kind, site, {}));
      UnitResult& result = run.units.emplace_back();
      result.activity[Activity::active] = run.cycles;
      if (kind == UnitKind::pmu) result.bytes_read = 64 * run.cycles;
    }
  return cost_of(chip, mapping, run, plasticine(), {.power_gated = false}).watts;
}

// Units 64 * (0.224 + 0.3003) = 33.555 W; switches 128 * 52.944 mW (0.066732 + 0.009222 * 33/32 mm2
// at 83.2 mW / 0.119812 mm2) = 6.777 W. Prabhakar et al., ISCA 2017: at most 49 W, memory
// controllers, traffic and all.
TEST(Energy, OfTheChipOf2017AtFullActivityIsBelowThePublishedMaximum) {
  EXPECT_NEAR(watts_of_full_activity(shipped_chip("plasticine_isca17")), 33.555 + 6.777, 0.005);
}

// PCU: 224 mW * 0.678856/0.849 = 179.11 mW. PMU: 300.3 mW * (0.120364 + 0.477 * (0.478987 * 0.4625
// + 0.521013 * sqrt(5.25/16))) / 0.532 = 207.95 mW (area_test.cpp derives the areas; a bank has
// 84/16 kB). 192 * 0.17911 + 384 * 0.20795 + 576 * 0.052944 = 34.39 + 79.85 + 30.50 = 144.74 W.
// Zhao et al., SysML 2019: 118 W while serving, 160 W at most.
TEST(Energy, OfTheRnnVariantAtFullActivityIsBetweenThePublishedPowers) {
  EXPECT_NEAR(watts_of_full_activity(shipped_chip("plasticine_rnn")), 144.74, 0.005);
}

// One step of small_run(), on a chip for which every figure of the table holds as it is. Active:
// PMU 40 cycles, PCUs 30 + 10. Words: 128 / 4 + 32 / 4. Tokens that pass switches: vectors 30 at
// the first and 30 at the second, scalars 10 and 9, control 5.
TEST(Energy, FollowsFromActivityByHand) {
  const CostReport report = energy(1);
  const auto dynamic = [&](const char* unit, const char* part) {
    return row_of(report, unit, part).dynamic_j / kPico;
  };
  EXPECT_NEAR(dynamic("pcu", "functional units"), 40 * 85.5026, 1e-6);
  EXPECT_NEAR(dynamic("pcu", "registers"), 40 * 19.7948, 1e-6);
  EXPECT_NEAR(dynamic("pmu", "scratchpad"), (32 + 8) * 8.7678, 1e-6);
  EXPECT_NEAR(dynamic("pmu", "address units"), 40 * 2.05869 + 10 * 2.4314, 1e-6);
  EXPECT_NEAR(dynamic("switch", "vector"), (30 + 30) * 7.25, 1e-6);
  EXPECT_NEAR(dynamic("switch", "scalar"), (10 + 9) * 0.388, 1e-6);
  EXPECT_NEAR(dynamic("switch", "control"), 5 * 0.012125, 1e-6);
}

// By Horowitz: the dot unit fires 30 times and multiplies 16 values, without packing as 32-bit
// words of 4.6 pJ; 3 operations in each of 10 firings and 2 addends of each of 5 tokens take 2.3
// pJ; 40 words take 5 pJ * sqrt(16 kB / 8 kB); 10 look-ups take 4.6 pJ. Nothing else is counted.
TEST(Energy, OfOperationsAndWordsFollowsFromHorowitzByHand) {
  const CostReport report =
      cost_of(shipped_chip("plasticine_isca17"), small_mapping(), small_run(1), horowitz());
  EXPECT_NEAR(report.total_j / kPico,
              30 * 16 * 4.6 + (10 * 3 + 5 * 2) * 2.3 + 40 * 5 * std::sqrt(2.0) + 10 * 4.6, 1e-6);
  EXPECT_EQ(report.static_j, 0);
}

// With packing a vector of 8-bit values has 64 of them.
TEST(Energy, CountsTheValuesOfAWholeVector) {
  const ActionCounts packed =
      actions_of(shipped_chip("plasticine_rnn"), small_mapping(), small_run(1));
  EXPECT_EQ(packed.unit_macs.at("fp8_e4m3"), 30 * 64);
}

// 10 firings of 3 operations on 16 lanes, and 5 tokens with 2 addends.
TEST(Energy, CountsAnOperationOfEachLaneWhereAnInputBringsVectors) {
  Mapping mapping = small_mapping();
  mapping.units[UnitId(2)].programs[0].inputs = {port_of(0)};
  EXPECT_EQ(actions_of(shipped_chip("plasticine_rnn"), mapping, small_run(1)).operations,
            10 * 3 * 16 + 5 * 2);
}

// A scalar and a vector come in: an operation on the scalar, one on both, one on that result.
TEST(Energy, CountsAnOperationOnScalarsOnce) {
  Mapping mapping = small_mapping();
  Program& program = mapping.units[UnitId(2)].programs[0];
  program.inputs.push_back(port_of(0));
  std::get<Operations>(program.work).operations = {
      {ScalarOp::neg, 0}, {ScalarOp::mul, 0, 1}, {ScalarOp::add, 3, 2}};
  EXPECT_EQ(actions_of(shipped_chip("plasticine_rnn"), mapping, small_run(1)).operations,
            10 * (1 + 16 + 16) + 5 * 2);
}

// 16 lanes take 15 additions; the fold of the sums is one.
TEST(Energy, CountsTheTreeOfAReduction) {
  Mapping mapping = small_mapping();
  Program& program = mapping.units[UnitId(2)].programs[0];
  program.inputs = {port_of(0)};
  std::get<Operations>(program.work).operations = {{ScalarOp::sum_lanes, 0},
                                                   {.op = ScalarOp::fold_add, .a = 1, .level = 1}};
  EXPECT_EQ(actions_of(shipped_chip("plasticine_rnn"), mapping, small_run(1)).operations,
            10 * (15 + 1) + 5 * 2);
}

TEST(Energy, CountsALookUpOfEachLane) {
  Mapping mapping = small_mapping();
  const auto look_ups = [&] {
    return actions_of(shipped_chip("plasticine_rnn"), mapping, small_run(1)).look_ups;
  };
  EXPECT_EQ(look_ups(), 10);
  mapping.streams[StreamId(1)].kind = TokenKind::vector;
  EXPECT_EQ(look_ups(), 10 * 16);
  mapping.units[UnitId(0)].programs[0].outputs[1].access->row.emplace();  // one for all lanes
  EXPECT_EQ(look_ups(), 10);
}

// In 150 ns, power-gated: 2 PCUs, 1 PMU, and switches of the routes: 2 vector, 2 scalar, 1 control.
TEST(Energy, PowerGatedIsThatOfUsedUnitsAndSwitches) {
  const CostReport report = energy(1);
  EXPECT_NEAR(row_of(report, "pcu", "FIFOs").leakage_j, 2 * 2.07256e-3 * 150e-9, 1e-18);
  EXPECT_NEAR(row_of(report, "pmu", "FIFOs").clock_j, 5.19121e-3 * 150e-9, 1e-18);
  EXPECT_NEAR(row_of(report, "switch", "vector").clock_j, 2 * 37.0721e-3 * 150e-9, 1e-18);
  EXPECT_NEAR(row_of(report, "switch", "scalar").leakage_j, 2 * 1.28079e-3 * 150e-9, 1e-18);
  EXPECT_NEAR(row_of(report, "switch", "control").leakage_j, 0.0400247e-3 * 150e-9, 1e-18);
}

TEST(Energy, WithoutPowerGatingIsThatOfTheWholeChip) {
  const CostReport gated = energy(1), open = energy(1, {.power_gated = false});
  EXPECT_EQ(open.dynamic_j, gated.dynamic_j);
  EXPECT_NEAR(row_of(open, "pcu", "FIFOs").leakage_j,
              row_of(gated, "pcu", "FIFOs").leakage_j * 64 / 2, 1e-18);
  EXPECT_NEAR(row_of(open, "switch", "control").clock_j,
              row_of(gated, "switch", "control").clock_j * 128, 1e-18);
}

TEST(Energy, StaticAndDynamicPartsAddUpToTheLastBit) {
  for (const bool gated : {true, false}) {
    const CostReport report = energy(7, {.power_gated = gated});
    double leakage = 0, clock = 0, dynamic = 0;
    for (const EnergyRow& row : report.rows) {
      leakage += row.leakage_j;
      clock += row.clock_j;
      dynamic += row.dynamic_j;
    }
    EXPECT_EQ(report.leakage_j, leakage);
    EXPECT_EQ(report.clock_j, clock);
    EXPECT_EQ(report.dynamic_j, dynamic);
    EXPECT_EQ(report.static_j, leakage + clock);
    EXPECT_EQ(report.total_j, report.static_j + report.dynamic_j);
  }
}

TEST(Energy, OfARunWithoutActivityIsIdlePower) {
  const CostReport report = energy(0);
  EXPECT_EQ(report.dynamic_j, 0);
  EXPECT_GT(report.leakage_j, 0);
  EXPECT_GT(report.clock_j, 0);
  EXPECT_EQ(report.total_j, report.static_j);
}

TEST(Energy, OfTwiceTheStepsIsTwiceWithoutTheStart) {
  const double start = energy(0).total_j;
  EXPECT_NEAR(energy(20).total_j - start, 2 * (energy(10).total_j - start), 1e-18);
}

// Half the clock: twice the time, half the power of the clock, the same energy of each token.
TEST(Energy, AtHalfTheClockLeaksTwiceAndIsElseTheSame) {
  Chip chip = shipped_chip("plasticine_isca17");
  chip.clock_mhz = 500;
  const CostReport slow = cost_of(chip, small_mapping(), small_run(3), plasticine());
  const CostReport fast = energy(3);
  EXPECT_DOUBLE_EQ(slow.leakage_j, 2 * fast.leakage_j);
  EXPECT_DOUBLE_EQ(slow.clock_j, fast.clock_j);
  EXPECT_DOUBLE_EQ(slow.dynamic_j, fast.dynamic_j);
}

// A bank of a quarter of the size takes half the energy of a word.
TEST(Energy, OfAWordGrowsWithTheRootOfTheBank) {
  Chip chip = shipped_chip("plasticine_isca17");
  chip.pmu.capacity_kb = 64;
  const CostReport small = cost_of(chip, small_mapping(), small_run(1), plasticine());
  EXPECT_DOUBLE_EQ(row_of(small, "pmu", "scratchpad").dynamic_j,
                   row_of(energy(1), "pmu", "scratchpad").dynamic_j / 2);
}

TEST(Energy, OfLocalAndIdealStreamsIsNone) {
  Mapping mapping = small_mapping();
  for (Stream& stream : mapping.streams)
    if (!stream.is_local()) stream.carrier = Ideal{};
  const CostReport report =
      cost_of(shipped_chip("plasticine_isca17"), mapping, small_run(1), plasticine());
  EXPECT_EQ(all_of(report, "switch"), 0);
}

// 6000 multiply-accumulates; peaks are those of a chip without packing: 2 * 64 * 16 * 1 GHz.
TEST(Energy, FiguresFollowFromEnergyTimeAndArea) {
  const CostReport report = energy(1);
  EXPECT_DOUBLE_EQ(report.watts, report.total_j / 150e-9);
  EXPECT_DOUBLE_EQ(report.static_watts + report.dynamic_watts, report.watts);
  EXPECT_DOUBLE_EQ(report.pj_per_mac, report.total_j / kPico / 6000);
  EXPECT_DOUBLE_EQ(report.edp_js, report.total_j * 150e-9);
  EXPECT_DOUBLE_EQ(report.tflops_per_watt, 0.08 / report.watts);
  EXPECT_NEAR(report.tflops_per_mm2, 0.08 / 107.18, 1e-12);
  EXPECT_EQ(report.table, "plasticine_28nm");
}

TEST(Energy, RefusesAResultOfAnotherMapping) {
  RunResult other = small_run(1);
  other.units.pop_back();
  EXPECT_THROW(cost_of(shipped_chip("plasticine_isca17"), small_mapping(), other, plasticine()),
               InternalError);
}

TEST(Energy, AtAnotherProcessIsThatOfTheScaledTable) {
  const CostTable at16 = at_node(plasticine(), 16, 0.8);
  const CostReport direct =
      cost_of(shipped_chip("plasticine_isca17"), small_mapping(), small_run(1), at16);
  const CostReport asked = energy(1, {.node_nm = 16, .volts = 0.8});
  EXPECT_EQ(asked.total_j, direct.total_j);
  EXPECT_EQ(asked.mm2, direct.mm2);
  EXPECT_EQ(asked.node_nm, 16);
  EXPECT_LT(asked.total_j, energy(1).total_j);
  EXPECT_EQ(asked.table, direct.table);
}

// The PMU sends 10 scalars, which a sink takes instead of the element-wise unit: 40 bytes; a source
// in place of the PMU would have sent 30 vectors of 64 bytes and these.
TEST(Energy, CountsTheBytesOfStreamPorts) {
  Mapping mapping = small_mapping();
  mapping.streams[StreamId(1)].to = {UnitId(2)};
  mapping.units[UnitId(2)].kind = UnitKind::sink;
  const Chip chip = shipped_chip("plasticine_isca17");
  EXPECT_EQ(actions_of(chip, mapping, small_run(1)).bytes_out, 40);
  EXPECT_EQ(actions_of(chip, mapping, small_run(1)).bytes_in, 0);
  mapping.units[UnitId(0)].kind = UnitKind::source;
  EXPECT_EQ(actions_of(chip, mapping, small_run(1)).bytes_in, 30 * 64 + 10 * 4);
}

TEST(Energy, TheTableOfTheProgramIsTheShippedOne) {
  EXPECT_EQ(to_json(default_cost_table()), to_json(plasticine()));
}

}  // namespace
}  // namespace rda::cost_test
