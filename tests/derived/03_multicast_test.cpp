// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class Multicast : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, Multicast, kEngines, engine_name);

HandMapping near_and_far() {
  HandMapping m(3, 8);
  m.source("in", {0, 0}, 16);
  m.pcu("A", {0, 2}, {16}, 2).in("x").out("a").element_wise();
  m.pcu("B", {2, 6}, {16}, 4).in("x").out("b").element_wise();
  m.sink("outA", {1, 7}, 16);
  m.sink("outB", {2, 7}, 16);
  m.vector("x", "in", {"A.x", "B.x"},
           {{{0, 0}, {0, 1}, {0, 2}}, {{0, 2}, {0, 3}, {0, 4}, {0, 5}, {0, 6}, {1, 6}, {2, 6}}});
  m.vector("a", "A.a", {"outA"}, {{{0, 2}, {1, 2}, {1, 3}, {1, 4}, {1, 5}, {1, 6}, {1, 7}}});
  m.vector("b", "B.b", {"outB"}, {{{2, 6}, {2, 7}}});
  return m;
}

TEST_P(Multicast, ServesANearAndAFarReaderAtFullRate) {
  run(near_and_far());
  EXPECT_EQ(cycles(), 33);
  for (const auto* name : {"in", "A", "B", "outA", "outB"}) {
    EXPECT_EQ(unit(name), (Counts{.active = 16, .idle = 17})) << name;
  }
  EXPECT_EQ(stream("x"), (Tracks{.carrying = 8 * 16}));
  EXPECT_EQ(stream("a"), (Tracks{.carrying = 6 * 16}));
  EXPECT_EQ(stream("b"), (Tracks{.carrying = 16}));
}

}  // namespace
}  // namespace rda::derived
