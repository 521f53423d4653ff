// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "unit/model/datapath_support.h"

namespace rda::sim {
namespace {

using Lanes = std::vector<float>;

/// A PCU of four lanes with a vector input and a scalar output, for one item.
struct Reducer {
  Reducer(test::Loops loops, const Operations& work, Bounds where = {}) : space{loops} {
    HandMapping m(1, 4);
    m.chip.pcu.lanes = 4;
    m.pcu("P", {0, 0}, std::move(loops), 1).in("v", {.where = std::move(where)}).out("y");
    Program& program = m.mapping.units.front().programs.front();
    connect(m, program.inputs[0], TokenKind::vector);
    connect(m, program.outputs[0], TokenKind::scalar);
    program.work = work;
    bench.emplace(m);
  }
  /// The token of the next firing. Null: it carries no value.
  Value fire(const Value& operand) {
    std::vector<Value> outputs(1);
    bench->datapath.fire(0, space.index_of(firing++), std::vector{operand}, outputs);
    return outputs[0];
  }
  Space space;
  std::int64_t firing = 0;
  std::optional<Bench> bench;
};

TEST(Reductions, CombineAllLanes) {
  Reducer sum({1}, {{{ScalarOp::sum_lanes, 0}}});
  EXPECT_EQ(as_float(sum.fire(vector({1, 2, 3, 4}))), 10);
  Reducer max({1}, {{{ScalarOp::max_lanes, 0}}});
  EXPECT_EQ(as_float(max.fire(vector({-5, -2, -3, -4}))), -2);
}

TEST(Reductions, LeaveOutLanesBehindTheLastElement) {
  for (const auto& [elements, want] : {std::pair{5, 1}, {6, 1 + 2}, {7, 1 + 2 + 3}, {8, 10}}) {
    Reducer sum({2, 1}, {{{.op = ScalarOp::sum_lanes, .elements = elements}}});
    EXPECT_EQ(as_float(sum.fire(vector({1, 2, 3, 4}))), 10);
    EXPECT_EQ(as_float(sum.fire(vector({1, 2, 3, 4}))), want) << elements;
  }
  Reducer max({1, 1}, {{{.op = ScalarOp::max_lanes, .elements = 2}}});
  EXPECT_EQ(as_float(max.fire(vector({-5, -6, 9, 9}))), -5);
}

TEST(Folds, BeginAnewWhereTheLoopsBelowTheirLevelDo) {
  Reducer sum({3, 2, 1},
              {{{ScalarOp::sum_lanes, 0}, {.op = ScalarOp::fold_add, .a = 1, .level = 1}}});
  std::vector<float> got;
  for (int n = 0; n < 6; ++n) got.push_back(as_float(sum.fire(vector({1, 0, 0, 0}))));
  EXPECT_EQ(got, (Lanes{1, 2, 3, 1, 2, 3}));
  Reducer all({3, 2, 1},
              {{{ScalarOp::sum_lanes, 0}, {.op = ScalarOp::fold_add, .a = 1, .level = 2}}});
  got.clear();
  for (int n = 0; n < 6; ++n) got.push_back(as_float(all.fire(vector({1, 0, 0, 0}))));
  EXPECT_EQ(got, (Lanes{1, 2, 3, 4, 5, 6}));
}

TEST(Folds, TakeTheFirstOperandItself) {
  Reducer max({2, 1}, {{{.op = ScalarOp::fold_max, .level = 1}, {ScalarOp::max_lanes, 1}}});
  EXPECT_EQ(as_float(max.fire(vector({-9, -8, -7, -6}))), -6);  // and not 0
  Reducer product({2, 1}, {{{.op = ScalarOp::fold_mul, .level = 1}, {ScalarOp::sum_lanes, 1}}});
  EXPECT_EQ(as_float(product.fire(vector({2, 0, 0, 0}))), 2);  // and not 1 · 2 or 0
}

TEST(Folds, WorkLaneByLane) {
  Reducer sum({2, 1}, {{{.op = ScalarOp::fold_mul, .level = 1}, {ScalarOp::sum_lanes, 1}}});
  sum.fire(vector({1, 2, 3, 4}));
  EXPECT_EQ(as_float(sum.fire(vector({1, 10, 100, 1000}))), 1 + 20 + 300 + 4000);
}

TEST(Folds, KeepTheirResultWhereTheirOperandIsOutsideItsWhere) {
  const Operations work{{{ScalarOp::sum_lanes, 0}, {.op = ScalarOp::fold_add, .a = 1, .level = 1}}};
  Reducer sum({4, 1}, work, {{0, 1, 3}});
  EXPECT_EQ(sum.fire(nullptr), nullptr);
  EXPECT_EQ(as_float(sum.fire(vector({1, 0, 0, 0}))), 1);
  EXPECT_EQ(as_float(sum.fire(vector({2, 0, 0, 0}))), 3);
  EXPECT_EQ(as_float(sum.fire(nullptr)), 3);
}

TEST(Folds, OfATokenWithoutAValueHaveNoValueUntilTheyBeginAnew) {
  const Operations work{{{ScalarOp::sum_lanes, 0}, {.op = ScalarOp::fold_add, .a = 1, .level = 1}}};
  Reducer sum({2, 2, 1}, work);
  EXPECT_EQ(sum.fire(nullptr), nullptr);
  EXPECT_EQ(sum.fire(vector({1, 0, 0, 0})), nullptr);
  EXPECT_EQ(as_float(sum.fire(vector({5, 0, 0, 0}))), 5);
}

TEST(Folds, OfAScalarTimesAVectorAreAColumnUpdate) {
  HandMapping m(1, 4);
  m.chip.pcu.lanes = 4;
  m.pcu("P", {0, 0}, {2, 1}, 2).in("column").in("x").out("y", {.level = 1});
  Program& program = m.mapping.units.front().programs.front();
  connect(m, program.inputs[0], TokenKind::vector);
  connect(m, program.inputs[1], TokenKind::scalar);
  connect(m, program.outputs[0], TokenKind::vector);
  program.work =
      Operations{{{ScalarOp::mul, 0, 1}, {.op = ScalarOp::fold_add, .a = 2, .level = 1}}};
  Bench bench(m);
  std::vector<Value> outputs(1);
  const auto fire = [&](std::int64_t i, const Lanes& column, float x) {
    bench.datapath.fire(0, std::vector<std::int64_t>{i, 0}, std::vector{vector(column), scalar(x)},
                        outputs);
  };
  fire(0, {1, 2, 3, 4}, 10);
  EXPECT_EQ(outputs[0], nullptr);
  fire(1, {5, 6, 7, 8}, 100);
  EXPECT_EQ(as_floats(outputs[0]), (Lanes{510, 620, 730, 840}));
}

}  // namespace
}  // namespace rda::sim
