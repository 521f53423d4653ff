// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class ForkAndJoin : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, ForkAndJoin, kEngines, engine_name);

HandMapping fork_and_join(int depth) {
  HandMapping m(2, 4);
  m.chip.pcu.fifo_depth.vector = depth;
  m.source("in", {0, 0}, 16);
  m.pcu("A", {0, 2}, {4, 4}, 1).in("x").out("a", {.level = 1}).element_wise();
  m.pcu("J", {1, 2}, {4, 4}, 1).in("x").in("a", {.level = 1}).out("y").element_wise();
  m.sink("out", {1, 3}, 16);
  m.vector("x", "in", {"A.x", "J.x"}, {{{0, 0}, {0, 1}, {0, 2}}, {{0, 2}, {1, 2}}});
  m.scalar("a", "A.a", {"J.a"}, {{{0, 2}, {1, 2}}});
  m.vector("y", "J.y", {"out"}, {{{1, 2}, {1, 3}}});
  return m;
}

TEST_P(ForkAndJoin, DeadlocksWhenItsBranchHoldsThreeOfFourTokens) {
  const std::string message = deadlock(fork_and_join(1));
  EXPECT_TRUE(message.starts_with("deadlock in cycle 11: ")) << message;
  for (const std::string part :
       {R"(J waits for a token on input "a" from A)",
        R"(A waits for a token on input "x", held at a fork for room to J.x)", "J.x (now 1)"}) {
    EXPECT_NE(message.find(part), std::string::npos) << message << "\nlacks " << part;
  }
  EXPECT_EQ(message.find("out waits"), std::string::npos) << message;
  EXPECT_EQ(message.find("in waits"), std::string::npos) << message;
}

TEST_P(ForkAndJoin, RunsWhenItsBranchHoldsFour) {
  run(fork_and_join(2));
  EXPECT_EQ(cycles(), 49);
  EXPECT_EQ(unit("A"), (Counts{.active = 16, .idle = 15, .starved = 18}));
  EXPECT_EQ(unit("J"), (Counts{.active = 16, .idle = 9, .starved = 24}));
  EXPECT_EQ(unit("in"), (Counts{.active = 16, .blocked = 12, .idle = 21}));
}

}  // namespace
}  // namespace rda::derived
