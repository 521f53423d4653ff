// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "unit/model/datapath_support.h"

namespace rda::sim {
namespace {

using Floats = std::vector<float>;
constexpr std::int64_t kSeed = 3;
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

/// The value of the last of these operations on a vector of four lanes (input 0) and a scalar.
Value last_of(Operations work, const Floats& v, float s) {
  HandMapping m(1, 4);
  m.mapping.noise_seed = kSeed;
  m.chip.pcu.lanes = 4;
  m.pcu("P", {0, 0}, {1}, 1).in("v").in("s").out("y");
  Program& program = m.mapping.units.front().programs.front();
  connect(m, program.inputs[0], TokenKind::vector);
  connect(m, program.inputs[1], TokenKind::scalar);
  connect(m, program.outputs[0], TokenKind::vector);
  program.work = std::move(work);
  Bench bench(m);
  std::vector<Value> outputs(1);
  bench.datapath.fire(0, std::vector<std::int64_t>{0}, std::vector{vector(v), scalar(s)}, outputs);
  return outputs[0];
}

Floats lanes_of(ScalarOp op, const Floats& v, float s) {
  return as_floats(last_of({{{op, 0, 1}}}, v, s));
}

TEST(Operations, TakeAScalarAsTheSameInEachLane) {
  EXPECT_EQ(lanes_of(ScalarOp::add, {1, 2, 3, 4}, 10), (Floats{11, 12, 13, 14}));
  EXPECT_EQ(lanes_of(ScalarOp::sub, {1, 2, 3, 4}, 10), (Floats{-9, -8, -7, -6}));
  EXPECT_EQ(as_floats(last_of({{{ScalarOp::sub, 1, 0}}}, {1, 2, 3, 4}, 10)), (Floats{9, 8, 7, 6}));
}

TEST(Operations, MaxAndMinCompareLaneByLane) {
  EXPECT_EQ(lanes_of(ScalarOp::max, {1, -2, 3, 0}, 1.5F), (Floats{1.5F, 1.5F, 3, 1.5F}));
  EXPECT_EQ(lanes_of(ScalarOp::min, {1, -2, 3, 0}, 1.5F), (Floats{1, -2, 1.5F, 0}));
}

TEST(Operations, NegAndAbsReadOneOperandAndChangeTheSignOfZero) {
  const Floats negated = lanes_of(ScalarOp::neg, {1, -2, 0, -0.0F}, 9);
  EXPECT_EQ(negated, (Floats{-1, 2, 0, 0}));
  EXPECT_TRUE(std::signbit(negated[2]));
  EXPECT_FALSE(std::signbit(negated[3]));
  const Floats absolute = lanes_of(ScalarOp::abs, {1, -2, 0, -0.0F}, 9);
  EXPECT_EQ(absolute, (Floats{1, 2, 0, 0}));
  EXPECT_FALSE(std::signbit(absolute[3]));
}

TEST(Operations, SelectTakesTheSecondOperandWhereTheFirstIsAboveZero) {
  const Operations work{{{ScalarOp::select, 0, 1, -1}}, {-7}};
  EXPECT_EQ(as_floats(last_of(work, {1, -1, 0, kNan}, 5)), (Floats{5, -7, -7, -7}));
}

TEST(Operations, ConstantsAreNumberedDownFromMinusOne) {
  const Operations work{{{ScalarOp::mul, 0, -2}, {ScalarOp::add, -1, 2}}, {100, 0.5F}};
  EXPECT_EQ(as_floats(last_of(work, {2, 4, 6, 8}, 0)), (Floats{101, 102, 103, 104}));
}

TEST(Operations, RoundToTheNearestValueTiesToEven) {
  const Operations work{{{.op = ScalarOp::round, .a = 0, .rounding = RoundTo{Format::bf16}}}};
  EXPECT_EQ(as_floats(last_of(work, {257.5F, 257, 259, -1}, 0)), (Floats{258, 256, 260, -1}));
}

TEST(Operations, RoundAtRandomByTheNumberOfTheElement) {
  constexpr std::int64_t kFirst = 5;
  const Operations work{
      {{.op = ScalarOp::round, .a = 0, .rounding = RoundTo{Format::bf16, "w", kFirst, {7}}}}};
  const Floats values{256.5F, 257, 257.5F, 257};
  const Floats rounded = as_floats(last_of(work, values, 0));
  for (std::size_t lane = 0; lane < values.size(); ++lane) {
    const std::uint32_t bits = random_bits({kSeed, 0}, "w", kFirst + lane);
    EXPECT_EQ(rounded[lane], round_at_random(Format::bf16, values[lane], bits)) << lane;
  }
}

TEST(Operations, OnScalarsMakeAScalarWhichAVectorTokenHasInEachLane) {
  const Operations work{{{ScalarOp::add, 1, -1}}, {0.25F}};
  EXPECT_EQ(as_floats(last_of(work, {2, 4, 6, 8}, 1)), (Floats{1.25F, 1.25F, 1.25F, 1.25F}));
}

}  // namespace
}  // namespace rda::sim
