// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/tensors.h"
#include "rda/workload.h"
#include "training/plan.h"

namespace rda::training {

/// The targets of the workload's own x [steps · batch, elements], by the inputs of the loss:
/// generated from `data_seed`. For mse uniform in ±1, for cross_entropy one element of each item
/// is 1.
ExactTensors own_batch(const Workload& workload, const Plan& plan);

}  // namespace rda::training
