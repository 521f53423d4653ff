// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class FifoDepth : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, FifoDepth, kEngines, engine_name);

HandMapping late_operand(int depth) {
  HandMapping m(2, 4);
  m.chip.pcu.fifo_depth.vector = depth;
  m.source("a", {0, 0}, 20);
  m.source("b", {1, 0}, 20);
  m.pcu("G", {1, 2}, {20}, 12).in("b").out("g").element_wise();
  m.pcu("J", {0, 2}, {20}, 1).in("a").in("g").out("y").element_wise();
  m.sink("out", {0, 3}, 20);
  m.vector("a", "a", {"J.a"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("b", "b", {"G.b"}, {{{1, 0}, {1, 1}, {1, 2}}});
  m.vector("g", "G.g", {"J.g"}, {{{1, 2}, {0, 2}}});
  m.vector("y", "J.y", {"out"}, {{{0, 2}, {0, 3}}});
  return m;
}

TEST_P(FifoDepth, OfOneHalvesTheRate) {
  run(late_operand(1));
  EXPECT_EQ(cycles(), 62);
  EXPECT_EQ(unit("J"), (Counts{.active = 20, .idle = 8, .starved = 34}));
  EXPECT_EQ(unit("G"), (Counts{.active = 20, .idle = 23, .starved = 19}));
  EXPECT_EQ(unit("a"), (Counts{.active = 20, .blocked = 28, .idle = 14}));
  EXPECT_EQ(unit("b"), (Counts{.active = 20, .blocked = 13, .idle = 29}));
  EXPECT_EQ(stream("a"), (Tracks{.carrying = 2 * 20, .held = 30 + 32}));
}

TEST_P(FifoDepth, OfTwoGivesTheFullRate) {
  run(late_operand(2));
  EXPECT_EQ(cycles(), 43);
  EXPECT_EQ(unit("J"), (Counts{.active = 20, .idle = 8, .starved = 15}));
  EXPECT_EQ(unit("G"), (Counts{.active = 20, .idle = 23}));
  EXPECT_EQ(unit("a"), (Counts{.active = 20, .blocked = 15, .idle = 8}));
  EXPECT_EQ(unit("b"), (Counts{.active = 20, .idle = 23}));
  EXPECT_EQ(stream("a"), (Tracks{.carrying = 2 * 20, .held = 15 + 15}));
}

TEST_P(FifoDepth, OfSixteenOnlyLetsTheEarlyOperandRunAhead) {
  run(late_operand(16));
  EXPECT_EQ(cycles(), 43);
  EXPECT_EQ(unit("J"), (Counts{.active = 20, .idle = 8, .starved = 15}));
  EXPECT_EQ(unit("G"), (Counts{.active = 20, .idle = 23}));
  EXPECT_EQ(unit("a"), (Counts{.active = 20, .idle = 23}));
  EXPECT_EQ(unit("b"), (Counts{.active = 20, .idle = 23}));
  EXPECT_EQ(stream("a"), (Tracks{.carrying = 2 * 20, .held = 1}));
}

}  // namespace
}  // namespace rda::derived
