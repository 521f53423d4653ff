// SPDX-License-Identifier: Apache-2.0
#include "flow/what_if.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "chip/chip_fields.h"
#include "json/knobs.h"
#include "rda/error.h"

namespace rda::flow {
namespace {

using Changes = std::vector<KnobChange>;

bool lifts(const Chip& chip, const Changes& changes) {
  const auto limits = lifted_limits(chip);
  return std::ranges::find(limits, changes) != limits.end();
}

TEST(LiftedLimits, AreConcreteChangesOfKnobs) {
  const Chip chip;
  EXPECT_TRUE(lifts(chip, {{"/grid/rows", 16, 32}}));
  EXPECT_TRUE(lifts(chip, {{"/pmu/capacity_kb", 256, 1024}}));
  EXPECT_TRUE(lifts(chip, {{"/network/tracks/vector", 2, 8},
                           {"/network/tracks/scalar", 4, 16},
                           {"/network/tracks/control", 4, 16}}));
}

TEST(LiftedLimits, KeepTheChipValid) {
  const Chip chip;
  for (const Changes& changes : lifted_limits(chip)) EXPECT_NO_THROW(changed(chip, changes));
}

TEST(LiftedLimits, EndWhereTheRangeOfTheKnobDoes) {
  Chip chip;
  chip.pmu.inputs.vector = 40;
  EXPECT_TRUE(lifts(chip, {{"/pmu/inputs/vector", 40, 64}}));
  chip.pmu.inputs.vector = 64;
  for (const Changes& changes : lifted_limits(chip))
    for (const KnobChange& change : changes) EXPECT_NE(change.pointer, "/pmu/inputs/vector");
}

TEST(LiftedLimits, LeaveOutWhatIsLiftedAlready) {
  Chip chip;
  const auto has_hops = [&] { return lifts(chip, {{"/network/hop_latency", 3, 1}}); };
  EXPECT_FALSE(has_hops());
  chip.network.hop_latency = 3;
  EXPECT_TRUE(has_hops());
}

TEST(LiftedLimits, LeaveOutPortsThatTheSideHasNoRoomFor) {
  Chip chip;
  chip.grid.rows = chip.stream.sources.count = 2;
  for (const Changes& changes : lifted_limits(chip))
    for (const KnobChange& change : changes) EXPECT_NE(change.pointer, "/stream/sources/count");
}

TEST(LiftedLimits, ChangeTheChipAsAnOverrideDoes) {
  const Chip chip = changed(Chip(), {{"/pmu/inputs/scalar", 4, 8}, {"/pcu/stages", 6, 12}});
  EXPECT_EQ(chip.pmu.inputs.scalar, 8);
  EXPECT_EQ(chip.pcu.stages, 12);
  EXPECT_EQ(chip.pmu.inputs.vector, Chip().pmu.inputs.vector);
  EXPECT_THROW(changed(Chip(), {{"/pcu/stages", 6, 1000}}), ConfigError);
}

TEST(LiftedLimits, HaveARowOrAReasonForEveryKnobOfAChip) {
  const std::vector<std::string> rows = lifted_knobs();
  const std::map<std::string, std::string> reasons = knobs_without_row();
  const std::vector<std::string> described = json::pointers(json::knobs<Chip>());
  for (const std::string& knob : described)
    EXPECT_NE(std::ranges::count(rows, knob) == 1, reasons.contains(knob)) << knob;
  for (const auto& [knob, reason] : reasons) {
    EXPECT_EQ(std::ranges::count(described, knob), 1) << knob;
    EXPECT_FALSE(reason.empty());
  }
}

TEST(LiftedLimits, SetAWordAsAnOverrideDoes) {
  Chip chip;
  const Changes used{{"/pcu/latency", 1, 0}};
  EXPECT_FALSE(lifts(chip, used));
  chip.pcu.latency = PcuLatency::all_stages;
  ASSERT_TRUE(lifts(chip, used));
  EXPECT_EQ(changed(chip, used).pcu.latency, PcuLatency::stages_used);
  EXPECT_EQ(value_text("/pcu/latency", 1), "all_stages");
}

TEST(LiftedLimits, SetAFlagAsAnOverrideDoes) {
  Chip chip;
  chip.pcu.packing = chip.pcu.fused = chip.pcu.folded = false;
  EXPECT_TRUE(lifts(chip, {{"/pcu/packing", 0, 1}}));
  const Changes all{{"/pcu/packing", 0, 1}, {"/pcu/fused", 0, 1}, {"/pcu/folded", 0, 1}};
  ASSERT_TRUE(lifts(chip, all));
  EXPECT_TRUE(changed(chip, all).pcu.folded);
  EXPECT_EQ(value_text("/pcu/packing", 1), "true");
  EXPECT_EQ(value_text("/pcu/lanes", 1), "1");
  WhatIfTable table;
  table.rows.resize(1);
  table.rows[0].changes = {{"/pcu/packing", 0, 1}};
  EXPECT_NE(to_text(table).find("/pcu/packing false -> true"), std::string::npos);
}

WhatIfTable small_table() {
  WhatIfTable table;
  table.steps = 6;
  table.all_steps = 150;
  table.cycles = 1000;
  table.least_cycles = 990;
  table.most_cycles = 1020;
  table.rows.resize(3);
  table.rows[0].cycles = 600;
  table.rows[0].saved = 400;
  table.rows[1].changes = {{"/pcu/lanes", 16, 32}, {"/pmu/banks", 16, 32}};
  table.rows[1].cycles = 1010;
  table.rows[1].saved = -10;
  table.rows[2].changes = {{"/grid/rows", 24, 48}};
  table.rows[2].problem = "layer0: does not fit";
  return table;
}

TEST(WhatIfText, HasTheWholeRefusalOfALimitWithin80Columns) {
  WhatIfTable table = small_table();
  table.rows[2].problem =
      "layer0.c.memory: needs 129360 bytes, a pmu of this chip has 86016; nor does a smaller "
      "unrolling fit";
  EXPECT_NE(to_text(table).find(R"(
  /grid/rows 24 -> 48                         layer0.c.memory: needs 129360
                                              bytes, a pmu of this chip has
                                              86016; nor does a smaller
                                              unrolling fit
)"),
            std::string::npos)
      << to_text(table);
}

TEST(WhatIfText, HasARowForEachLimitWithCyclesSavingAndShare) {
  EXPECT_TRUE(
      to_text(small_table())
          .starts_with(
              R"(what if: each limit is lifted alone, then the workload is mapped and simulated
on the first 6 of 150 steps (--set /steps=6 gives the same cycles)
(rows with + belong to the row above: all of these knobs change together)
                                                   cycles      saved
  the unchanged chip                                 1000
  --ideal-network                                     600        400    40.0 %
  /pcu/lanes 16 -> 32                                1010        -10    -1.0 %
  + /pmu/banks 16 -> 32
  /grid/rows 24 -> 48                         layer0: does not fit
The unchanged chip takes 990 to 1020 cycles with other seeds)"))
      << to_text(small_table());
}

TEST(WhatIfText, TellsTheRowsThatSaveNothingInOneSentence) {
  WhatIfTable table = small_table();
  table.rows[1].cycles = 1000;
  table.rows[1].saved = 0;
  const std::string text = to_text(table);
  EXPECT_NE(text.find(R"(
  /grid/rows 24 -> 48                         layer0: does not fit
  saved nothing: /pcu/lanes 16 -> 32 with /pmu/banks
The unchanged)"),
            std::string::npos)
      << text;
  EXPECT_EQ(text.find("rows with +"), std::string::npos) << text;
}

TEST(WhatIfText, EndsWithWhatTheMappingKeeps) {
  WhatIfTable table = small_table();
  table.note = "Policy paper maps the published unrolling.";
  EXPECT_TRUE(to_text(table).ends_with("\nPolicy paper maps the published unrolling.\n"));
}

TEST(WhatIfText, SaysNothingOfStepsThatAreAll) {
  WhatIfTable table = small_table();
  table.all_steps = 6;
  EXPECT_EQ(to_text(table).find("steps"), std::string::npos);
}

}  // namespace
}  // namespace rda::flow
