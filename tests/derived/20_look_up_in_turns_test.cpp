// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class LookUpInTurns : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, LookUpInTurns, kEngines, engine_name);

TEST_P(LookUpInTurns, MakesOneStreamOfThree) {
  HandMapping m(3, 4);
  auto table = m.pmu("T", {1, 1});
  table.buffer({.name = "table", .slot_bytes = 4 * kTableEntries}).read({3, 16}, 3);
  for (int i = 0; i < 3; ++i)
    table.in("s" + std::to_string(i), {.where = {at_index(0, i)}, .turn_of = i == 0 ? -1 : 0});
  Access entry = access({}, 2);
  entry.look_up = 0;
  table.out("o", {.access = entry});
  for (int i = 0; i < 3; ++i) m.source("s" + std::to_string(i), {i, 0}, 16);
  m.sink("out", {1, 3}, 48);
  m.scalar("s0", "s0", {"T.s0"}, {{{0, 0}, {0, 1}, {1, 1}}});
  m.scalar("s1", "s1", {"T.s1"}, {{{1, 0}, {1, 1}}});
  m.scalar("s2", "s2", {"T.s2"}, {{{2, 0}, {2, 1}, {1, 1}}});
  m.scalar("o", "T.o", {"out"}, {{{1, 1}, {1, 2}, {1, 3}}});
  run(m);
  EXPECT_EQ(cycles(), 59);
  EXPECT_EQ(unit("T"), (Counts{.active = 48, .idle = 10, .starved = 1}));
  EXPECT_EQ(unit("s0"), (Counts{.active = 16, .blocked = 8, .idle = 35}));
  EXPECT_EQ(unit("s1"), (Counts{.active = 16, .blocked = 14, .idle = 29}));
  EXPECT_EQ(unit("s2"), (Counts{.active = 16, .blocked = 10, .idle = 33}));
  EXPECT_EQ(unit("out"), (Counts{.active = 48, .idle = 11}));
}

}  // namespace
}  // namespace rda::derived
