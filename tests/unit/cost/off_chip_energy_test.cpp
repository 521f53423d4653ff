// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "rda/power.h"
#include "unit/cost/support.h"

namespace rda::cost_test {
namespace {

double off_chip_j(const CostReport& report, std::string_view part) {
  for (const EnergyRow& row : report.rows)
    if (row.unit == "off_chip" && row.part == part) return row.dynamic_j;
  ADD_FAILURE() << part;
  return 0;
}

// 31.4 pJ in each active cycle of an address generator; 10 bursts of 64 bytes at 1300 pJ for each
// 64 bits.
TEST(Energy, OfOffChipMemoryFollowsFromActivityByHand) {
  const Chip chip = shipped_chip("plasticine_isca17_ddr3");
  Mapping mapping;
  mapping.units = {unit_at("reader", UnitKind::ag, {0, 0}, {}),
                   unit_at("writer", UnitKind::ag, {0, 0}, {})};
  RunResult run;
  run.cycles = 1000;
  run.units.resize(2);
  run.units[0].activity[Activity::active] = 7;
  run.units[0].bytes_read = 448;
  run.units[1].bytes_written = 192;
  run.channels = {{.reads = 7, .writes = 2}, {.writes = 1}};
  const CostReport report = cost_of(chip, mapping, run, plasticine());
  EXPECT_NEAR(off_chip_j(report, "address generators") / 1e-12, 7 * 31.4, 1e-6);
  EXPECT_NEAR(off_chip_j(report, "memory") / 1e-12, 10 * 8 * 1300, 1e-6);
  const std::vector<double> units = unit_dynamic_j(chip, mapping, run, plasticine());
  EXPECT_NEAR(units[0] / 1e-12, 7 * 31.4 + 7 * 8 * 1300, 1e-6);
  EXPECT_NEAR(units[0] + units[1], report.dynamic_j, 1e-12 * report.dynamic_j);
}

}  // namespace
}  // namespace rda::cost_test
