// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class BankConflicts : public Scenario {
 protected:
  /// The sink is idle until its first token has come.
  Cycle first_taken() const { return unit("out").idle; }
};
INSTANTIATE_TEST_SUITE_P(Engines, BankConflicts, kEngines, engine_name);

HandMapping reader(int lane_stride, std::int64_t stride, std::int64_t firings = 6) {
  HandMapping m(1, 4);
  Access vectors = access({stride}, 1);
  vectors.lane_stride = lane_stride;
  m.pmu("B", {0, 1})
      .buffer({.name = "b", .slot_bytes = 8192})
      .read({firings}, 2)
      .out("q", {.access = vectors});
  m.sink("out", {0, 3}, firings);
  m.vector("q", "B.q", {"out"}, {{{0, 1}, {0, 2}, {0, 3}}});
  return m;
}

TEST_P(BankConflicts, ConsecutiveWordsTakeOneCycle) {
  run(reader(4, 64));
  EXPECT_EQ(cycles(), 12);
  EXPECT_EQ(first_taken(), 6);
  EXPECT_EQ(unit("B"), (Counts{.active = 6, .idle = 6}));
}

TEST_P(BankConflicts, EverySecondWordTakesTwoCycles) {
  run(reader(8, 128));
  EXPECT_EQ(cycles(), 18);
  EXPECT_EQ(first_taken(), 7);
  EXPECT_EQ(unit("B"), (Counts{.active = 6, .conflict = 6, .idle = 6}));
}

TEST_P(BankConflicts, AColumnInOneBankTakesACycleALane) {
  run(reader(64, 1024));
  EXPECT_EQ(cycles(), 102);
  EXPECT_EQ(first_taken(), 21);
  EXPECT_EQ(unit("B"), (Counts{.active = 6, .conflict = 90, .idle = 6}));
}

TEST_P(BankConflicts, HalfTheBanksTakeTwoCycles) {
  HandMapping m = reader(4, 64);
  m.chip.pmu.banks = 8;
  run(m);
  EXPECT_EQ(cycles(), 18);
  EXPECT_EQ(first_taken(), 7);
  EXPECT_EQ(unit("B"), (Counts{.active = 6, .conflict = 6, .idle = 6}));
}

TEST_P(BankConflicts, AHeldPipelineHoldsTheBankCyclesToo) {
  HandMapping m = reader(8, 128, 16);
  m.chip.stream.fifo_depth.vector = 2;
  m.chip.stream.sinks.interval = 5;
  run(m);
  EXPECT_EQ(cycles(), 83);
  EXPECT_EQ(unit("B"), (Counts{.active = 16, .blocked = 13, .conflict = 16, .idle = 38}));
  EXPECT_EQ(unit("out"), (Counts{.active = 16, .idle = 7, .starved = 60}));
}

}  // namespace
}  // namespace rda::derived
