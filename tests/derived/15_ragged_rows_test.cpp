// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class RaggedRows : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, RaggedRows, kEngines, engine_name);

HandMapping ragged() {
  HandMapping m(2, 6);
  m.chip.pcu.fifo_depth = {2, 2, 4};
  m.source("s1", {0, 0}, 48);
  m.source("s2", {1, 0}, 36);
  m.pcu("D1", {0, 2}, {4, 12}, 6).in("x").out("p").element_wise();
  m.pcu("D2", {1, 2}, {3, 12}, 6).in("x").out("q").element_wise();
  m.pcu("E", {1, 4}, {4, 12}, 1).in("p").in("q", {.where = {{0, 0, 3}}}).out("y").element_wise();
  m.sink("out", {1, 5}, 48);
  m.vector("x1", "s1", {"D1.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("x2", "s2", {"D2.x"}, {{{1, 0}, {1, 1}, {1, 2}}});
  m.scalar("p", "D1.p", {"E.p"}, {{{0, 2}, {0, 3}, {0, 4}, {1, 4}}});
  m.scalar("q", "D2.q", {"E.q"}, {{{1, 2}, {1, 3}, {1, 4}}});
  m.scalar("y", "E.y", {"out"}, {{{1, 4}, {1, 5}}});
  return m;
}

TEST_P(RaggedRows, TheAdderNeverWaitsAndTheShorterSideIsHeld) {
  run(ragged());
  EXPECT_EQ(cycles(), 67);
  EXPECT_EQ(unit("E"), (Counts{.active = 48, .idle = 18, .starved = 1}));
  EXPECT_EQ(unit("D1"), (Counts{.active = 48, .idle = 19}));
  EXPECT_EQ(unit("D2"), (Counts{.active = 36, .blocked = 10, .idle = 21}));
  EXPECT_EQ(stream("q"), (Tracks{.carrying = 2 * 36, .held = 10 + 11}));
}

}  // namespace
}  // namespace rda::derived
