// SPDX-License-Identifier: Apache-2.0
#include "mapper/stages.h"

#include "mapper/fits.h"
#include "mapper/policy.h"
#include "support_partition.h"

namespace rda::mapper {
namespace {

TEST(Stages, OfAStackAreItsLayers) {
  const Graph graph = cell("lstm", 64, 64, 2);
  const IdVector<NodeId, StageId> of = stages_of(graph);
  const auto stage = [&](const char* name) { return of[node_of(graph, name)]; };
  EXPECT_FALSE(stage("x").exists());
  EXPECT_EQ(stage("layer0.c"), StageId(0));
  EXPECT_EQ(stage("layer0.o.Uproduct"), StageId(0));
  EXPECT_EQ(stage("layer1.i.Wproduct"), StageId(1)) << "its operand is of the other layer";
  EXPECT_EQ(stage("layer1.h.next"), StageId(1));
}

TEST(Stages, HaveAsFewRowsAsTheyCanAndKeepThePaceOfTheSlowest) {
  const Chip chip = shipped_chip("plasticine_rnn");
  // The LSTM's rows have 2 vectors of 64 values: with ru 2 it takes 16 cycles a step.
  const Plan plan = with_other_stages(with_head(10), chip, {.hu = 4, .ru = 2});
  const Stages stages(with_head(10), chip, plan);
  ASSERT_EQ(stages.tilings.size(), 2U);
  EXPECT_EQ(stages.step_cycles, 16);
  EXPECT_EQ(stages.tilings[1].hu, 1);  // 10 rows of 1 vector
  EXPECT_EQ(stages.tilings[1].rows(), 10);
  EXPECT_EQ(stages.tilings[1].row_cycles, 1);
  // 40 rows need 3 at a time, 14 row groups
  EXPECT_EQ(with_other_stages(with_head(40), chip, {.hu = 4, .ru = 2}).own.at(StageId(1)).hu, 3);
}

TEST(Stages, AHeadHasTheUnitsOfItsOwnUnrolling) {
  const Chip chip = shipped_chip("plasticine_rnn");
  const Graph graph = with_head(40);
  const Mapping m = partition(graph, chip, with_other_stages(graph, chip, {.hu = 4, .ru = 2}));
  EXPECT_EQ(units(m, "head.dot[").size(), 2 * 3U) << "with their weights";
  EXPECT_EQ(units(m, "layer0.i.dot[").size(), 2 * 4 * 2U);
  EXPECT_EQ(shortage(chip, m), std::nullopt);
}

}  // namespace
}  // namespace rda::mapper
