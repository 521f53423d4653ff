// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class ColumnUpdate : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, ColumnUpdate, kEngines, engine_name);

TEST_P(ColumnUpdate, TakesAColumnACycle) {
  HandMapping m(2, 4);
  m.pmu("W", {0, 1})
      .buffer({.name = "w", .slot_bytes = 768})
      .read({6, 2}, 3)
      .out("w", {.access = access({64, 384}, 2)});
  m.pmu("X", {1, 1})
      .buffer({.name = "x", .slot_bytes = 24})
      .read({6, 2}, 2)
      .out("x", {.access = access({4}, 2)});
  m.pcu("P", {0, 2}, {6, 2}, 2).in("w").in("x").out("y", {.level = 1});
  m.mapping.units[m.unit("P")].programs[0].work =
      Operations{{{ScalarOp::mul, 0, 1}, {.op = ScalarOp::fold_add, .a = 2, .level = 1}}};
  m.sink("out", {0, 3}, 2);
  m.vector("w", "W.w", {"P.w"}, {{{0, 1}, {0, 2}}});
  m.scalar("x", "X.x", {"P.x"}, {{{1, 1}, {1, 2}, {0, 2}}});
  m.vector("y", "P.y", {"out"}, {{{0, 2}, {0, 3}}});
  run(m);
  EXPECT_EQ(cycles(), 23);
  EXPECT_EQ(unit("W"), (Counts{.active = 12, .idle = 11}));
  EXPECT_EQ(unit("X"), (Counts{.active = 12, .idle = 11}));
  EXPECT_EQ(unit("P"), (Counts{.active = 12, .idle = 11}));
  EXPECT_EQ(unit("out"), (Counts{.active = 2, .idle = 16, .starved = 5}));
}

}  // namespace
}  // namespace rda::derived
