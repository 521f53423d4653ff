// SPDX-License-Identifier: Apache-2.0
#include "training/stages.h"

#include <vector>

#include "training/curve.h"
#include "training/plan.h"
#include "training/stage_delays.h"
#include "unit/training/support.h"

namespace rda::training {
namespace {

Workload pipelined(std::vector<Layer> layers, int stages, int micro_batches) {
  Workload workload = trained(25, std::move(layers));
  workload.training->batches = 5;
  Pipeline& pipeline = workload.training->pipeline.emplace();
  pipeline.stages.count = stages;
  pipeline.micro_batches = micro_batches;
  pipeline.schedule = PipelineSchedule::asynchronous;
  return workload;
}

Workload four_layers(int micro_batches) {
  return pipelined(std::vector<Layer>(4, layer(LayerType::linear, 2)), 4, micro_batches);
}

/// The same with stages that take equally long.
Workload equal_stages() {
  Workload workload = four_layers(2);
  Pipeline& pipeline = *workload.training->pipeline;
  pipeline.forward_cycles = pipeline.backward_cycles = {1, 1, 1, 1};
  pipeline.update_cycles = {0, 0, 0, 0};
  return workload;
}

std::vector<double> losses(const Workload& workload) {
  std::vector<double> all;
  for (const Point& point : train(workload, Arithmetic::exact, 1).points) all.push_back(point.loss);
  return all;
}

TEST(Stages, ShareMultiplyAccumulates) {
  const Plan plan = plan_of(pipelined({layer(LayerType::lstm, 25), layer(LayerType::lstm, 25),
                                       layer(LayerType::last, 0), layer(LayerType::linear, 1)},
                                      2, 2));
  EXPECT_EQ(plan.stages->first_layers, (std::vector{0, 1}));
  const std::vector<StageCycles>& cycles = plan.stages->times.stages;
  EXPECT_EQ(cycles[0].forward, 3 * 4 * 25 * 50);  // steps, gates, rows, columns
  EXPECT_EQ(cycles[1].forward, 3 * 4 * 25 * 50 + 25);
  EXPECT_EQ(cycles[1].backward, 2 * cycles[1].forward);
  EXPECT_EQ(cycles[1].update, 4 * 25 * 50 + 25);
  EXPECT_EQ(plan.parameters.front().stage, 0u);
  EXPECT_EQ(plan.parameters.back().stage, 1u);
}

TEST(Stages, AreThoseOfTheFile) {
  Workload workload = four_layers(2);
  Pipeline& pipeline = *workload.training->pipeline;
  pipeline.stages.list = {0, 3};
  pipeline.forward_cycles = {5, 6};
  pipeline.backward_cycles = {7, 8};
  pipeline.update_cycles = {0, 9};
  const Plan plan = plan_of(workload);
  EXPECT_EQ(plan.stages->stage_of(2), 0u);
  EXPECT_EQ(plan.stages->stage_of(3), 1u);
  EXPECT_EQ(plan.stages->times.stages[1].backward, 8);
  EXPECT_EQ(plan.stages->times.stages[1].update, 9);
}

TEST(StageDelays, GiveEachStageWeightsOfItsOwnAge) {
  const Workload workload = equal_stages();
  const Plan plan = plan_of(workload);
  StageDelays delays(*workload.training, plan);  // 3, 2, 1, 0
  ExactTensors tensors;
  for (int update = 0; update <= 5; ++update) {
    for (const Parameter& parameter : plan.parameters)
      tensors[parameter.name] = {1, 1, {static_cast<double>(update)}};
    if (update < 5) delays.keep(tensors);
  }
  delays.make_old(tensors);
  for (const Parameter& parameter : plan.parameters)
    EXPECT_EQ(tensors.at(parameter.name).values.front(), 2 + static_cast<int>(parameter.stage));
}

TEST(StageDelays, DivideTheLearningRate) {
  Workload workload = equal_stages();
  workload.training->pipeline->delay_scale = 0.75;
  const Plan plan = plan_of(workload);
  const StageDelays delays(*workload.training, plan);
  const std::vector<double> rates{0.25, 0.375, 0.5, 0.5};
  for (const Parameter& parameter : plan.parameters)
    EXPECT_EQ(delays.rate(parameter, 0.5), rates[parameter.stage]) << parameter.name;
}

TEST(Trainer, OfASynchronousPipelineIsThatOfOneChip) {
  Workload workload = four_layers(2);
  workload.training->pipeline->schedule = PipelineSchedule::synchronous;
  Workload whole = workload;
  whole.training->pipeline.reset();
  EXPECT_EQ(losses(workload), losses(whole));
}

TEST(Trainer, OfOneStageIsNotLate) {
  Workload workload = four_layers(1);
  workload.training->pipeline->stages.count = 1;
  Workload whole = workload;
  whole.training->pipeline.reset();
  EXPECT_EQ(losses(workload), losses(whole));
}

TEST(Trainer, ReadsOldWeightsFromTheSecondUpdateOn) {
  const std::vector<double> late = losses(four_layers(1));
  Workload workload = four_layers(1);
  workload.training->pipeline.reset();
  const std::vector<double> whole = losses(workload);
  EXPECT_EQ(late[0], whole[0]);
  EXPECT_GT(late[1], whole[1]);  // three of four layers are as in the first batch
}

TEST(Trainer, UpdatesBehindEachMicroBatch) {
  Workload parts = four_layers(2), whole = four_layers(2);
  parts.training->pipeline->stages.count = 1;
  whole.training->pipeline.reset();
  const std::vector<double> of_parts = losses(parts), of_whole = losses(whole);
  EXPECT_LT(of_parts[0], of_whole[0]);  // the second sequence comes after an update
  EXPECT_LT(of_parts[4], of_whole[4]);
}

}  // namespace
}  // namespace rda::training
