// SPDX-License-Identifier: Apache-2.0
#include "base/paths.h"

#include <system_error>

#include "base/shipped.h"
#include "base/text.h"
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

fs::path file_named(const fs::path& file, std::string_view pointer, const std::string& name) {
  fs::path found = file.parent_path() / name;
  if (is_there(found)) return found;
  const std::string shipped = shipped_instead(found);
  throw ConfigError(file.string(), std::string(pointer),
                    one_line(found.lexically_normal().string(), 400) +
                        " does not exist (a path relative to this file" +
                        (shipped.empty() ? ")" : "; " + shipped + ")"));
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
