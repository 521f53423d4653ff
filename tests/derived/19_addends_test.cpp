// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class Addends : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, Addends, kEngines, engine_name);

/// Without `slow` the addend's source feeds the dot unit itself, else through a PCU of that
/// initiation interval.
HandMapping added(int slow = 0) {
  HandMapping m(3, 4);
  m.steps(5);
  m.source("w", {0, 0}, 20, "w").tokens_per_item = 4;
  m.source("x", {1, 0}, 20, "x").tokens_per_item = 4;
  m.source("a", {2, 0}, 5, "a");
  m.pcu("D", {0, 2}, {4, 5}, 8)
      .in("w")
      .in("x")
      .in("a", {.where = {at_index(0, 3)}})
      .out("y", {.level = 1})
      .dot({.weights = {0}, .operands = {1}, .addends = {{2}}});
  m.sink("out", {0, 3}, 5, "y").format = Format::fp32;
  m.vector("w", "w", {"D.w"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("x", "x", {"D.x"}, {{{1, 0}, {1, 1}, {1, 2}, {0, 2}}});
  if (slow > 0) {
    m.pcu("P", {2, 0}, {5}, 1).ii(slow).in("x").out("y").element_wise();
    m.scalar("p", "a", {"P.x"}, {{{2, 0}}});
  }
  m.scalar("a", slow > 0 ? "P.y" : "a", {"D.a"}, {{{2, 0}, {2, 1}, {2, 2}, {1, 2}, {0, 2}}});
  m.scalar("y", "D.y", {"out"}, {{{0, 2}, {0, 3}}});
  return m;
}

TEST_P(Addends, TakeAStageEachBehindTheTree) {
  run(added());
  EXPECT_EQ(cycles(), 36);
  EXPECT_EQ(unit("D"), (Counts{.active = 20, .idle = 15, .starved = 1}));
  EXPECT_EQ(unit("w"), (Counts{.active = 20, .idle = 16}));
  EXPECT_EQ(unit("x"), (Counts{.active = 20, .idle = 16}));
  EXPECT_EQ(unit("a"), (Counts{.active = 5, .idle = 31}));
  EXPECT_EQ(unit("out"), (Counts{.active = 5, .idle = 19, .starved = 12}));
}

TEST_P(Addends, AreWaitedForInTheLastFiringOfTheSumAlone) {
  run(added(9));
  EXPECT_EQ(cycles(), 57);
  EXPECT_EQ(unit("D"), (Counts{.active = 20, .idle = 15, .starved = 22}));
  EXPECT_EQ(unit("P"), (Counts{.active = 5, .idle = 20, .starved = 32}));
  EXPECT_EQ(unit("w"), (Counts{.active = 20, .blocked = 5, .idle = 32}));
  EXPECT_EQ(unit("x"), (Counts{.active = 20, .blocked = 4, .idle = 33}));
  EXPECT_EQ(unit("a"), (Counts{.active = 5, .idle = 52}));
  EXPECT_EQ(unit("out"), (Counts{.active = 5, .idle = 20, .starved = 32}));
}

TEST_P(Addends, AreInTheValues) {
  HandMapping m = added();
  m.tensors["w"] = {5, 256, std::vector<float>(5 * 256, 0.5F)};
  m.tensors["x"] = {5, 256, std::vector<float>(5 * 256, 0.25F)};
  m.tensors["a"] = {5, 1, {1, 2, 4, -8, 16}};
  const RunResult result =
      simulate(m.chip, m.mapping, m.tensors, {.engine = GetParam(), .verify_steps = 5});
  EXPECT_EQ(result.values.at("y"), (std::vector<double>{33, 34, 36, 24, 48}));
}

}  // namespace
}  // namespace rda::derived
