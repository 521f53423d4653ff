// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class VectorOperations : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, VectorOperations, kEngines, engine_name);

TEST_P(VectorOperations, TakeAStageEachAndAVectorACycle) {
  HandMapping m(2, 4);
  m.source("v", {0, 0}, 12);
  m.source("s", {1, 0}, 3);
  m.pcu("P", {0, 2}, {4, 3}, 5).in("v").in("s", {.level = 1}).out("y");
  m.mapping.units[m.unit("P")].programs[0].work = Operations{{{ScalarOp::max, 0, -1},
                                                              {ScalarOp::min, 2, -2},
                                                              {ScalarOp::mul, 3, 1},
                                                              {ScalarOp::abs, 4},
                                                              {ScalarOp::select, 0, 5, 1}},
                                                             {-1, 1}};
  m.sink("out", {0, 3}, 12);
  m.vector("v", "v", {"P.v"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.scalar("s", "s", {"P.s"}, {{{1, 0}, {1, 1}, {1, 2}, {0, 2}}});
  m.vector("y", "P.y", {"out"}, {{{0, 2}, {0, 3}}});
  run(m);
  EXPECT_EQ(cycles(), 25);
  EXPECT_EQ(unit("v"), (Counts{.active = 12, .idle = 13}));
  EXPECT_EQ(unit("s"), (Counts{.active = 3, .idle = 22}));
  EXPECT_EQ(unit("P"), (Counts{.active = 12, .idle = 12, .starved = 1}));
  EXPECT_EQ(unit("out"), (Counts{.active = 12, .idle = 13}));
}

}  // namespace
}  // namespace rda::derived
