// SPDX-License-Identifier: Apache-2.0
#include "base/shipped.h"

#include <algorithm>
#include <cstdlib>
#include <system_error>

#include "base/paths.h"
#include "base/text.h"
#include "rda/error.h"

namespace rda {
namespace {

namespace fs = std::filesystem;

bool is_shipped(const fs::path& folder) {
  return is_folder(folder / "configs" / "gpus") && is_folder(folder / "workloads" / "published");
}

fs::path program_folder() {
  std::error_code ignored;
  return fs::read_symlink("/proc/self/exe", ignored).parent_path();
}

/// The folder; empty if there is none.
fs::path found_folder() {
  if (const char* named = std::getenv("RDASIM_DATA"); named && *named != '\0')
    return is_shipped(named) ? named : fs::path();
  const fs::path program = program_folder();
  for (const fs::path& folder : {program.parent_path() / "share" / "rdasim", program.parent_path(),
                                 program.parent_path().parent_path()})
    if (is_shipped(folder)) return folder;
  return {};
}

/// The part of a path from the last folder on that has the name of a shipped one.
fs::path shipped_part(const fs::path& path) {
  fs::path part;
  for (const fs::path& name : path.lexically_normal()) {
    const bool begins = name == "configs" || name == "workloads" || name == "examples";
    if (begins) part.clear();
    if (begins || !part.empty()) part /= name;
  }
  return part;
}

}  // namespace

fs::path shipped_folder() {
  if (fs::path folder = found_folder(); !folder.empty()) return folder;
  if (const char* named = std::getenv("RDASIM_DATA"); named && *named != '\0')
    throw ConfigError(named, "",
                      "has no configs/gpus and workloads/published (RDASIM_DATA names it)");
  throw ConfigError("configs/gpus and workloads/published", "",
                    "are not where they come with the program (set RDASIM_DATA to the folder that "
                    "has configs and workloads)");
}

std::vector<std::string> shipped_names(const std::string& folder, const std::string& ending) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(shipped_folder() / folder, ignored))
    if (entry.path().extension() == ending) names.push_back(entry.path().stem().string());
  std::ranges::sort(names);
  return names;
}

std::string shipped_instead(const fs::path& missing) {
  const fs::path part = shipped_part(missing), folder = part.empty() ? fs::path() : found_folder();
  if (folder.empty() || !is_there(folder / part)) return {};
  return "the shipped one is " + one_line((folder / part).string(), 400);
}

}  // namespace rda
