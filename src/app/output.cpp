// SPDX-License-Identifier: Apache-2.0
#include "app/output.h"

#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/file.h"
#include "rda/error.h"

namespace rda::app {
namespace {

namespace fs = std::filesystem;

void check_access(const std::string& target, const fs::path& path, int mode) {
  if (access(path.c_str(), mode) != 0)
    throw OutputError(target + ": cannot be written: " + std::generic_category().message(errno));
}

}  // namespace

void print(std::string_view text) { write_file("/dev/stdout", text); }

void check_output(const std::string& target) {
  if (target.empty() || target == "-") return;
  const fs::path path(target);
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) throw OutputError(target + ": is a folder (name a file)");
  if (fs::exists(path, ignored)) check_access(target, path, W_OK);
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  if (!fs::is_directory(folder, ignored))
    throw OutputError(target + ": its folder does not exist (make " + folder.string() + " first)");
  // a file is replaced as a whole, so its folder is written to; a device is not
  if (!fs::is_other(path, ignored)) check_access(target, folder, W_OK | X_OK);
}

void write_output(const std::string& target, std::string_view text) {
  if (target == "-") return print(text);
  write_file(target, text);
}

}  // namespace rda::app
