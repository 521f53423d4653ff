// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class RowRing : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, RowRing, kEngines, engine_name);

/// Three scalar streams become one, row by row: a slot holds a row.
HandMapping merged(int slots) {
  HandMapping m(3, 4);
  m.steps(2);
  auto ring = m.pmu("B", {1, 1});
  ring.buffer({.name = "rows", .slot_bytes = 12, .slots = slots}).write({3, 3, 2}, 2);
  for (int i = 0; i < 3; ++i)
    ring.in("s" + std::to_string(i), {.where = {at_index(0, i)}, .access = access({4}, 1)});
  ring.in("permit", {.where = {at_index(0, 0)}})
      .out("full_out", {.where = {at_index(0, 2)}})
      .read({3, 3, 2}, 2)
      .in("full", {.where = {at_index(0, 0)}})
      .out("o", {.access = access({4}, 1)})
      .out("permit_out", {.where = {at_index(0, 2)}});
  for (int i = 0; i < 3; ++i) {
    const std::string name = "s" + std::to_string(i);
    m.source(name, {i, 0}, 6, name).tokens_per_item = 3;
  }
  PortTransfer& out = m.sink("out", {1, 3}, 18, "y");
  out.tokens_per_item = 9;
  out.format = Format::fp32;
  m.scalar("s0", "s0", {"B.s0"}, {{{0, 0}, {0, 1}, {1, 1}}});
  m.scalar("s1", "s1", {"B.s1"}, {{{1, 0}, {1, 1}}});
  m.scalar("s2", "s2", {"B.s2"}, {{{2, 0}, {2, 1}, {1, 1}}});
  m.scalar("o", "B.o", {"out"}, {{{1, 1}, {1, 2}, {1, 3}}});
  m.local("full", "B.full_out", "B.full");
  m.local("permit", "B.permit_out", "B.permit", slots);
  return m;
}

TEST_P(RowRing, OfFourRowsPassesATokenACycle) {
  run(merged(4));
  EXPECT_EQ(cycles(), 33);
  EXPECT_EQ(unit("B"), (Counts{.active = 23, .idle = 10}));
  EXPECT_EQ(firings("B"), 36);
  for (const auto* source : {"s0", "s1", "s2"})
    EXPECT_EQ(unit(source), (Counts{.active = 6, .idle = 27})) << source;
  EXPECT_EQ(unit("out"), (Counts{.active = 18, .idle = 15}));
}

TEST_P(RowRing, OfOneRowWritesAndReadsByTurns) {
  run(merged(1));
  EXPECT_EQ(cycles(), 68);
  EXPECT_EQ(unit("B"), (Counts{.active = 36, .idle = 14, .starved = 18}));
  EXPECT_EQ(unit("out"), (Counts{.active = 18, .idle = 15, .starved = 35}));
}

TEST_P(RowRing, KeepsTheOrderOfRowsAndTurns) {
  HandMapping m = merged(4);
  for (int i = 0; i < 3; ++i) {
    Tensor& tensor = m.tensors["s" + std::to_string(i)] = {2, 3, {}};
    for (int row = 0; row < 6; ++row) tensor.values.push_back(static_cast<float>(3 * row + i));
  }
  const RunResult result =
      simulate(m.chip, m.mapping, m.tensors, {.engine = GetParam(), .verify_steps = 2});
  for (std::size_t n = 0; n < 18; ++n)
    EXPECT_EQ(result.values.at("y").at(n), round_to(Format::fp8_e4m3, static_cast<double>(n)));
}

}  // namespace
}  // namespace rda::derived
