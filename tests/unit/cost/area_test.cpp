// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "chip/chip_fields.h"
#include "cost/parts.h"
#include "json/knobs.h"
#include "rda/error.h"
#include "unit/cost/support.h"

namespace rda::cost_test {
namespace {

/// mm2 of a part of all units, or of all parts of a sort of unit.
double mm2_of(const AreaReport& report, std::string_view unit, std::string_view part = "") {
  double mm2 = 0;
  for (const AreaRow& row : report.rows)
    if (row.unit == unit && (part.empty() || row.part == part)) mm2 += row.mm2;
  return mm2;
}

double each_of(const AreaReport& report, std::string_view unit, std::string_view part) {
  for (const AreaRow& row : report.rows)
    if (row.unit == unit && row.part == part) return row.each;
  ADD_FAILURE() << unit << ' ' << part;
  return 0;
}

// Prabhakar et al., ISCA 2017, Table 5: a PCU of 0.849 mm2 (functional units 0.622, registers
// 0.144, FIFOs 0.082, control 0.001), a PMU of 0.532 mm2 (scratchpad 0.477, FIFOs 0.024, registers
// 0.023, FUs 0.007, control 0.001).
TEST(Area, OfTheUnitsOf2017IsThatOfTable5PartByPart) {
  const AreaReport report = area_of(shipped_chip("plasticine_isca17"), plasticine());
  EXPECT_DOUBLE_EQ(each_of(report, "pcu", "functional units"), 0.622);
  EXPECT_DOUBLE_EQ(each_of(report, "pcu", "registers"), 0.144);
  EXPECT_DOUBLE_EQ(each_of(report, "pcu", "FIFOs"), 0.082);
  EXPECT_DOUBLE_EQ(each_of(report, "pcu", "control"), 0.001);
  EXPECT_DOUBLE_EQ(each_of(report, "pmu", "scratchpad"), 0.477);
  EXPECT_DOUBLE_EQ(each_of(report, "pmu", "FIFOs"), 0.024);
  EXPECT_DOUBLE_EQ(each_of(report, "pmu", "registers"), 0.023);
  EXPECT_DOUBLE_EQ(each_of(report, "pmu", "address units"), 0.007);
  EXPECT_DOUBLE_EQ(each_of(report, "pmu", "control"), 0.001);
}

// The same table: 64 * 0.849 = 54.336 (48.16 %), 64 * 0.532 = 34.048 (30.2 %), interconnect 18.796
// (16.66 %), memory controllers 5.616 (4.98 %), in all 112.796 mm2. This chip has no memory
// controllers: 112.796 - 5.616 = 107.180.
TEST(Area, OfTheChipOf2017IsThatOfTable5WithoutMemoryControllers) {
  const AreaReport report = area_of(shipped_chip("plasticine_isca17"), plasticine());
  EXPECT_NEAR(mm2_of(report, "pcu"), 54.336, 1e-9);
  EXPECT_NEAR(mm2_of(report, "pmu"), 34.048, 1e-9);
  EXPECT_NEAR(mm2_of(report, "switch"), 18.796, 1e-9);
  EXPECT_NEAR(report.mm2 + 5.616, 112.796, 1e-9);
  EXPECT_EQ(report.table, "plasticine_28nm");
}

// Published switches: 512 bits of 2 tracks 0.066732, 32 bits of 4 tracks 0.009222, control a 32nd
// of that, 0.000288: 0.076242 mm2 a site, 9.759 on 128 sites. That is 51.9 % of the published
// interconnect, which has wires and whatever else too.
TEST(Area, OfSwitchesAloneIsHalfOfThePublishedInterconnect) {
  CostTable table = plasticine();
  table.parts.interconnect.mm2 = std::nullopt;
  const AreaReport report = area_of(shipped_chip("plasticine_isca17"), table);
  EXPECT_NEAR(mm2_of(report, "switch"), 128 * (0.066732 + 0.009222 + 0.009222 / 32), 1e-6);
  EXPECT_NEAR(mm2_of(report, "switch") / 18.796, 0.519, 0.001);
}

// Zhao et al., SysML 2019, Table 4: 494.37 mm2. Neither sum of published areas comes to that:
// - Table 5's units as they are, and its interconnect a site (18.796 / 128): 192 * 0.849 + 384 *
//   0.532 + 576 * 0.146844 = 163.008 + 204.288 + 84.582 = 451.878, which is 42.49 mm2 (8.6 %) less;
// - this chip, with 4 stages and 84 kB, is 148.51 mm2 (30.0 %) less:
//   PCU: 0.622 * 4/6 + 0.144 * 512/576 + 0.082 * 15616/9472 + 0.001 = 0.678856
//   PMU: 0.477 * (0.8 * 84/256 + 0.2) + 0.024 * 15616/8448 + (0.023 + 0.007) * 10/4 + 0.001 =
//   0.340976
//   192 * 0.678856 + 384 * 0.340976 + 84.582 = 345.857.
TEST(Area, OfTheRnnVariantIsBelowThePublishedOneByMoreThanAQuarter) {
  const AreaReport report = area_of(shipped_chip("plasticine_rnn"), plasticine());
  EXPECT_NEAR(mm2_of(report, "pcu"), 192 * 0.678856, 1e-3);
  EXPECT_NEAR(mm2_of(report, "pmu"), 384 * 0.340976, 1e-3);
  EXPECT_NEAR(mm2_of(report, "switch"), 576 * 18.796 / 128, 1e-9);
  EXPECT_NEAR(494.37 - report.mm2, 148.51, 0.01);
  EXPECT_NEAR(494.37 - (192 * 0.849 + 384 * 0.532 + 576 * 18.796 / 128), 42.49, 0.01);
}

TEST(Area, IsTheSumOfItsRows) {
  const AreaReport report = area_of(shipped_chip("tiny"), horowitz());
  double sum = 0;
  for (const AreaRow& row : report.rows) {
    sum += row.mm2;
    EXPECT_DOUBLE_EQ(row.mm2, static_cast<double>(row.count) * row.each);
  }
  EXPECT_EQ(report.mm2, sum);
}

// A vector of 4 lanes has 128 of the table's 512 bits.
TEST(Area, OfASwitchGrowsWithTheWidthOfItsTokens) {
  Chip chip = shipped_chip("plasticine_isca17");
  const double wide = each_of(area_of(chip, plasticine()), "switch", "vector");
  const double scalar = each_of(area_of(chip, plasticine()), "switch", "scalar");
  chip.pcu.lanes = 4;
  EXPECT_DOUBLE_EQ(each_of(area_of(chip, plasticine()), "switch", "vector"), wide / 4);
  EXPECT_DOUBLE_EQ(each_of(area_of(chip, plasticine()), "switch", "scalar"), scalar);
}

TEST(Area, BeyondTheListsTheLastLineGoesOn) {
  const std::vector<double> list{1, 3, 7};
  EXPECT_EQ(cost::at_tracks(list, 0), 0);
  EXPECT_EQ(cost::at_tracks(list, 3), 7);
  EXPECT_EQ(cost::at_tracks(list, 5), 7 + 2 * 4);
  EXPECT_EQ(cost::at_tracks({2}, 3), 6);
}

/// Areas of a chip with a knob at 1, 2, 3, 5 and 8, as far as its range has them.
std::vector<double> areas_by(const json::Knob& knob) {
  std::vector<double> areas;
  for (const int value : {1, 2, 3, 5, 8}) {
    const std::vector<Override> overrides{{"/stream/sources/count", "1"},
                                          {"/stream/sinks/count", "1"},
                                          {"/stream/sources/offset", "0"},
                                          {"/stream/sinks/offset", "0"},
                                          {knob.pointer, std::to_string(value)}};
    const Chip chip = load_chip(kConfigs / "plasticine_isca17.json", overrides);
    areas.push_back(area_of(chip, plasticine()).mm2);
  }
  return areas;
}

TEST(Area, NeverFallsAsAKnobGrowsAndGrowsWithEachThatIsHardware) {
  std::set<std::string> grow;
  for (const json::Knob& knob : json::knobs<Chip>()) {
    const bool number = knob.field.shape.kind == json::Shape::Kind::integer ||
                        knob.field.shape.kind == json::Shape::Kind::real;
    // Stream ports, generators and channels at the edge have no area.
    const bool at_edge =
        knob.pointer.starts_with("/stream/") || knob.pointer.starts_with("/memory/");
    if (!number || at_edge) continue;
    const std::vector<double> areas = areas_by(knob);
    EXPECT_TRUE(std::ranges::is_sorted(areas)) << knob.pointer;
    if (std::ranges::is_sorted(areas, std::ranges::less_equal{})) grow.insert(knob.pointer);
  }
  std::set<std::string> hardware{"/grid/cols", "/grid/rows",       "/network/hop_latency",
                                 "/pcu/lanes", "/pcu/registers",   "/pcu/stages",
                                 "/pmu/banks", "/pmu/capacity_kb", "/pmu/stages"};
  for (const std::string kind : {"vector", "scalar", "control"}) {
    hardware.insert("/network/tracks/" + kind);
    for (const std::string unit : {"/pcu", "/pmu"}) {
      hardware.insert(unit + "/inputs/" + kind);
      hardware.insert(unit + "/fifo_depth/" + kind);
    }
  }
  EXPECT_EQ(grow, hardware);
}

}  // namespace
}  // namespace rda::cost_test
