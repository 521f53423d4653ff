// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace rda::app {

/// What a few points took on this machine.
struct Timing {
  double seconds = 0;             ///< a point; at least 1 ms
  std::vector<std::string> done;  ///< keys of those that ended
};

/// Runs `sample`, lines of a points file, one after another with `rdasim sweep run`, for at most
/// `most` seconds, which is what a point takes if none ends. Their results stay in `store`; if that
/// is empty, they are dropped. `run_options` are more words for sweep run.
/// @throws Error  if the points cannot be run
Timing time_points(const std::string& rdasim, const std::vector<std::string>& sample,
                   const std::filesystem::path& store, const std::vector<std::string>& run_options,
                   double most);

}  // namespace rda::app
