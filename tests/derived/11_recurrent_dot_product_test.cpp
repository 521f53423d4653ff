// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class RecurrentDotProduct : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, RecurrentDotProduct, kEngines, engine_name);

HandMapping recurrent_dot_product() {
  HandMapping m(2, 4);
  m.steps(3);
  m.pmu("W", {0, 1})
      .buffer({.name = "w", .slot_bytes = 512})
      .read({2, 4, 3}, 3)
      .out("w", {.access = access({64, 128, 0}, 3)});
  m.pmu("H", {1, 1})
      .buffer({.name = "h", .slot_bytes = 128, .slots = 2})
      .read({2, 4, 3}, 2)
      .in("full", {.where = {at_index(0, 0), at_index(1, 0)}})
      .out("h", {.access = access({64, 0, 0}, 2)})
      .out("permit_out", {.where = {at_index(0, 1), at_index(1, 3)}})
      .write({4, 3}, 2)
      .in("y", {.access = access({4, 0}, 1, 1)})
      .in("permit", {.where = {at_index(0, 0)}})
      .out("full_out", {.where = {at_index(0, 3)}});
  m.pcu("D", {0, 2}, {2, 4, 3}, 7).in("w").in("h").out("y", {.level = 1}).dot_product();
  m.sink("out", {0, 3}, 12);
  m.vector("w", "W.w", {"D.w"}, {{{0, 1}, {0, 2}}});
  m.vector("h", "H.h", {"D.h"}, {{{1, 1}, {1, 2}, {0, 2}}});
  m.scalar("y", "D.y", {"out", "H.y"}, {{{0, 2}, {0, 3}}, {{0, 2}, {1, 2}, {1, 1}}});
  m.local("full", "H.full_out", "H.full", 1);
  m.local("permit", "H.permit_out", "H.permit", 1);
  return m;
}

TEST_P(RecurrentDotProduct, AStepTakesTheRoundTripAndWeightsAreReadAhead) {
  run(recurrent_dot_product());
  EXPECT_EQ(cycles(), 78);
  EXPECT_EQ(firings("H"), 24 + 11);
  EXPECT_EQ(unit("D"), (Counts{.active = 24, .idle = 16, .starved = 38}));
  EXPECT_EQ(unit("W"), (Counts{.active = 24, .blocked = 17, .idle = 37}));
  EXPECT_EQ(unit("H"), (Counts{.active = 35, .idle = 13, .starved = 30}));
  EXPECT_EQ(unit("out"), (Counts{.active = 12, .idle = 17, .starved = 49}));
}

}  // namespace
}  // namespace rda::derived
