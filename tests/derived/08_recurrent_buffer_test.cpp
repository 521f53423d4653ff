// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class RecurrentBuffer : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, RecurrentBuffer, kEngines, engine_name);

HandMapping round_trip(int batch) {
  const std::int64_t items = 5 * batch;
  const int slots = batch + 1;
  HandMapping m(1, 4);
  m.steps(5, batch);
  m.pmu("H", {0, 1})
      .buffer({.name = "h", .slot_bytes = 256, .slots = slots})
      .read({4, items}, 2)
      .in("full", {.where = {at_index(0, 0)}})
      .out("h", {.access = access({64, 0}, 1)})
      .out("permit_out", {.where = {at_index(0, 3)}})
      .write({4, items}, 2)
      .in("y", {.access = access({64, 0}, 1, batch)})
      .in("permit", {.where = {at_index(0, 0)}})
      .out("full_out", {.where = {at_index(0, 3)}});
  m.pcu("E", {0, 2}, {4, items}, 3).in("h").out("y").element_wise();
  m.sink("out", {0, 3}, 4 * items);
  m.vector("h", "H.h", {"E.h"}, {{{0, 1}, {0, 2}}});
  m.vector("y", "E.y", {"H.y", "out"}, {{{0, 2}, {0, 1}}, {{0, 2}, {0, 3}}});
  m.local("full", "H.full_out", "H.full", batch);
  m.local("permit", "H.permit_out", "H.permit", slots - batch);
  return m;
}

TEST_P(RecurrentBuffer, MakesAnItemARoundTrip) {
  run(round_trip(1));
  EXPECT_EQ(cycles(), 83);
  EXPECT_EQ(firings("H"), 20 + 20);
  EXPECT_EQ(unit("H"), (Counts{.active = 40, .idle = 7, .starved = 36}));
  EXPECT_EQ(unit("E"), (Counts{.active = 20, .idle = 11, .starved = 52}));
  EXPECT_EQ(unit("out").blocked + unit("out").conflict, 0);
}

TEST_P(RecurrentBuffer, HidesASecondSequenceInTheRoundTrip) {
  run(round_trip(2));
  EXPECT_EQ(cycles(), 87);
  EXPECT_EQ(firings("H"), 40 + 40);
  EXPECT_EQ(unit("H"), (Counts{.active = 72, .idle = 3, .starved = 12}));
  EXPECT_EQ(unit("E"), (Counts{.active = 40, .idle = 11, .starved = 36}));
  EXPECT_EQ(unit("out").blocked + unit("out").conflict, 0);
}

}  // namespace
}  // namespace rda::derived
