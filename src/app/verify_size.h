// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "flow/evaluate.h"
#include "rda/workload.h"

namespace rda::app {

/// Refuses to verify more steps than fit into memory. @throws UsageError
void check_verify_size(const Workload& workload, const Conditions& conditions);

}  // namespace rda::app
