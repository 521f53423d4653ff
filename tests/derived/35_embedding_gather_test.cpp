// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "derived/support.h"

namespace rda::derived {
namespace {

class EmbeddingGather : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, EmbeddingGather, kEngines, engine_name);

/// Adds a PMU with rows [first, first + 4) of the table.
void add_part_of_table(HandMapping& m, const std::string& name, Site site, std::int64_t first) {
  Access element = access({4}, 2);
  element.look_up = 0;
  element.row = RowLookUp{.first_row = first, .rows = 4, .row_bytes = 64};
  m.pmu(name, site)
      .buffer({.name = "table", .slot_bytes = 256})
      .read({4, 5}, 4)
      .in("i", {.level = 1})
      .out("e", {.access = element});
  m.mapping.units[m.unit(name)].buffers[0].contents = {
      {.tensor = "table", .pitch = 64, .first_row = first, .rows = 4, .cols = 4}};
}

HandMapping embedding_gather() {
  HandMapping m(1, 6);
  m.steps(5);
  PortTransfer& index = m.source("i", {0, 0}, 5, "x");
  index.tokens_per_item = 1;
  index.format = Format::fp32;
  add_part_of_table(m, "E0", {0, 1}, 0);
  add_part_of_table(m, "E1", {0, 3}, 4);
  m.pcu("A", {0, 2}, {20}, 1).in("e0").in("e1").out("y").operation(ScalarOp::add, 0, 1);
  PortTransfer& out = m.sink("out", {0, 5}, 20, "y");
  out.tokens_per_item = 4;
  out.format = Format::fp32;
  m.scalar("i", "i", {"E0.i", "E1.i"}, {{{0, 0}, {0, 1}}, {{0, 1}, {0, 2}, {0, 3}}});
  m.scalar("e0", "E0.e", {"A.e0"}, {{{0, 1}, {0, 2}}});
  m.scalar("e1", "E1.e", {"A.e1"}, {{{0, 3}, {0, 2}}});
  m.scalar("y", "A.y", {"out"}, {{{0, 2}, {0, 3}, {0, 4}, {0, 5}}});
  return m;
}

TEST_P(EmbeddingGather, ReadsATableInTwoPartsLikeOne) {
  run(embedding_gather());
  EXPECT_EQ(cycles(), 38);
  EXPECT_EQ(unit("i"), (Counts{.active = 5, .idle = 33}));
  EXPECT_EQ(unit("E0"), (Counts{.active = 20, .idle = 18}));
  EXPECT_EQ(unit("E1"), (Counts{.active = 20, .idle = 18}));
  EXPECT_EQ(unit("A"), (Counts{.active = 20, .idle = 16, .starved = 2}));
  EXPECT_EQ(unit("out"), (Counts{.active = 20, .idle = 18}));
}

TEST_P(EmbeddingGather, MakesTheRowsThatTheIndicesNameBitByBit) {
  HandMapping m = embedding_gather();
  const std::vector<int> indices{5, 0, 7, 3, 4};
  Tensor& table = m.tensors["table"] = {8, 4, {}};
  for (int i = 0; i < 32; ++i) table.values.push_back(i % 3 == 0 ? -0.0F : static_cast<float>(i));
  m.tensors["x"] = {5, 1, {indices.begin(), indices.end()}};
  std::vector<double> y;
  for (const int index : indices)
    for (std::int64_t e = 0; e < 4; ++e) y.push_back(table.at(index, e));
  const RunResult result =
      simulate(m.chip, m.mapping, m.tensors, {.engine = GetParam(), .verify_steps = 5});
  const std::vector<double>& got = result.values.at("y");
  EXPECT_EQ(got, y);
  for (std::size_t i = 0; i < y.size(); ++i) EXPECT_EQ(std::signbit(got[i]), std::signbit(y[i]));
}

}  // namespace
}  // namespace rda::derived
