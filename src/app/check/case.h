// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "flow/placement_cache.h"
#include "regress/check.h"

namespace rda::app {

/// Runs a case of a golden file that lies in `folder`, in this process: once. That it does not map,
/// deadlocks or reaches the cycle limit is an outcome.
/// @throws Error  whatever else a run can end with
regress::Outcome run_case(const regress::Case& c, const std::filesystem::path& folder,
                          flow::PlacementCache& cache);

/// A case as it ran; without an outcome it could not, for a problem of one line.
struct Ran {
  std::optional<regress::Outcome> outcome;
  std::string problem;
  std::optional<double> seconds;  ///< that it took on this machine
};

/// Runs all cases, in their order, each in a child process, at most `jobs` at once.
std::vector<Ran> run_cases(const regress::Golden& golden, const std::filesystem::path& folder,
                           int jobs, const flow::CacheChoice& cache);

}  // namespace rda::app
