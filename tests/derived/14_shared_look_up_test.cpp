// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class SharedLookUp : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, SharedLookUp, kEngines, engine_name);

void add_table(HandMapping& m) {
  auto table = m.pmu("T", {1, 1});
  table.buffer({.name = "table", .slot_bytes = 4 * kTableEntries}).read({3, 16}, 3);
  for (int i = 0; i < 3; ++i) {
    Access entry = access({}, 2);
    entry.look_up = i;
    table.in("s" + std::to_string(i), {.where = {at_index(0, i)}})
        .out("o" + std::to_string(i), {.where = {at_index(0, i)}, .access = entry});
  }
}

/// Without `slow` s1 feeds the table itself, else through a PCU of that initiation interval.
HandMapping shared(int slow = 0) {
  HandMapping m(3, 4);
  add_table(m);
  for (int i = 0; i < 3; ++i) {
    m.source("s" + std::to_string(i), {i, 0}, 16);
    m.sink("o" + std::to_string(i), {i, 3}, 16);
  }
  m.scalar("s0", "s0", {"T.s0"}, {{{0, 0}, {0, 1}, {1, 1}}});
  if (slow > 0) {
    m.pcu("P", {1, 0}, {16}, 1).ii(slow).in("x").out("y").element_wise();
    m.scalar("p", "s1", {"P.x"}, {{{1, 0}}});
  }
  m.scalar("s1", slow > 0 ? "P.y" : "s1", {"T.s1"}, {{{1, 0}, {1, 1}}});
  m.scalar("s2", "s2", {"T.s2"}, {{{2, 0}, {2, 1}, {1, 1}}});
  m.scalar("o0", "T.o0", {"o0"}, {{{1, 1}, {0, 1}, {0, 2}, {0, 3}}});
  m.scalar("o1", "T.o1", {"o1"}, {{{1, 1}, {1, 2}, {1, 3}}});
  m.scalar("o2", "T.o2", {"o2"}, {{{1, 1}, {2, 1}, {2, 2}, {2, 3}}});
  return m;
}

TEST_P(SharedLookUp, ServesThreeStreamsAtAThirdOfTheRateEach) {
  run(shared());
  EXPECT_EQ(cycles(), 60);
  EXPECT_EQ(unit("T"), (Counts{.active = 48, .idle = 11, .starved = 1}));
  EXPECT_EQ(unit("s0"), (Counts{.active = 16, .blocked = 8, .idle = 36}));
  EXPECT_EQ(unit("s1"), (Counts{.active = 16, .blocked = 14, .idle = 30}));
  EXPECT_EQ(unit("s2"), (Counts{.active = 16, .blocked = 10, .idle = 34}));
  for (const auto* name : {"o0", "o1", "o2"}) {
    EXPECT_EQ(unit(name), (Counts{.active = 16, .idle = 14, .starved = 30})) << name;
  }
}

TEST_P(SharedLookUp, KeepsAllStreamsAtThePaceOfTheSlowest) {
  run(shared(5));
  EXPECT_EQ(cycles(), 91);
  EXPECT_EQ(unit("T"), (Counts{.active = 48, .idle = 12, .starved = 31}));
  EXPECT_EQ(unit("P"), (Counts{.active = 16, .idle = 15, .starved = 60}));
  EXPECT_EQ(unit("s0"), (Counts{.active = 16, .blocked = 17, .idle = 58}));
  EXPECT_EQ(unit("s1"), (Counts{.active = 16, .blocked = 34, .idle = 41}));
  EXPECT_EQ(unit("s2"), (Counts{.active = 16, .blocked = 21, .idle = 54}));
}

}  // namespace
}  // namespace rda::derived
