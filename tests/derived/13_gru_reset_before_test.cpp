// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class GruResetBefore : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, GruResetBefore, kEngines, engine_name);

void add_weight_memory(HandMapping& m, const std::string& name, Site site) {
  m.pmu(name, site)
      .buffer({.name = "w", .slot_bytes = 384})
      .read({2, 3, 2}, 3)
      .out("w", {.access = access({64, 128, 0}, 3)});
}

void add_memories(HandMapping& m) {
  m.pmu("H", {1, 1})
      .buffer({.name = "h", .slot_bytes = 128, .slots = 2})
      .read({2, 3, 2}, 3)
      .in("full", {.where = {at_index(0, 0), at_index(1, 0)}})
      .out("hv", {.access = access({64, 0, 0}, 2)})
      .out("hs", {.where = {at_index(0, 0)}, .access = access({0, 4, 0}, 2)})
      .out("permit_out", {.where = {at_index(0, 1), at_index(1, 2)}})
      .write({3, 2}, 2)
      .in("y", {.access = access({4, 0}, 1, 1)})
      .in("permit", {.where = {at_index(0, 0)}})
      .out("full_out", {.where = {at_index(0, 2)}});
  m.pmu("G", {1, 3})
      .buffer({.name = "g", .slot_bytes = 128})
      .write({3, 2}, 2)
      .in("rh", {.access = access({4, 0}, 1)})
      .in("permit", {.where = {at_index(0, 0)}})
      .out("full_out", {.where = {at_index(0, 2)}})
      .read({2, 3, 2}, 2)
      .in("full", {.where = {at_index(0, 0), at_index(1, 0)}})
      .out("g", {.access = access({64, 0, 0}, 2)})
      .out("permit_out", {.where = {at_index(0, 1), at_index(1, 2)}});
  add_weight_memory(m, "Wr", {0, 1});
  add_weight_memory(m, "Wn", {2, 3});
}

HandMapping gru_reset_before() {
  HandMapping m(3, 6);
  m.steps(2);
  add_memories(m);
  m.pcu("Dr", {0, 2}, {2, 3, 2}, 7).in("w").in("h").out("r", {.level = 1}).dot_product();
  m.pcu("M", {0, 4}, {3, 2}, 1).in("r").in("h").out("rh").element_wise();
  m.pcu("Dn", {2, 4}, {2, 3, 2}, 7).in("w").in("g").out("y", {.level = 1}).dot_product();
  m.sink("out", {2, 5}, 6);
  m.vector("wr", "Wr.w", {"Dr.w"}, {{{0, 1}, {0, 2}}});
  m.vector("hv", "H.hv", {"Dr.h"}, {{{1, 1}, {1, 2}, {0, 2}}});
  m.scalar("hs", "H.hs", {"M.h"}, {{{1, 1}, {1, 2}, {1, 3}, {1, 4}, {0, 4}}});
  m.scalar("r", "Dr.r", {"M.r"}, {{{0, 2}, {0, 3}, {0, 4}}});
  m.scalar("rh", "M.rh", {"G.rh"}, {{{0, 4}, {0, 3}, {1, 3}}});
  m.vector("g", "G.g", {"Dn.g"}, {{{1, 3}, {1, 4}, {2, 4}}});
  m.vector("wn", "Wn.w", {"Dn.w"}, {{{2, 3}, {2, 4}}});
  m.scalar("y", "Dn.y", {"out", "H.y"},
           {{{2, 4}, {2, 5}}, {{2, 4}, {2, 3}, {2, 2}, {2, 1}, {1, 1}}});
  m.local("h full", "H.full_out", "H.full", 1);
  m.local("h permit", "H.permit_out", "H.permit", 1);
  m.local("g full", "G.full_out", "G.full");
  m.local("g permit", "G.permit_out", "G.permit", 1);
  return m;
}

TEST_P(GruResetBefore, RunsItsDotProductsOneAfterTheOther) {
  run(gru_reset_before());
  EXPECT_EQ(cycles(), 111);
  EXPECT_EQ(firings("H"), 12 + 4);
  EXPECT_EQ(firings("G"), 6 + 12);
  EXPECT_EQ(unit("Dr"), (Counts{.active = 12, .idle = 46, .starved = 53}));
  EXPECT_EQ(unit("Dn"), (Counts{.active = 12, .idle = 16, .starved = 83}));
  EXPECT_EQ(unit("M"), (Counts{.active = 6, .idle = 38, .starved = 67}));
  EXPECT_EQ(unit("Wr"), (Counts{.active = 12, .idle = 99}));
  EXPECT_EQ(unit("Wn"), (Counts{.active = 12, .blocked = 29, .idle = 70}));
  EXPECT_EQ(unit("H"), (Counts{.active = 16, .idle = 46, .starved = 49}));
  EXPECT_EQ(unit("G"), (Counts{.active = 18, .idle = 46, .starved = 47}));
}

}  // namespace
}  // namespace rda::derived
