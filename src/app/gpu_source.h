// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "beside/beside.h"

namespace rda::app {

/// What --gpu takes, for --help.
std::string gpu_source_help();

/// A word of --gpu: where the times of a GPU come from.
class GpuSource {
 public:
  /// Reads what the word names. @throws UsageError, ConfigError
  explicit GpuSource(const std::string& word);

  const std::string& word() const { return word_; }
  /// The file that the word names; empty: none.
  const std::string& file() const { return file_; }
  /// The row's network on this GPU.
  /// @throws Error (bad input)  if it has no time for it, or cannot run it
  beside::Side side_for(const beside::Row& row) const;

 private:
  std::string word_, file_;
  std::function<beside::Side(const beside::Row&)> find_;
};

}  // namespace rda::app
