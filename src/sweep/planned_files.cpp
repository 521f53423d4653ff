// SPDX-License-Identifier: Apache-2.0
#include "sweep/planned_files.h"

#include "base/sha256.h"
#include "rda/error.h"

namespace rda::sweep {
namespace {

bool is_other(const std::string& file, const std::string& sha256) {
  try {
    return sha256_of_file(file) != sha256;
  } catch (const ConfigError&) {
    return false;
  }
}

}  // namespace

std::vector<std::string> PlannedFiles::changed() const {
  std::vector<std::string> changed;
  for (const auto& [file, sha256] : files_)
    if (is_other(file, sha256)) changed.push_back(file);
  return changed;
}

}  // namespace rda::sweep
