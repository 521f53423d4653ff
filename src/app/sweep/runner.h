// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <string>
#include <vector>

#include "app/sweep/progress.h"
#include "flow/placement_cache.h"
#include "process/child.h"
#include "process/stop_signals.h"
#include "sweep/store.h"
#include "sweep/work.h"

namespace rda::app {

/// How the points of a sweep are run.
struct RunnerOptions {
  std::filesystem::path points;
  sweep::Selection choice;
  int jobs = 0;                   ///< points at once
  std::int64_t seconds = 0;       ///< for a point; 0: no limit
  std::int64_t memory_bytes = 0;  ///< for a process; 0: no limit
};

/// Runs points, a process for each, until all are done or a signal says to stop. What is stored
/// when depends on the host; what is stored does not.
class SweepRunner {
 public:
  SweepRunner(RunnerOptions options, sweep::Store store, const flow::PlacementCache& cache,
              sweep::Work work);

  /// @return whether all are done; if not, a signal said to stop
  /// @throws OutputError (the store cannot be written), InternalError (there can be no process),
  /// ConfigError (the points file was changed)
  bool run();
  const sweep::Tally& tally() const { return progress_.tally(); }

 private:
  using Clock = std::chrono::steady_clock;
  /// A place in the points file, and how often a point there was killed by somebody else.
  struct Task {
    sweep::PointPlace place;
    int kills = 0;
  };
  struct Running {
    Task task;
    process::Child child;
    Clock::time_point end;  ///< it is killed then
  };

  std::string work_of(const Task& task);
  void start();
  void wait();
  std::vector<Running> ended();
  void take(const Task& task, const process::ChildOutcome& outcome);
  void kill_late();
  void put_error(const Task& task, sweep::Status status, const std::string& message);

  const RunnerOptions options_;
  const sweep::Store store_;
  flow::PlacementCache cache_;
  const process::StopSignals signals_;
  std::deque<Task> waiting_;
  std::vector<Running> running_;
  process::Stop stop_ = process::Stop::no;
  SweepProgress progress_;
};

}  // namespace rda::app
