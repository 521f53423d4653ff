// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/chip.h"
#include "rda/mapping.h"
#include "rda/report.h"
#include "rda/workload.h"

namespace rda::flow {

/// Where a mapping of a batch of training keeps each value of the stash.
/// @param workload  whose training is simulated
StashReport stash_report(const Chip& chip, const Workload& workload, const Mapping& mapping);

}  // namespace rda::flow
