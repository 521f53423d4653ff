// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "app/placement_cache.h"
#include "regress/check.h"

namespace rda::app {

/// Runs a case of a golden file that lies in `folder`, in this process: once. That it does not map,
/// deadlocks or reaches the cycle limit is an outcome.
/// @throws Error  whatever else a run can end with
regress::Outcome run_case(const regress::Case& c, const std::filesystem::path& folder,
                          PlacementCache& cache);

}  // namespace rda::app
