// SPDX-License-Identifier: Apache-2.0
#include "training/stage_delays.h"

#include <algorithm>
#include <cstddef>

#include "training/micro_batches.h"
#include "training/pipeline.h"

namespace rda::training {

StageDelays::StageDelays(const Training& training, const Plan& plan)
    : scale_(training.pipeline ? training.pipeline->delay_scale : 0),
      delays_(plan.stages ? plan.stages->first_layers.size() : 1) {
  if (!is_asynchronous(training)) return;
  const PipelineRun run = run_pipeline(plan.stages->times, training.pipeline->micro_batches,
                                       PipelineSchedule::asynchronous);
  for (std::size_t s = 0; s < delays_.size(); ++s) delays_[s] = run.stages[s].delay;
  for (const Parameter& parameter : plan.parameters)
    if (delays_[parameter.stage] > 0) late_.push_back(parameter);
}

void StageDelays::make_old(ExactTensors& tensors) const {
  for (const auto& [name, versions] : kept_) tensors.at(name).values = versions.front();
}

void StageDelays::keep(const ExactTensors& tensors) {
  for (const Parameter& parameter : late_) {
    std::deque<std::vector<double>>& versions = kept_[parameter.name];
    versions.push_back(tensors.at(parameter.name).values);
    if (std::ssize(versions) > delays_[parameter.stage]) versions.pop_front();
  }
}

double StageDelays::rate(const Parameter& parameter, double learning_rate) const {
  const int delay = delays_[parameter.stage];
  return scale_ == 0 || delay == 0 ? learning_rate : std::min(learning_rate, scale_ / delay);
}

}  // namespace rda::training
