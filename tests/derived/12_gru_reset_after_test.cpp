// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class GruResetAfter : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, GruResetAfter, kEngines, engine_name);

void add_weights(HandMapping& m, const std::string& name, Site site) {
  m.pmu(name, site)
      .buffer({.name = "w", .slot_bytes = 384})
      .read({2, 3, 2}, 3)
      .out("w", {.access = access({64, 128, 0}, 3)});
}

void add_units(HandMapping& m) {
  m.pmu("H", {1, 1})
      .buffer({.name = "h", .slot_bytes = 128, .slots = 2})
      .read({2, 3, 2}, 2)
      .in("full", {.where = {at_index(0, 0), at_index(1, 0)}})
      .out("h", {.access = access({64, 0, 0}, 2)})
      .out("permit_out", {.where = {at_index(0, 1), at_index(1, 2)}})
      .write({3, 2}, 2)
      .in("y", {.access = access({4, 0}, 1, 1)})
      .in("permit", {.where = {at_index(0, 0)}})
      .out("full_out", {.where = {at_index(0, 2)}});
  add_weights(m, "Wr", {0, 1});
  add_weights(m, "Wn", {2, 1});
  m.pcu("Dr", {0, 2}, {2, 3, 2}, 7).in("w").in("h").out("r", {.level = 1}).dot_product();
  m.pcu("Dn", {2, 2}, {2, 3, 2}, 7).in("w").in("h").out("n", {.level = 1}).dot_product();
  Access table = access({}, 2);
  table.look_up = 0;
  m.pmu("S", {0, 3})
      .buffer({.name = "table", .slot_bytes = 4 * kTableEntries})
      .read({3, 2}, 3)
      .in("r")
      .out("s", {.access = table});
  m.pcu("E", {1, 4}, {3, 2}, 4).in("s").in("n").out("y").element_wise();
  m.sink("out", {1, 5}, 6);
}

HandMapping gru_reset_after() {
  HandMapping m(3, 6);
  m.steps(2);
  add_units(m);
  m.vector("wr", "Wr.w", {"Dr.w"}, {{{0, 1}, {0, 2}}});
  m.vector("wn", "Wn.w", {"Dn.w"}, {{{2, 1}, {2, 2}}});
  m.vector("h", "H.h", {"Dr.h", "Dn.h"}, {{{1, 1}, {1, 2}, {0, 2}}, {{1, 2}, {2, 2}}});
  m.scalar("r", "Dr.r", {"S.r"}, {{{0, 2}, {0, 3}}});
  m.scalar("s", "S.s", {"E.s"}, {{{0, 3}, {0, 4}, {1, 4}}});
  m.scalar("n", "Dn.n", {"E.n"}, {{{2, 2}, {2, 3}, {2, 4}, {1, 4}}});
  m.scalar("y", "E.y", {"out", "H.y"}, {{{1, 4}, {1, 5}}, {{1, 4}, {1, 3}, {1, 2}, {1, 1}}});
  m.local("full", "H.full_out", "H.full", 1);
  m.local("permit", "H.permit_out", "H.permit", 1);
  return m;
}

TEST_P(GruResetAfter, RunsItsDotProductsSideBySide) {
  run(gru_reset_after());
  EXPECT_EQ(cycles(), 76);
  EXPECT_EQ(firings("H"), 12 + 5);
  EXPECT_EQ(unit("Dr"), (Counts{.active = 12, .idle = 30, .starved = 34}));
  EXPECT_EQ(unit("Dn"), (Counts{.active = 12, .idle = 30, .starved = 34}));
  EXPECT_EQ(unit("Wr"), (Counts{.active = 12, .idle = 64}));
  EXPECT_EQ(unit("Wn"), (Counts{.active = 12, .idle = 64}));
  EXPECT_EQ(unit("S"), (Counts{.active = 6, .idle = 31, .starved = 39}));
  EXPECT_EQ(unit("E"), (Counts{.active = 6, .idle = 26, .starved = 44}));
  EXPECT_EQ(unit("H"), (Counts{.active = 17, .idle = 28, .starved = 31}));
}

}  // namespace
}  // namespace rda::derived
