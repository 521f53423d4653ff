// SPDX-License-Identifier: Apache-2.0
#include "workload/training_rules.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "workload/layers.h"
#include "workload/pipeline_rules.h"

namespace rda::workload {
namespace {

using Problems = std::vector<json::Problem>;

void check_precision(const Precision& precision, Problems& problems) {
  for (const auto& [key, format] : {std::pair{"operands", precision.operands},
                                    {"weights", precision.weights},
                                    {"gradients", precision.gradients},
                                    {"state", precision.state},
                                    {"optimizer", precision.optimizer}})
    if (format != Format::fp32 && format != Format::bf16 && format != Format::fp16)
      problems.push_back(
          {std::string("/training/precision/") + key,
           fmt::format("\"{}\" cannot be used here (it would have to be one of fp32, "
                       "bf16, fp16)",
                       word(format))});
}

/// What a task of turbofan engines needs of the network.
void check_turbofan(const Workload& workload, const std::vector<PlacedLayer>& layers,
                    Problems& problems) {
  const auto problem = [&](const char* pointer, std::string text) {
    problems.push_back({pointer, std::move(text)});
  };
  if (input_of(workload) != kTurbofanFeatures)
    problem("/input", fmt::format("{}, but a cycle of a turbofan engine has {} values: its number, "
                                  "3 settings, 21 sensors",
                                  input_of(workload), kTurbofanFeatures));
  if (!workload.lengths.empty())
    problem("/lengths", "windows of turbofan engines have all steps (leave it out)");
  if (workload.training->simulate) check_generated(workload, problems);
  const bool life = workload.training->turbofan->task == TurbofanTask::remaining_life;
  if (life != (workload.training->loss == Loss::mse))
    problem("/training/loss",
            fmt::format("{} does not fit task {} ({} would be right)",
                        word(workload.training->loss), word(workload.training->turbofan->task),
                        word(life ? Loss::mse : Loss::cross_entropy)));
  std::int64_t elements = 0;
  for (const Part& part : layers.back().outputs()) elements += part.size;
  if (layers.back().outputs().size() != 1 || elements != (life ? 1 : 2))
    problem("/layers", fmt::format("the last layer makes {} elements, and task {} needs {}",
                                   elements, word(workload.training->turbofan->task),
                                   life ? "1, the remaining life" : "2, those of yes and no"));
}

}  // namespace

void check_generated(const Workload& workload, Problems& problems) {
  if (!workload.training || !workload.training->turbofan) return;
  if (!workload.data.empty() || !workload.inputs.empty())
    problems.push_back({workload.data.empty() ? "/inputs" : "/data",
                        "a training begins with generated weights and reads x of the turbofan "
                        "engines (leave out /data and /inputs, or --weights and --input)"});
}

void check_training(const Workload& workload, Problems& problems) {
  if (!workload.training) return;
  const Training& training = *workload.training;
  check_precision(training.precision, problems);
  if (!problems.empty()) return;
  const std::vector<PlacedLayer> layers = layers_of(workload);
  const LayerType last = layers.back().layer.type;
  if (training.loss == Loss::cross_entropy && last == LayerType::softmax)
    problems.push_back(
        {"/training/loss", "cross_entropy has a softmax of its own (leave out the softmax layer)"});
  if (training.turbofan) check_turbofan(workload, layers, problems);
  if (training.pipeline) check_pipeline(workload, static_cast<int>(layers.size()), problems);
  if (training.simulate && workload.repetitions() > 1)
    problems.push_back({"/training/simulate", "takes one batch, and /repeat asks for more (1)"});
}

void add_idle_training(const Training& training, std::vector<Idle>& idle) {
  const Training usual;
  const auto of_optimizer = [&](bool is_set, const char* key, Optimizer optimizer) {
    if (is_set && training.optimizer != optimizer)
      idle.push_back({std::string("/training/") + key, "/training/optimizer",
                      fmt::format("only optimizer {} reads it, and the optimizer is {}",
                                  word(optimizer), word(training.optimizer))});
  };
  of_optimizer(training.momentum != usual.momentum, "momentum", Optimizer::momentum);
  of_optimizer(training.beta1 != usual.beta1, "beta1", Optimizer::adam);
  of_optimizer(training.beta2 != usual.beta2, "beta2", Optimizer::adam);
  of_optimizer(training.epsilon != usual.epsilon, "epsilon", Optimizer::adam);
  const Precision& precision = training.precision;
  const bool wide = precision.weights == Format::fp32;
  if (precision.kahan && wide)
    idle.push_back(
        {"/training/precision/kahan", "/training/precision/weights", "weights are kept in fp32"});
  const bool keeps = training.optimizer != Optimizer::sgd || precision.kahan;
  if (precision.optimizer != Format::fp32 && !keeps)
    idle.push_back({"/training/precision/optimizer", "/training/optimizer",
                    "sgd without kahan keeps nothing but weights"});
  if (precision.rounding != Rounding::nearest && wide && precision.optimizer == Format::fp32)
    idle.push_back({"/training/precision/rounding", "/training/precision/weights",
                    "weights and the optimizer's values are fp32"});
  if (training.stash != usual.stash && !training.simulate)
    idle.push_back({"/training/stash", "/training/simulate",
                    "only a batch of training that is simulated has a stash"});
  if (training.pipeline) add_idle_pipeline(*training.pipeline, idle);
  if (!training.turbofan) return;
  const Turbofan& turbofan = *training.turbofan;
  const Turbofan usual_turbofan;
  const bool life = turbofan.task == TurbofanTask::remaining_life;
  if (life && turbofan.horizon != usual_turbofan.horizon)
    idle.push_back(
        {"/training/turbofan/horizon", "/training/turbofan/task", "only task failure reads it"});
  if (!life && turbofan.cap != usual_turbofan.cap)
    idle.push_back(
        {"/training/turbofan/cap", "/training/turbofan/task", "only task remaining_life reads it"});
  if (!turbofan.file.empty() && turbofan.engines != usual_turbofan.engines)
    idle.push_back({"/training/turbofan/engines", "/training/turbofan/file",
                    "the engines are those of the file"});
}

}  // namespace rda::workload
