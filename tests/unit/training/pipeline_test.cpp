// SPDX-License-Identifier: Apache-2.0
#include "training/pipeline.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rda::training {
namespace {

PipelineTimes equal_stages(std::size_t stages, const StageCycles& cycles,
                           std::int64_t handover = 0) {
  return {std::vector<StageCycles>(stages, cycles), handover};
}

/// Two equal stages with two micro-batches: cycles of a batch, and cycles in which a stage works.
void expect_of_two(const PipelineTimes& times, PipelineSchedule schedule, std::int64_t cycles,
                   double busy) {
  const PipelineRun run = run_pipeline(times, 2, schedule);
  EXPECT_EQ(run.cycles, cycles);
  EXPECT_DOUBLE_EQ(run.utilisation(), busy / static_cast<double>(cycles));
}

std::vector<int> delays(const PipelineRun& run) {
  std::vector<int> all;
  for (const StageUse& use : run.stages) all.push_back(use.delay);
  return all;
}

TEST(Pipeline, HasBubblesAtBothEndsOfASynchronousBatch) {
  const PipelineRun run =
      run_pipeline(equal_stages(4, {1, 2, 0}), 8, PipelineSchedule::synchronous);
  EXPECT_EQ(run.cycles, (8 + 4 - 1) * 3);
  for (const StageUse& use : run.stages) {
    EXPECT_EQ(use.busy, 8 * 3);
    EXPECT_DOUBLE_EQ(use.utilisation, 8.0 / 11);
    EXPECT_EQ(use.delay, 0);
  }
}

TEST(Pipeline, NeverRestsWithoutAFlush) {
  const PipelineRun run =
      run_pipeline(equal_stages(4, {1, 2, 1}), 8, PipelineSchedule::asynchronous);
  EXPECT_EQ(run.cycles, 8 * 4);
  EXPECT_EQ(run.utilisation(), 1);
  EXPECT_EQ(delays(run), (std::vector{3, 2, 1, 0}));
}

TEST(Pipeline, HasFewerBubblesInBothDirections) {
  // Li and Hoefler: S - 2 in place of 2 (S - 1), of passes that take the same time.
  EXPECT_EQ(run_pipeline(equal_stages(4, {1, 1, 0}), 4, PipelineSchedule::chimera).cycles, 10);
  EXPECT_EQ(run_pipeline(equal_stages(8, {1, 1, 0}), 16, PipelineSchedule::chimera).cycles, 38);
  EXPECT_EQ(run_pipeline(equal_stages(4, {1, 1, 0}), 4, PipelineSchedule::synchronous).cycles, 14);
}

TEST(Pipeline, HandsOverThereAndBack) {
  // Forward 1, hand-over 3, forward 1, backward 1, hand-over 3, backward 1, update 2.
  EXPECT_EQ(run_pipeline(equal_stages(2, {1, 1, 2}, 3), 1, PipelineSchedule::synchronous).cycles,
            12);
}

TEST(Pipeline, ExchangesGradientsOfBothDirections) {
  // Of a chip: forward 0-1, forward and backward of the other direction 2-4, their update 5-6,
  // backward 6-7, exchanged at 8, update 8-9.
  expect_of_two(equal_stages(2, {1, 1, 1}, 1), PipelineSchedule::chimera, 9, 6);
}

TEST(Pipeline, IsAsFastAsItsSlowestStage) {
  const PipelineTimes times{{{1, 1, 0}, {3, 3, 1}}, 0};
  const PipelineRun run = run_pipeline(times, 2, PipelineSchedule::asynchronous);
  EXPECT_EQ(run.cycles, 2 * 7);
  EXPECT_DOUBLE_EQ(run.stages[0].utilisation, 2.0 / 7);
  EXPECT_EQ(run.stages[1].utilisation, 1);
  EXPECT_EQ(delays(run), (std::vector{1, 0}));
}

TEST(Pipeline, WaitsForWhatItHasInFlight) {
  // Two micro-batches of the first stage in a round of 1 + 5 + 1 + 1 + 5 + 1 cycles.
  expect_of_two(equal_stages(2, {1, 1, 0}, 5), PipelineSchedule::asynchronous, 14, 4);
}

TEST(Pipeline, NeedsEvenNumbersInBothDirections) {
  EXPECT_TRUE(can_run(PipelineSchedule::chimera, 4, 2));
  EXPECT_FALSE(can_run(PipelineSchedule::chimera, 3, 2));
  EXPECT_FALSE(can_run(PipelineSchedule::chimera, 4, 3));
  EXPECT_TRUE(can_run(PipelineSchedule::synchronous, 3, 3));
}

}  // namespace
}  // namespace rda::training
