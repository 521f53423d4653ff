// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class DotUnit : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, DotUnit, kEngines, engine_name);

HandMapping dot_unit(int interval) {
  HandMapping m(2, 4);
  m.chip.stream.sources.interval = interval;
  m.source("x", {1, 0}, 24);
  m.pmu("W", {0, 1})
      .buffer({.name = "w", .slot_bytes = 768})
      .read({4, 3, 2}, 3)
      .out("w", {.access = access({64, 256, 0}, 3)});
  m.pcu("D", {0, 2}, {4, 3, 2}, 7).in("w").in("x").out("y", {.level = 1}).dot_product();
  m.sink("out", {0, 3}, 6);
  m.vector("w", "W.w", {"D.w"}, {{{0, 1}, {0, 2}}});
  m.vector("x", "x", {"D.x"}, {{{1, 0}, {1, 1}, {1, 2}, {0, 2}}});
  m.scalar("y", "D.y", {"out"}, {{{0, 2}, {0, 3}}});
  return m;
}

TEST_P(DotUnit, FiresOnceACycleWhenBothOperandsCome) {
  run(dot_unit(1));
  EXPECT_EQ(cycles(), 40);
  EXPECT_EQ(unit("D"), (Counts{.active = 24, .idle = 15, .starved = 1}));
  EXPECT_EQ(unit("W"), (Counts{.active = 24, .idle = 16}));
  EXPECT_EQ(unit("x"), (Counts{.active = 24, .idle = 16}));
  EXPECT_EQ(unit("out"), (Counts{.active = 6, .idle = 19, .starved = 15}));
}

TEST_P(DotUnit, ASlowOperandHoldsTheWeightMemory) {
  run(dot_unit(2));
  EXPECT_EQ(cycles(), 62);
  EXPECT_EQ(unit("D"), (Counts{.active = 24, .idle = 15, .starved = 23}));
  EXPECT_EQ(unit("W"), (Counts{.active = 24, .blocked = 12, .idle = 26}));
  EXPECT_EQ(unit("x"), (Counts{.active = 24, .idle = 15, .starved = 23}));
  EXPECT_EQ(unit("out"), (Counts{.active = 6, .idle = 21, .starved = 35}));
  EXPECT_EQ(stream("w"), (Tracks{.carrying = 24, .held = 14}));
  EXPECT_EQ(stream("x"), (Tracks{.carrying = 3 * 24}));
}

}  // namespace
}  // namespace rda::derived
