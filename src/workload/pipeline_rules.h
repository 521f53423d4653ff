// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "json/shape.h"
#include "rda/workload.h"
#include "workload/idle.h"

namespace rda::workload {

/// The rules that the pipeline of a training breaks.
/// @param layers  of the workload
void check_pipeline(const Workload& workload, int layers, std::vector<json::Problem>& problems);

/// Values of a pipeline that nothing reads beside others.
void add_idle_pipeline(const Pipeline& pipeline, std::vector<Idle>& idle);

}  // namespace rda::workload
