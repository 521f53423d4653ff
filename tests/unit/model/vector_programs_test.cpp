// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "unit/model/datapath_support.h"
#include "unit/model/reference_support.h"

namespace rda::sim {
namespace {

using Doubles = std::vector<double>;

/// The values that a run of one step leaves at the sinks.
std::map<std::string, Doubles> values_of(const HandMapping& m) {
  SimulateOptions options;
  options.verify_steps = 1;
  return run(m, options).values;
}

// W [8, 3] in fp8 lies row by row: the lanes are 4 rows, 3 bytes apart, and a column 1 byte on.
TEST(VectorPrograms, MultiplyAMatrixByItsColumns) {
  HandMapping m(2, 4);
  m.chip.pcu.lanes = 4;
  m.pmu("W", {0, 1})
      .buffer({.name = "w", .slot_bytes = 24})
      .read({3, 2, 1}, 3)
      .out(
          "w",
          {.access = Access{
               .strides = {1, 12}, .lane_stride = 3, .slot_level = 3, .format = Format::fp8_e4m3}});
  m.pmu("X", {1, 1})
      .buffer({.name = "x", .slot_bytes = 12})
      .read({3, 2, 1}, 2)
      .out("x", {.access = Access{.strides = {4}, .slot_level = 3}});
  m.pcu("P", {0, 2}, {3, 2, 1}, 2).in("w").in("x").out("y", {.level = 1});
  m.mapping.units[m.unit("P")].programs[0].work =
      Operations{{{ScalarOp::mul, 0, 1}, {.op = ScalarOp::fold_add, .a = 2, .level = 1}}};
  PortTransfer& out = m.sink("out", {0, 3}, 2, "y");
  out.tokens_per_item = 2;
  out.format = Format::fp32;
  m.vector("w", "W.w", {"P.w"}, {{{0, 1}, {0, 2}}});
  m.scalar("x", "X.x", {"P.x"}, {{{1, 1}, {1, 2}, {0, 2}}});
  m.vector("y", "P.y", {"out"}, {{{0, 2}, {0, 3}}});
  m.mapping.units[m.unit("W")].buffers[0].contents = {
      {.tensor = "W", .pitch = 3, .rows = 8, .cols = 3, .format = Format::fp8_e4m3}};
  m.mapping.units[m.unit("X")].buffers[0].contents = {{.tensor = "x", .cols = 3}};
  m.tensors["x"] = tensor(1, 3, {1, 10, 100});
  Tensor w = tensor(8, 3, {});
  for (int i = 0; i < 24; ++i) w.values.push_back(static_cast<float>(i % 9));
  m.tensors["W"] = w;
  EXPECT_EQ(values_of(m).at("y"), (Doubles{210, 543, 876, 210, 543, 876, 210, 543}));
}

// Rows 1 and 2 of a table lie here; of rows 0 and 5 another PMU would have the part.
TEST(VectorPrograms, ReadTheRowsThatTokensName) {
  HandMapping m(1, 4);
  m.chip.pcu.lanes = m.chip.pmu.banks = 4;
  m.source("i", {0, 0}, 4, "ids").tokens_per_item = 4;
  std::get<PortTransfer>(m.mapping.units.front().programs[0].work).format = Format::fp32;
  m.pmu("E", {0, 1})
      .buffer({.name = "table", .slot_bytes = 32})
      .read({4, 1}, 3)
      .in("i")
      .out("e", {.access = Access{.slot_level = 2,
                                  .look_up = 0,
                                  .row = RowLookUp{.first_row = 1, .rows = 2, .row_bytes = 16}}});
  PortTransfer& out = m.sink("out", {0, 3}, 4, "e");
  out.tokens_per_item = 4;
  out.format = Format::fp32;
  m.scalar("i", "i", {"E.i"}, {{{0, 0}, {0, 1}}});
  m.vector("e", "E.e", {"out"}, {{{0, 1}, {0, 2}, {0, 3}}});
  m.mapping.units[m.unit("E")].buffers[0].contents = {
      {.tensor = "table", .pitch = 16, .first_row = 1, .rows = 2, .cols = 4}};
  m.tensors["ids"] = tensor(1, 4, {2, 0, 1, 5});
  m.tensors["table"] = tensor(3, 4, {9, 9, 9, 9, 1, 2, 3, 4, 5, 6, 7, 8});
  EXPECT_EQ(values_of(m).at("e"), (Doubles{5, 6, 7, 8, 0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0}));
}

}  // namespace
}  // namespace rda::sim
