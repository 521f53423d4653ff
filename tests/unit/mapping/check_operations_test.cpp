// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "mapping/latency.h"
#include "mapping/values.h"
#include "unit/mapping/support_small.h"

namespace rda::mapping {
namespace {

/// The violations of the small mapping with other operations in its relu unit.
Lines with(const Operations& work) {
  return after([&](Mapping& m) {
    only(m, kRelu).work = work;
    only(m, kRelu).latency = latency_of(small_chip(), only(m, kRelu));
  });
}

TEST(CheckOperations, AllowsConstants) {
  EXPECT_EQ(with({{{ScalarOp::max, 0, -2}, {ScalarOp::select, 1, -1, 0}}, {1, 2}}), Lines{});
}

TEST(CheckOperations, RefusesAConstantThatDoesNotExist) {
  EXPECT_EQ(with({{{ScalarOp::max, 0, -3}}, {1, 2}}),
            Lines{"relu: operation 0 reads value -3 (-2 to 0)"});
  EXPECT_EQ(with({{{ScalarOp::neg, -1}}}), Lines{"relu: operation 0 reads value -1 (0 to 0)"});
}

TEST(CheckOperations, RefusesAThirdOperandOfAnOperationThatReadsTwo) {
  EXPECT_EQ(with({{{ScalarOp::add, 0, 0, 1}}}),
            Lines{"relu: operation 0, add, has a third operand, 1 (must be 0)"});
}

TEST(CheckOperations, ReadTheThirdOperandOfASelect) {
  EXPECT_EQ(with({{{ScalarOp::select, 0, 0, 1}}}),
            Lines{"relu: operation 0 reads value 1 (0 to 0)"});
}

TEST(Registers, HoldNoConstants) {
  const Operations work{{{ScalarOp::mul, 0, -1}, {ScalarOp::add, 1, -2}}, {3, 4}};
  const Program p = program({1}, {port("a", kIn)}, {port("out", kValue)}, 2, work);
  EXPECT_EQ(registers_needed(p, work), 1);
}

TEST(Registers, HoldTheThirdOperandOfASelect) {
  const Operations work{{{ScalarOp::select, 0, 1, 2}}};
  const Program p = program({1}, {port("a", kIn), port("b", kVector), port("c", kSum)},
                            {port("out", kValue)}, 1, work);
  EXPECT_EQ(registers_needed(p, work), 3);
}

TEST(VectorValues, AreThoseWithAVectorAmongTheirOperands) {
  const Mapping m = small_mapping();
  const Operations work{{{ScalarOp::mul, 0, 0}, {ScalarOp::add, 2, 1}, {ScalarOp::add, 2, -1}},
                        {5}};
  const Program p = program({1}, {port("s", kSum), port("v", kVector)}, {}, 3, work);
  EXPECT_EQ(vector_values(m, p, work), (std::vector{false, true, false, true, false}));
}

}  // namespace
}  // namespace rda::mapping
