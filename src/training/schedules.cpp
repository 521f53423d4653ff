// SPDX-License-Identifier: Apache-2.0
#include "training/schedules.h"

#include <utility>

namespace rda::training {

PipelineRun own_run(const Workload& workload, const Plan& plan) {
  const Pipeline& pipeline = *workload.training->pipeline;
  return run_pipeline(plan.stages->times, pipeline.micro_batches, pipeline.schedule);
}

std::vector<WayToTrain> ways_to_train(const Workload& workload) {
  const Plan plan = plan_of(workload);
  const Pipeline& pipeline = *workload.training->pipeline;
  std::vector<WayToTrain> ways;
  const auto add = [&](PipelineSchedule schedule, double delay_scale, std::string label) {
    WayToTrain way{std::move(label), workload, {}, {}};
    way.workload.training->pipeline->schedule = schedule;
    way.workload.training->pipeline->delay_scale = delay_scale;
    way.learns_as = schedule == PipelineSchedule::chimera
                        ? std::string(word(PipelineSchedule::synchronous))
                        : way.label;
    if (can_run(schedule, plan.stages->first_layers.size(), pipeline.micro_batches))
      way.run = own_run(way.workload, plan);
    ways.push_back(std::move(way));
  };
  for (const PipelineSchedule schedule :
       {PipelineSchedule::synchronous, PipelineSchedule::chimera, PipelineSchedule::asynchronous})
    add(schedule, 0, std::string(word(schedule)));
  if (pipeline.delay_scale > 0) add(PipelineSchedule::asynchronous, pipeline.delay_scale, "scaled");
  return ways;
}

}  // namespace rda::training
