// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class VectorLookUp : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, VectorLookUp, kEngines, engine_name);

HandMapping vector_look_up(int banks) {
  HandMapping m(1, 4);
  m.chip.pmu.banks = banks;
  Access entries = access({}, 1);
  entries.look_up = 0;
  m.source("x", {0, 0}, 12);
  m.pmu("T", {0, 1})
      .buffer({.name = "table", .slot_bytes = std::int64_t{4} * kTableEntries * banks})
      .read({12}, 3)
      .in("x")
      .out("y", {.access = entries});
  m.sink("out", {0, 3}, 12);
  m.vector("x", "x", {"T.x"}, {{{0, 0}, {0, 1}}});
  m.vector("y", "T.y", {"out"}, {{{0, 1}, {0, 2}, {0, 3}}});
  return m;
}

TEST_P(VectorLookUp, TakesACycleIfEachLaneHasABank) {
  run(vector_look_up(16));
  EXPECT_EQ(cycles(), 22);
  EXPECT_EQ(unit("T"), (Counts{.active = 12, .idle = 10}));
}

TEST_P(VectorLookUp, TakesTwoCyclesIfTwoLanesShareABank) {
  run(vector_look_up(8));
  EXPECT_EQ(cycles(), 34);
  EXPECT_EQ(unit("x"), (Counts{.active = 12, .blocked = 1, .idle = 21}));
  EXPECT_EQ(unit("T"), (Counts{.active = 12, .conflict = 12, .idle = 10}));
  EXPECT_EQ(unit("out"), (Counts{.active = 12, .idle = 11, .starved = 11}));
}

}  // namespace
}  // namespace rda::derived
