// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/file.h"
#include "rda/error.h"
#include "rda/workload.h"

namespace rda {

/// The workload of a file with this text. @throws ConfigError
inline Workload loaded(const std::string& text, const std::vector<Override>& overrides = {}) {
  struct File {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / fmt::format("rdasim_{}.json", ::getpid());
    ~File() { std::filesystem::remove(path); }
  };
  const File file;
  write_file(file.path, text);
  return load_workload(file.path, overrides);
}

/// The error of loading it, without the path of the file; empty if it loads.
inline std::string load_complaint(const std::string& text,
                                  const std::vector<Override>& overrides = {}) {
  try {
    loaded(text, overrides);
  } catch (const ConfigError& error) {
    const std::string what = error.what();
    return what.substr(what.find('#'));
  }
  return "";
}

}  // namespace rda
