// SPDX-License-Identifier: Apache-2.0
#include "graph/builder.h"
#include "mapper/fits.h"
#include "support_partition.h"

namespace rda::mapper {
namespace {

/// y = x − Σx over all elements of a head of `size` on an LSTM of 64.
Graph less_its_sum(std::int64_t size) {
  Graph graph = with_head(size);
  graph::Builder build(graph);
  const NodeId x = graph.outputs.front().node;
  const NodeId total = build.unary(Op::reduce_sum, "total", x);
  graph.outputs = {{build.binary(Op::sub, "less", x, total), "y"}};
  check(graph);
  return graph;
}

TEST(Reductions, FoldEachPositionAndCombineThemFromUnitToUnit) {
  const Chip chip = shipped_chip("plasticine_rnn");  // 4 stages: 2 folds and 2 additions a PCU
  const Mapping m = partition(less_its_sum(10), chip, {.hu = 3, .ru = 2});
  EXPECT_EQ(m.reduction.folds.at("total"), (std::vector{0, 1, 2, 3}));
  const auto folds = units(m, "total.");
  ASSERT_EQ(folds.size(), 2U);
  const auto& first = std::get<Operations>(folds[0]->programs[0].work).operations;
  const auto& second = std::get<Operations>(folds[1]->programs[0].work).operations;
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].op, ScalarOp::fold_add);
  EXPECT_EQ(first[0].level, 1) << "begins anew with each item";
  ASSERT_EQ(second.size(), 4U) << "two folds, each added to what was before";
  EXPECT_EQ(second[2].op, ScalarOp::add);
  EXPECT_EQ(second[2].a, 2) << "the result of the unit before";
  EXPECT_EQ(shortage(chip, m), std::nullopt);
}

TEST(Reductions, NeedTheResultOfTheUnitBeforeWithTheLastElementsOnly) {
  const Mapping m = partition(less_its_sum(10), shipped_chip("plasticine_rnn"), {.hu = 3, .ru = 2});
  const Program& second = units(m, "total.")[1]->programs[0];
  EXPECT_EQ(second.space.extents, (std::vector<std::int64_t>{4, 3}));  // row groups, items
  EXPECT_TRUE(second.inputs[2].where.contains(std::vector<std::int64_t>{3, 0}));
  EXPECT_FALSE(second.inputs[2].where.contains(std::vector<std::int64_t>{2, 0}));
  EXPECT_FALSE(second.inputs[0].where.contains(std::vector<std::int64_t>{3, 0}))
      << "10 rows: the last row group has one position";
}

TEST(Reductions, WhatReadsOneForAllKeepsItsTokenThroughAnItem) {
  const Mapping m = partition(less_its_sum(10), shipped_chip("plasticine_rnn"), {.hu = 2, .ru = 2});
  const auto less = units(m, "less.pcu");
  ASSERT_EQ(less.size(), 2U);
  EXPECT_EQ(less[0]->programs[0].inputs[0].level, 0);
  EXPECT_EQ(less[0]->programs[0].inputs[1].level, 1);
  EXPECT_EQ(units(m, "head.sum.memory").size(), 1U) << "x waits for its sum";
}

}  // namespace
}  // namespace rda::mapper
