// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace rda::app {

/// The folder of the files that come with the program, "configs" and "workloads": $RDASIM_DATA, or
/// share/rdasim beside the installed program's folder, or the tree that the program was built in.
/// @throws ConfigError  if there is none, saying where it was looked for
std::filesystem::path shipped_folder();

/// Names of the files with this ending in a folder of it, without the ending, in order.
std::vector<std::string> shipped_names(const std::string& folder, const std::string& ending);

}  // namespace rda::app
