// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class NBuffer : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, NBuffer, kEngines, engine_name);

HandMapping buffered(int slots) {
  HandMapping m(1, 4);
  m.source("in", {0, 0}, 16);
  m.pmu("B", {0, 1})
      .buffer({.name = "b", .slot_bytes = 256, .slots = slots})
      .write({4, 4}, 2)
      .in("d", {.access = access({64, 0}, 1)})
      .in("permit", {.where = {at_index(0, 0)}})
      .out("full_out", {.where = {at_index(0, 3)}})
      .read({4, 3, 4}, 2)
      .in("full", {.where = {at_index(0, 0), at_index(1, 0)}})
      .out("q", {.access = access({64, 0, 0}, 2)})
      .out("permit_out", {.where = {at_index(0, 3), at_index(1, 2)}});
  m.sink("out", {0, 3}, 48);
  m.vector("d", "in", {"B.d"}, {{{0, 0}, {0, 1}}});
  m.vector("q", "B.q", {"out"}, {{{0, 1}, {0, 2}, {0, 3}}});
  m.local("full", "B.full_out", "B.full");
  m.local("permit", "B.permit_out", "B.permit", slots);
  return m;
}

TEST_P(NBuffer, WithOneSlotWriterAndReaderAlternate) {
  run(buffered(1));
  EXPECT_EQ(cycles(), 87);
  EXPECT_EQ(firings("B"), 16 + 48);
  EXPECT_EQ(unit("B"), (Counts{.active = 64, .idle = 13, .starved = 10}));
  EXPECT_EQ(unit("in"), (Counts{.active = 16, .blocked = 14, .idle = 57}));
}

TEST_P(NBuffer, WithTwoSlotsTheReaderNeverWaits) {
  run(buffered(2));
  EXPECT_EQ(cycles(), 63);
  EXPECT_EQ(firings("B"), 16 + 48);
  EXPECT_EQ(unit("B"), (Counts{.active = 54, .idle = 9}));
  EXPECT_EQ(unit("in"), (Counts{.active = 16, .idle = 47}));
}

}  // namespace
}  // namespace rda::derived
