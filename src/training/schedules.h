// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rda/workload.h"
#include "training/pipeline.h"
#include "training/plan.h"

namespace rda::training {

/// A way to train in the pipeline of a workload.
struct WayToTrain {
  std::string label;  ///< the schedule, or "scaled": asynchronous with the workload's delay_scale
  Workload workload;
  std::optional<PipelineRun> run;  ///< none: the schedule cannot run
  /// The label of the way that learns the same: chimera's gradients are those of synchronous.
  std::string learns_as;
};

/// Each schedule of a workload's pipeline, and with a delay_scale the scaled one as the last.
std::vector<WayToTrain> ways_to_train(const Workload& workload);

/// The workload's own schedule. @pre it has a pipeline
PipelineRun own_run(const Workload& workload, const Plan& plan);

}  // namespace rda::training
