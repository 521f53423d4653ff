// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace rda::process {

/// A line on stderr that says how far a command is. Only a terminal gets it.
class Progress {
 public:
  /// @param what  is counted, e.g. "runs"
  Progress(std::string what, int all);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();  ///< takes the line away

  void show(int done) const;

 private:
  const std::string what_;
  const int all_;
  const bool terminal_;
};

}  // namespace rda::process
