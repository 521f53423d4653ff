// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>

#include "rda/error.h"

namespace rda::process {

/// How a child process ended.
struct ChildOutcome {
  ExitCode code = ExitCode::ok;
  std::string output;          ///< what its work returned; empty if it failed
  std::string error;           ///< one line; empty if it did not fail
  bool out_of_memory = false;  ///< it asked for more than it may have
  int signal = 0;              ///< that ended it; 0: none
  bool ok() const { return code == ExitCode::ok; }
};

/// Does the work here, as a child would do it.
ChildOutcome outcome_here(const std::function<std::string()>& work);

/// What a child returned. @throws Error  with its message and exit code, if it failed;
/// std::bad_alloc  if it was out of memory
const std::string& output_of(const ChildOutcome& outcome);

/// For callers that live with an outcome that failed. @throws Error  if it failed by a fault of
/// ours
void rethrow_fault(const ChildOutcome& outcome);

/// What a child process may do and show.
struct ChildRules {
  std::int64_t memory_bytes = 0;  ///< of address space, and each child of its own too; 0: no limit
  bool quiet = false;             ///< nothing of what it prints to stderr is seen
};

/// A process that does some work and answers with a text. What it prints to stdout is dropped.
/// However this process ends, the child ends with it; and it is killed when this object goes.
class Child {
 public:
  /// Signals that are blocked or ignored stay so in the child; handlers of SIGINT and SIGTERM are
  /// forgotten. Call with a single thread and before this process simulates.
  /// @throws InternalError  if no child process can be had
  explicit Child(const std::function<std::string()>& work, const ChildRules& rules = {});
  Child(Child&& other) noexcept;
  Child& operator=(Child&& other) noexcept;
  ~Child();

  /// Can be read when there is something of its answer, or its end.
  int pipe() const { return pipe_; }
  /// Takes what there is of its answer. @return whether it has ended
  bool read_some();
  /// Kills it unless it has ended, and waits for its end.
  void kill();
  /// How it ended. Waits for its end.
  ChildOutcome end();

 private:
  pid_t process_ = -1;  ///< −1: it has been waited for
  int pipe_ = -1;
  std::string received_;
};

}  // namespace rda::process
