// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "unit/model/datapath_support.h"

namespace rda::sim {
namespace {

/// Three inputs that take turns and are doubled, on one output.
HandMapping in_turns() {
  HandMapping m(1, 4);
  auto p = m.pcu("P", {0, 0}, {3, 1}, 1);
  for (int i = 0; i < 3; ++i)
    p.in("x" + std::to_string(i), {.where = {test::at_index(0, i)}, .turn_of = i == 0 ? -1 : 0});
  p.out("y").operation(ScalarOp::add, 0, 0);
  return m;
}

TEST(DatapathTurns, OperationsTakeTheTokenOfTheInputWhoseTurnItIs) {
  Bench bench(in_turns());
  std::vector<Value> outputs(1);
  for (std::int64_t turn = 0; turn < 3; ++turn) {
    std::vector<Value> inputs(3);
    inputs[static_cast<std::size_t>(turn)] = scalar(static_cast<float>(10 + turn));
    bench.datapath.fire(0, std::vector<std::int64_t>{turn, 0}, inputs, outputs);
    EXPECT_EQ(as_float(outputs[0]), static_cast<float>(20 + 2 * turn));
  }
}

TEST(DatapathTurns, AnOutputCarriesTheTokenOfTheInputWhoseTurnItIs) {
  HandMapping m = in_turns();
  m.mapping.units.front().programs[0].work = Operations{};
  Bench bench(m);
  std::vector<Value> outputs(1);
  bench.datapath.fire(0, std::vector<std::int64_t>{2, 0},
                      std::vector<Value>{nullptr, nullptr, scalar(7)}, outputs);
  EXPECT_EQ(as_float(outputs[0]), 7);
}

/// Two vectors of one lane, weights times operands, into outputs of even and odd items; `a` is
/// added to both of them, `b` or `c` in turns to the first alone.
HandMapping with_addends() {
  HandMapping m(1, 4);
  m.chip.pcu.lanes = 1;
  m.pcu("D", {0, 0}, {2, 2, 2, 1}, 4)
      .in("w")
      .in("x")
      .in("a", {.where = {test::at_index(0, 1)}})
      .in("b", {.where = {test::at_index(0, 1), test::at_index(1, 0), test::at_index(2, 0)}})
      .in("c", {.where = {test::at_index(0, 1), test::at_index(1, 0), test::at_index(2, 1)},
                .turn_of = 3})
      .out("even", {.level = 1, .where = {test::at_index(1, 0)}})
      .out("odd", {.level = 1, .where = {test::at_index(1, 1)}})
      .dot({.weights_format = Format::fp32,
            .activations_format = Format::fp32,
            .weights = {0},
            .operands = {1},
            .addends = {{2, 3}, {2}}});
  return m;
}

TEST(DatapathAddends, AddendsAreAddedOneAfterTheOtherInFp32) {
  constexpr float kBig = 0x1p30F;
  Bench bench(with_addends());
  std::vector<Value> outputs(2);
  const auto fire = [&](std::vector<std::int64_t> index, std::vector<Value> inputs) {
    bench.datapath.fire(0, index, inputs, outputs);
  };
  fire({0, 0, 0, 0}, {scalar(2), scalar(3), nullptr, nullptr, nullptr});
  EXPECT_EQ(outputs[0], nullptr);
  fire({1, 0, 0, 0}, {scalar(1), scalar(1), scalar(kBig), scalar(-kBig), nullptr});
  EXPECT_EQ(as_float(outputs[0]), 0) << "(7 + big) - big, the 7 is lost";
  EXPECT_EQ(outputs[1], nullptr);
  fire({0, 1, 0, 0}, {scalar(2), scalar(3), nullptr, nullptr, nullptr});
  fire({1, 1, 0, 0}, {scalar(1), scalar(1), scalar(0.5F), nullptr, nullptr});
  EXPECT_EQ(as_float(outputs[1]), 7.5F);
  fire({0, 0, 1, 0}, {scalar(1), scalar(1), nullptr, nullptr, nullptr});
  fire({1, 0, 1, 0}, {scalar(1), scalar(1), scalar(8), nullptr, scalar(16)});
  EXPECT_EQ(as_float(outputs[0]), 26);
}

TEST(DatapathAddends, AnAddendWithoutAValueMakesATokenWithoutAValue) {
  Bench bench(with_addends());
  std::vector<Value> outputs(2);
  bench.datapath.fire(0, std::vector<std::int64_t>{1, 1, 0, 0},
                      std::vector<Value>{scalar(1), scalar(1), nullptr, nullptr, nullptr}, outputs);
  EXPECT_EQ(outputs[1], nullptr);
}

TEST(DatapathTurns, ALookUpTakesTheTokenOfTheInputWhoseTurnItIs) {
  HandMapping m = look_up();
  Program& read = m.mapping.units.front().programs[0];
  read.space.extents = {2, 1};
  read.inputs.push_back(read.inputs[0]);
  read.inputs[0].where = {test::at_index(0, 0)};
  read.inputs[1].where = {test::at_index(0, 1)};
  read.inputs[1].turn_of = 0;
  read.outputs[0].access->slot_level = 2;
  Bench bench(m);
  std::vector<Value> outputs(1);
  bench.datapath.fire(0, std::vector<std::int64_t>{1, 0},
                      std::vector<Value>{nullptr, scalar(3.25F)}, outputs);
  EXPECT_EQ(as_float(outputs[0]), static_cast<float>(table_index(3.25F)));
}

TEST(DatapathTurns, ATapMayHaveRowsThatTakeTurns) {
  HandMapping m(1, 4);
  m.pmu("Y", {0, 1})
      .buffer({.name = "y", .slot_bytes = 32})
      .write({3, 2, 1}, 3)
      .in("y", {.access = Access{.strides = {4, 12},
                                 .slot_level = 2,
                                 .tap = "s",
                                 .tap_row = 1,
                                 .tap_step = 6,
                                 .tap_turn = 2}});
  m.mapping.streams = {{.name = "y"}};
  m.mapping.units.front().programs[0].inputs[0].stream = StreamId(0);
  Bench bench(m);
  for (std::int64_t row = 0; row < 2; ++row)
    for (std::int64_t turn = 0; turn < 3; ++turn)
      bench.datapath.fire(0, std::vector<std::int64_t>{turn, row, 0},
                          std::vector{scalar(static_cast<float>(10 * row + turn))}, {});
  RunResult result;
  bench.record.move_into(result);
  ASSERT_EQ(result.row_size.at("s"), 1 + 6 + 4 + 1);
  const auto at = [&](std::size_t row) { return result.values.at("s")[row]; };
  EXPECT_EQ((std::vector{at(1), at(3), at(5), at(7), at(9), at(11)}),
            (std::vector<double>{0, 1, 2, 10, 11, 12}));
  EXPECT_TRUE(std::isnan(at(0)));
}

}  // namespace
}  // namespace rda::sim
