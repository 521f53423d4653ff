// SPDX-License-Identifier: Apache-2.0
#include "app/shipped.h"

#include <algorithm>
#include <cstdlib>
#include <system_error>

#include "base/paths.h"
#include "rda/error.h"

namespace rda::app {
namespace {

namespace fs = std::filesystem;

bool is_shipped(const fs::path& folder) {
  return is_folder(folder / "configs" / "gpus") && is_folder(folder / "workloads" / "published");
}

fs::path program_folder() {
  std::error_code ignored;
  return fs::read_symlink("/proc/self/exe", ignored).parent_path();
}

}  // namespace

fs::path shipped_folder() {
  if (const char* named = std::getenv("RDASIM_DATA"); named && *named != '\0') {
    if (is_shipped(named)) return named;
    throw ConfigError(named, "",
                      "has no configs/gpus and workloads/published (RDASIM_DATA names it)");
  }
  const fs::path program = program_folder();
  for (const fs::path& folder : {program.parent_path() / "share" / "rdasim", program.parent_path(),
                                 program.parent_path().parent_path()})
    if (is_shipped(folder)) return folder;
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

}  // namespace rda::app
