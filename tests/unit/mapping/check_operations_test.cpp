// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <iterator>

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

TEST(CheckOperations, RoundSaysHowAndNothingElseDoes) {
  const char* kOnly = "(round has it, and nothing else)";
  EXPECT_EQ(with({{{ScalarOp::round, 0}}}),
            Lines{fmt::format("relu: operation 0, round, does not say how it rounds {}", kOnly)});
  EXPECT_EQ(with({{{.op = ScalarOp::neg, .rounding = RoundTo{}}}}),
            Lines{fmt::format("relu: operation 0, neg, says how it rounds {}", kOnly)});
  EXPECT_EQ(with({{{.op = ScalarOp::round, .rounding = RoundTo{Format::bf16, "w", 0, {}}}}}),
            Lines{"relu: operation 0, round, rounds at random (the mapping needs a noise_seed)"});
}

TEST(CheckOperations, ReadTheThirdOperandOfASelect) {
  EXPECT_EQ(with({{{ScalarOp::select, 0, 0, 1}}}),
            Lines{"relu: operation 0 reads value 1 (0 to 0)"});
}

/// The same with a vector into the relu unit, and 12 firings of 2 vectors in 6 rows.
Lines with_vectors(const Operations& work) {
  const Lines lines = after([&](Mapping& m) {
    Program& relu = only(m, kRelu);
    m.streams[kValue].kind = TokenKind::vector;
    relu.space = {{2, 6}};
    relu.work = work;
    relu.latency = latency_of(small_chip(), relu);
  });
  Lines of_relu;
  std::ranges::copy_if(lines, std::back_inserter(of_relu),
                       [](const std::string& line) { return line.starts_with("relu:"); });
  return of_relu;
}

TEST(CheckOperations, AllowReductionsAndFolds) {
  EXPECT_EQ(with_vectors({{{.op = ScalarOp::max_lanes, .elements = 17},
                           {.op = ScalarOp::fold_max, .a = 1, .level = 1},
                           {.op = ScalarOp::fold_mul, .a = 0, .level = 2},
                           {.op = ScalarOp::sum_lanes, .a = 3}}}),
            Lines{});
}

TEST(CheckOperations, RefuseToReduceAScalar) {
  EXPECT_EQ(with({{{ScalarOp::sum_lanes, 0}}}),
            Lines{"relu: operation 0, sum_lanes, reduces value 0, no vector (must be a vector)"});
  EXPECT_EQ(with({{{ScalarOp::max_lanes, -1}}, {5}}),
            Lines{"relu: operation 0, max_lanes, reduces value -1, no vector (must be a vector)"});
}

TEST(CheckOperations, HaveAsManyVectorsAsTheElementsNeed) {
  const auto line = [](int elements, int vectors) {
    return Lines{
        fmt::format("relu: operation 0, sum_lanes, has {} elements, in {} vectors of 16 "
                    "lanes (the innermost loop has 2)",
                    elements, vectors)};
  };
  const auto of = [](int elements) {
    return with_vectors({{{.op = ScalarOp::sum_lanes, .elements = elements}}});
  };
  EXPECT_EQ(of(16), line(16, 1));
  EXPECT_EQ(of(17), Lines{});
  EXPECT_EQ(of(32), Lines{});
  EXPECT_EQ(of(33), line(33, 3));
}

TEST(CheckOperations, RefuseElementsOfAnOperationThatReducesNoLanes) {
  EXPECT_EQ(with({{{.op = ScalarOp::neg, .elements = 5}}}),
            Lines{"relu: operation 0, neg, has 5 elements (must be 0: it does not reduce lanes)"});
}

TEST(CheckOperations, HaveALevelIfTheyFold) {
  EXPECT_EQ(with({{{.op = ScalarOp::neg, .level = 1}}}),
            Lines{"relu: operation 0, neg, has level 1 (must be 0: it does not fold)"});
  EXPECT_EQ(with({{{.op = ScalarOp::fold_add}}}),
            Lines{"relu: operation 0, fold_add, has level 0 (1 to 1, the number of loops)"});
  EXPECT_EQ(with({{{.op = ScalarOp::fold_add, .level = 2}}}),
            Lines{"relu: operation 0, fold_add, has level 2 (1 to 1, the number of loops)"});
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
