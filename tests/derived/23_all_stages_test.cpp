// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class AllStages : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, AllStages, kEngines, engine_name);

/// `dot`, `pass`: latencies of the two PCUs, which have 6 stages.
HandMapping passed_on(PcuLatency latency, int dot, int pass) {
  HandMapping m(3, 4);
  m.chip.pcu.stages = 6;
  m.chip.pcu.latency = latency;
  m.steps(5);
  m.source("w", {0, 0}, 20, "w").tokens_per_item = 4;
  m.source("x", {1, 0}, 20, "x").tokens_per_item = 4;
  m.pcu("D", {0, 2}, {4, 5}, dot)
      .in("w")
      .in("x")
      .out("y", {.level = 1})
      .dot({.weights = {0}, .operands = {1}});
  m.pcu("P", {2, 2}, {5}, pass).in("x").out("y");
  m.sink("out", {0, 3}, 5, "y").format = Format::fp32;
  m.vector("w", "w", {"D.w"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("x", "x", {"D.x"}, {{{1, 0}, {1, 1}, {1, 2}, {0, 2}}});
  m.scalar("y", "D.y", {"P.x"}, {{{0, 2}, {1, 2}, {2, 2}}});
  m.scalar("z", "P.y", {"out"}, {{{2, 2}, {1, 2}, {0, 2}, {0, 3}}});
  return m;
}

TEST_P(AllStages, TakeACycleForEachStageThatDoesNothing) {
  run(passed_on(PcuLatency::all_stages, 10, 6));
  EXPECT_EQ(cycles(), 50);
  EXPECT_EQ(unit("D"), (Counts{.active = 20, .idle = 29, .starved = 1}));
  EXPECT_EQ(unit("P"), (Counts{.active = 5, .idle = 33, .starved = 12}));
  EXPECT_EQ(unit("w"), (Counts{.active = 20, .idle = 30}));
  EXPECT_EQ(unit("x"), (Counts{.active = 20, .idle = 30}));
  EXPECT_EQ(unit("out"), (Counts{.active = 5, .idle = 33, .starved = 12}));
}

TEST_P(AllStages, AreLeftOutWhereOnlyThoseUsedCount) {
  run(passed_on(PcuLatency::stages_used, 7, 1));
  EXPECT_EQ(cycles(), 42);
  EXPECT_EQ(unit("D"), (Counts{.active = 20, .idle = 21, .starved = 1}));
  EXPECT_EQ(unit("P"), (Counts{.active = 5, .idle = 25, .starved = 12}));
  EXPECT_EQ(unit("out"), (Counts{.active = 5, .idle = 25, .starved = 12}));
}

}  // namespace
}  // namespace rda::derived
