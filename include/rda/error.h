// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace rda {

/// What the program returns to the shell. Documented in README.md; tested in tests/cli.
enum class ExitCode {
  ok = 0,
  check_failed = 1,
  bad_input = 2,
  does_not_map = 3,
  deadlock = 4,  ///< also: the cycle limit was reached
  values_differ = 5,
  sweep_points_failed = 6,
  usage = 64,
  internal = 70,
  output_not_written = 74,
  stopped_early = 75,
};

/// What a user can cause and can fix. `what()` is one line: where, what is wrong, what would be
/// right.
struct Error : std::runtime_error {
  Error(ExitCode code, const std::string& what) : std::runtime_error(what), exit_code(code) {}
  const ExitCode exit_code;
  std::vector<std::string> further;  ///< what else is wrong with the input, a line a problem
};

/// A JSON value is missing, unknown, mistyped or out of range. `pointer` is RFC 6901; empty: the
/// whole file.
struct ConfigError : Error {
  ConfigError(const std::string& file, std::string json_pointer, std::string what_is_wrong)
      : Error(ExitCode::bad_input,
              file + (json_pointer.empty() ? "" : "#") + json_pointer + ": " + what_is_wrong),
        pointer(std::move(json_pointer)),
        problem(std::move(what_is_wrong)) {}
  const std::string pointer, problem;
};

/// A workload, tensor or file is not what it has to be. `witness` names the file, node or tensor.
struct WorkloadError : Error {
  WorkloadError(const std::string& witness, const std::string& problem)
      : Error(ExitCode::bad_input, witness + ": " + problem) {}
};

/// The workload does not fit the chip, or a mapping is not legal on it. `witness` names the node,
/// link or resource that ran out.
struct MappingError : Error {
  MappingError(std::string where, const std::string& problem)
      : Error(ExitCode::does_not_map, where + ": " + problem), witness(std::move(where)) {}
  const std::string witness;
};

/// No unit can ever act again, though tokens are still owed. The message holds the minimal wait
/// cycle.
struct DeadlockError : Error {
  explicit DeadlockError(const std::string& what) : Error(ExitCode::deadlock, what) {}
};

/// The run did not end within `--max-cycles`.
struct CycleLimitError : Error {
  explicit CycleLimitError(const std::string& what) : Error(ExitCode::deadlock, what) {}
};

/// A simulated value differs from the reference. The message names tensor, index, got and want.
struct MismatchError : Error {
  explicit MismatchError(const std::string& what) : Error(ExitCode::values_differ, what) {}
};

/// A result could not be written.
struct OutputError : Error {
  explicit OutputError(const std::string& what) : Error(ExitCode::output_not_written, what) {}
};

/// The command line is wrong.
struct UsageError : Error {
  explicit UsageError(const std::string& what) : Error(ExitCode::usage, what) {}
};

/// An invariant of the program itself is broken: our bug, never the user's.
struct InternalError : Error {
  explicit InternalError(const std::string& what) : Error(ExitCode::internal, what) {}
};

}  // namespace rda
