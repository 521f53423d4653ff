// SPDX-License-Identifier: Apache-2.0
#include "base/paths.h"

#include <system_error>

#include "rda/error.h"

namespace rda {

namespace fs = std::filesystem;

bool is_there(const fs::path& path) noexcept {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

bool is_folder(const fs::path& path) noexcept {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

fs::path absolute_path(const fs::path& path) {
  std::error_code error;
  const fs::path whole = fs::absolute(path, error);
  const fs::path found = error ? whole : fs::weakly_canonical(whole, error);
  if (error) throw ConfigError(path.string(), "", "has no path from the root: " + error.message());
  return found;
}

fs::path temporary_folder() {
  std::error_code error;
  const fs::path folder = fs::temp_directory_path(error);
  if (error)
    throw OutputError("no folder for temporary files: " + error.message() +
                      " (set TMPDIR to a folder)");
  return folder;
}

}  // namespace rda
