// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class RowsInLanes : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, RowsInLanes, kEngines, engine_name);

/// @param pitch  bytes from one row of weights to the next
HandMapping rows_in_lanes(int pitch) {
  HandMapping m(2, 4);
  Access weights = access({4, std::int64_t{16} * pitch}, 2);
  weights.lane_stride = pitch;
  m.pmu("W", {0, 1})
      .buffer({.name = "w", .slot_bytes = std::int64_t{32} * pitch})
      .read({6, 2}, 3)
      .out("w", {.access = weights});
  m.pmu("X", {1, 1})
      .buffer({.name = "x", .slot_bytes = 24})
      .read({6, 2}, 2)
      .out("x", {.access = access({4}, 2)});
  m.pcu("P", {0, 2}, {6, 2}, 3)
      .in("w")
      .in("x")
      .out("y", {.level = 1})
      .dot({.weights = {0}, .operands = {1}, .rows_in_lanes = true});
  m.sink("out", {0, 3}, 2);
  m.vector("w", "W.w", {"P.w"}, {{{0, 1}, {0, 2}}});
  m.scalar("x", "X.x", {"P.x"}, {{{1, 1}, {1, 2}, {0, 2}}});
  m.vector("y", "P.y", {"out"}, {{{0, 2}, {0, 3}}});
  return m;
}

TEST_P(RowsInLanes, MakeAVectorOfSumsWithoutATree) {
  run(rows_in_lanes(28));
  EXPECT_EQ(cycles(), 24);
  EXPECT_EQ(unit("W"), (Counts{.active = 12, .idle = 12}));
  EXPECT_EQ(unit("X"), (Counts{.active = 12, .idle = 12}));
  EXPECT_EQ(unit("P"), (Counts{.active = 12, .idle = 12}));
  EXPECT_EQ(unit("out"), (Counts{.active = 2, .idle = 17, .starved = 5}));
}

TEST_P(RowsInLanes, ARowOfBanksApartTakeABankCycleEach) {
  run(rows_in_lanes(64));
  EXPECT_EQ(cycles(), 204);
  EXPECT_EQ(unit("W"), (Counts{.active = 12, .conflict = 180, .idle = 12}));
}

}  // namespace
}  // namespace rda::derived
