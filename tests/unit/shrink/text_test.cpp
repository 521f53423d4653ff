// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "shrink/shrink.h"

namespace rda::shrink {
namespace {

Shrunk small_table() {
  Shrunk shrunk;
  shrunk.cycles = 291;
  shrunk.table = "plasticine_28nm";
  shrunk.node_nm = 28;
  shrunk.rows = {{{"/pmu/capacity_kb", 64, 8}, 4}, {{"/pcu/inputs/control", 16, 0}, 0.25}};
  shrunk.before = {20, 2.5};
  shrunk.after = {15.75, 2};
  return shrunk;
}

TEST(ShrinkText, HasARowForEachKnobAndTheTotals) {
  EXPECT_EQ(to_text(small_table()),
            R"(what can shrink: each knob is lowered as far as the whole run, mapped anew,
takes the same 291 cycles; with all rows together it does so as well
area and power are estimates by table plasticine_28nm at 28 nm

knob                 from  to  mm2 saved  % of chip
/pmu/capacity_kb       64   8      4.000       20.0
/pcu/inputs/control    16   0      0.250        1.2

estimate   before   after  saved     %
area, mm2  20.000  15.750  4.250  21.2
power, W    2.500   2.000  0.500  20.0
)");
}

TEST(ShrinkText, SaysWhichLowerValuesTakeFewerCycles) {
  Shrunk shrunk = small_table();
  shrunk.fewer = {{{"/pcu/stages", 4, 3}, 274}, {{"/pmu/inputs/scalar", 6, 1}, 280}};
  EXPECT_TRUE(to_text(shrunk).ends_with(R"(
Lower values of these knobs, each alone, take fewer cycles, with another
placement. They are left out because the cycles are not the same: /pcu/stages 3
(274), /pmu/inputs/scalar 1 (280).
)")) << to_text(shrunk);
}

TEST(ShrinkText, SaysThatNothingCanShrink) {
  Shrunk shrunk;
  shrunk.cycles = 291;
  EXPECT_EQ(to_text(shrunk),
            "what can shrink: nothing, no knob has a lower value with the same 291 cycles\n");
}

}  // namespace
}  // namespace rda::shrink
