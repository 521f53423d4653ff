// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <string>
#include <vector>

namespace rda::process {

/// How another program ended.
struct ProgramOutcome {
  bool found = false;    ///< it could be started
  bool in_time = false;  ///< it ended by itself
  int code = -1;         ///< exit code; 128 and the signal's number if one ended it
  std::string output;    ///< what it wrote to stdout
  bool ok() const { return found && in_time && code == 0; }
};

/// Where another program's stderr goes.
enum class Messages { ours, dropped };

/// Runs a program (looked up in PATH unless its name has a slash) to its end, without stdin. After
/// `seconds` it gets SIGTERM.
ProgramOutcome run_program(const std::vector<std::string>& words,
                           Messages messages = Messages::ours,
                           double seconds = std::numeric_limits<double>::infinity());

}  // namespace rda::process
