// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "graph/backward.h"
#include "rda/graph.h"
#include "rda/tensors.h"
#include "rda/workload.h"
#include "training/stages.h"
#include "training/update.h"

namespace rda::training {

/// The graphs of a batch: forward, loss and gradients; then the update.
struct Plan {
  graph::Backward gradients;
  Graph update;
  std::vector<Parameter> parameters;
  std::vector<std::string> targets;  ///< inputs of the loss, one for each part of y
  std::vector<std::int64_t> sizes;   ///< elements of each
  std::int64_t steps = 1;            ///< of y
  bool ragged = false;               ///< items of y are padding, as the workload's lengths say
  std::optional<Stages> stages;      ///< of the pipeline
};

/// The workload with the formats of its training in all layers, which have no int8 and no scales.
Workload in_formats_of_training(Workload workload);

/// Plans the training of a workload that has one.
/// @throws WorkloadError  if nothing of it can be trained
Plan plan_of(const Workload& workload);

/// How much the loss of each item counts [steps · batch, 1], in the order of time: the reciprocal
/// of the number of items that are no padding (mse: of their elements), or 0 for padding.
Matrix<double> loss_weights(const Workload& workload, const Plan& plan);

/// The inputs of a plan that are the same in every batch: of the loss, of cuts, and zeros with
/// which states and kept_tensors() begin.
ExactTensors fixed_tensors(const Workload& workload, const Plan& plan);

}  // namespace rda::training
