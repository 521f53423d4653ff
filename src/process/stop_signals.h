// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>

namespace rda::process {

/// What a signal asks of a long command.
enum class Stop {
  no,
  after_these,  ///< start nothing more: SIGUSR1, which Slurm sends before a time limit
  now,          ///< SIGINT (ctrl-C), SIGTERM, SIGHUP
};

/// While it lives, these signals no longer end the process, nor its children: they can be read. One
/// that is ignored stays ignored.
class StopSignals {
 public:
  /// @throws InternalError
  StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

  /// Can be read when one has come.
  int descriptor() const { return descriptor_; }
  /// What those ask that have come. @return `so_far`, or more
  Stop read(Stop so_far) const;

 private:
  sigset_t before_{};
  int descriptor_ = -1;
};

}  // namespace rda::process
