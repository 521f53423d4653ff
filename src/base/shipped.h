// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace rda {

/// The folder of the files that come with the program, "configs" and "workloads": $RDASIM_DATA, or
/// share/rdasim beside the installed program's folder, or the tree that the program was built in.
/// @throws ConfigError  if there is none, saying where it was looked for
std::filesystem::path shipped_folder();

/// Names of the files with this ending in a folder of it, without the ending, in order.
std::vector<std::string> shipped_names(const std::string& folder, const std::string& ending);

/// "the shipped one is /usr/share/rdasim/configs/tiny.json" for a path to `configs/tiny.json` that
/// leads nowhere; empty if no file of this name comes with the program.
std::string shipped_instead(const std::filesystem::path& missing);

}  // namespace rda
