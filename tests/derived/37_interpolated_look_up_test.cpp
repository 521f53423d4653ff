// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class InterpolatedLookUp : public Scenario {
 protected:
  void expect_three_bank_cycles() {
    EXPECT_EQ(cycles(), 50);
    EXPECT_EQ(unit("x"), (Counts{.active = 12, .blocked = 4, .idle = 34}));
    EXPECT_EQ(unit("T"), (Counts{.active = 12, .conflict = 24, .idle = 14}));
    EXPECT_EQ(unit("out"), (Counts{.active = 12, .idle = 16, .starved = 22}));
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, InterpolatedLookUp, kEngines, engine_name);

HandMapping interpolated(bool vector, int banks) {
  HandMapping m(1, 4);
  m.chip.pmu.interpolation = true;
  m.chip.pmu.banks = banks;
  Access entries = access({}, 1);
  entries.look_up = 0;
  m.source("x", {0, 0}, 12);
  m.pmu("T", {0, 1})
      .buffer({.name = "table", .slot_bytes = std::int64_t{12} * kTableEntries * banks})
      .read({12}, 7)
      .in("x")
      .out("y", {.access = entries});
  m.sink("out", {0, 3}, 12);
  if (vector) {
    m.vector("x", "x", {"T.x"}, {{{0, 0}, {0, 1}}});
    m.vector("y", "T.y", {"out"}, {{{0, 1}, {0, 2}, {0, 3}}});
  } else {
    m.scalar("x", "x", {"T.x"}, {{{0, 0}, {0, 1}}});
    m.scalar("y", "T.y", {"out"}, {{{0, 1}, {0, 2}, {0, 3}}});
  }
  return m;
}

TEST_P(InterpolatedLookUp, ReadsThreeWordsOfABankForAVector) {
  run(interpolated(true, 16));
  expect_three_bank_cycles();
}

TEST_P(InterpolatedLookUp, ReadsWordsOfNeighbouringBanksForAScalar) {
  run(interpolated(false, 16));
  EXPECT_EQ(cycles(), 26);
  EXPECT_EQ(unit("T"), (Counts{.active = 12, .idle = 14}));
}

TEST_P(InterpolatedLookUp, TakesTwoCyclesWithTwoBanks) {
  run(interpolated(false, 2));
  EXPECT_EQ(cycles(), 38);
  EXPECT_EQ(unit("x"), (Counts{.active = 12, .blocked = 1, .idle = 25}));
  EXPECT_EQ(unit("T"), (Counts{.active = 12, .conflict = 12, .idle = 14}));
}

TEST_P(InterpolatedLookUp, TakesThreeCyclesWithOneBank) {
  run(interpolated(false, 1));
  expect_three_bank_cycles();
}

}  // namespace
}  // namespace rda::derived
