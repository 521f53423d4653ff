// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class LaneReductions : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, LaneReductions, kEngines, engine_name);

HandMapping largest_of_four_vectors(int latency) {
  HandMapping m(1, 4);
  m.source("v", {0, 0}, 12);
  m.pcu("P", {0, 2}, {4, 3}, latency).in("v").out("y", {.level = 1});
  m.mapping.units[m.unit("P")].programs[0].work = Operations{
      {{.op = ScalarOp::max_lanes, .a = 0}, {.op = ScalarOp::fold_max, .a = 1, .level = 1}}};
  m.sink("out", {0, 3}, 3);
  m.vector("v", "v", {"P.v"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.scalar("y", "P.y", {"out"}, {{{0, 2}, {0, 3}}});
  return m;
}

TEST_P(LaneReductions, FoldedTakeACycleForEachLevelOfTheTree) {
  run(largest_of_four_vectors(5));
  EXPECT_EQ(cycles(), 24);
  EXPECT_EQ(unit("v"), (Counts{.active = 12, .idle = 12}));
  EXPECT_EQ(unit("P"), (Counts{.active = 12, .idle = 12}));
  EXPECT_EQ(unit("out"), (Counts{.active = 3, .idle = 15, .starved = 6}));
}

TEST_P(LaneReductions, NotFoldedTakeAsLong) {
  HandMapping m = largest_of_four_vectors(5);
  m.chip.pcu.folded = false;
  m.chip.pcu.stages = 5;
  run(m);
  EXPECT_EQ(cycles(), 24);
}

TEST_P(LaneReductions, FoldedThroughAllStages) {
  HandMapping m = largest_of_four_vectors(9);
  m.chip.pcu.latency = PcuLatency::all_stages;
  m.chip.pcu.stages = 6;
  run(m);
  EXPECT_EQ(cycles(), 28);
}

TEST_P(LaneReductions, NotFoldedThroughAllStages) {
  HandMapping m = largest_of_four_vectors(6);
  m.chip.pcu.latency = PcuLatency::all_stages;
  m.chip.pcu.folded = false;
  m.chip.pcu.stages = 6;
  run(m);
  EXPECT_EQ(cycles(), 25);
}

TEST_P(LaneReductions, OfFiveLanesHaveThreeLevels) {
  HandMapping m = largest_of_four_vectors(4);
  m.chip.pcu.lanes = 5;
  run(m);
  EXPECT_EQ(cycles(), 23);
}

}  // namespace
}  // namespace rda::derived
