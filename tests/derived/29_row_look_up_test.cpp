// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class RowLookUps : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, RowLookUps, kEngines, engine_name);

HandMapping row_look_up(int lane_stride, std::int64_t stride) {
  HandMapping m(1, 4);
  Access vectors = access({stride}, 2);
  vectors.lane_stride = lane_stride;
  vectors.look_up = 0;
  vectors.row = RowLookUp{.rows = 8, .row_bytes = 128};
  m.source("i", {0, 0}, 5);
  m.pmu("E", {0, 1})
      .buffer({.name = "table", .slot_bytes = 1024})
      .read({2, 5}, 4)
      .in("i", {.level = 1})
      .out("e", {.access = vectors});
  m.sink("out", {0, 3}, 10);
  m.scalar("i", "i", {"E.i"}, {{{0, 0}, {0, 1}}});
  m.vector("e", "E.e", {"out"}, {{{0, 1}, {0, 2}, {0, 3}}});
  return m;
}

TEST_P(RowLookUps, ReadTheVectorsOfARowOneAfterTheOther) {
  run(row_look_up(4, 64));
  EXPECT_EQ(cycles(), 21);
  EXPECT_EQ(unit("i"), (Counts{.active = 5, .idle = 16}));
  EXPECT_EQ(unit("E"), (Counts{.active = 10, .idle = 11}));
  EXPECT_EQ(unit("out"), (Counts{.active = 10, .idle = 11}));
}

TEST_P(RowLookUps, HaveTheBankConflictsOfAnOrdinaryRead) {
  run(row_look_up(8, 4));
  EXPECT_EQ(cycles(), 31);
  EXPECT_EQ(unit("E"), (Counts{.active = 10, .conflict = 10, .idle = 11}));
}

}  // namespace
}  // namespace rda::derived
