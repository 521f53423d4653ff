// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "json/shape.h"
#include "rda/workload.h"
#include "workload/idle.h"

namespace rda::workload {

/// The rules of a training that a workload breaks; none without a training.
void check_training(const Workload& workload, std::vector<json::Problem>& problems);

/// The data of a training of turbofan engines, which has weights and x of its own. Inference takes
/// data.
void check_generated(const Workload& workload, std::vector<json::Problem>& problems);

/// Values of a training that nothing reads beside others.
void add_idle_training(const Training& training, std::vector<Idle>& idle);

}  // namespace rda::workload
