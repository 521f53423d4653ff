// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "cli/support.h"
#include "sweep/point.h"

namespace rda::cli {

/// Tests of sweeps: a points file and stores in the test's folder.
class SweepCli : public Cli {
 protected:
  /// The smallest chip and workload, with overrides ("/pcu/lanes" = "8") as knobs.
  sweep::Point point(const std::map<std::string, std::string>& knobs = {}) const;
  /// Points that differ in the seed of placement, on which each spends some ms times `effort`.
  std::vector<sweep::Point> points(int count, int effort = 1) const;
  /// One that would take hours.
  sweep::Point endless() const;
  /// Writes them. @return the file
  std::string write(const std::vector<sweep::Point>& points,
                    const std::string& name = "points.jsonl") const;

  /// `rdasim sweep run FILE --store STORE` with more words.
  Outcome sweep_run(const std::string& file, const std::string& store = "store",
                    const std::vector<std::string>& words = {}) const;
  /// Starts it and does not wait.
  pid_t start_sweep(const std::string& file, const std::string& store = "store",
                    const std::vector<std::string>& words = {}) const;
  Outcome sweep(const std::string& verb, const std::string& file,
                const std::string& store = "store",
                const std::vector<std::string>& words = {}) const;
  /// All files of a store and what they hold.
  std::map<std::string, std::string> files(const std::string& store = "store") const;
};

/// A sweep that was planned from a spec of the smallest chip and workload, and has run.
class PlannedSweep : public SweepCli {
 protected:
  /// @param axes  the spec's, as JSON
  explicit PlannedSweep(const std::string& axes);
  Outcome ask(const std::string& verb, const std::vector<std::string>& words) const {
    return sweep(verb, points_, "store", words);
  }

  std::string points_;
};

/// Waits for the end of a child. @return its exit code; 128 + signal if one killed it
int end_of(pid_t process);

/// The children of a process, as the kernel lists them.
std::vector<pid_t> children_of(pid_t process);

/// Waits until `holds` returns true, at most a minute. @return whether it did
template <class Holds>
bool wait_until(Holds holds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    usleep(2000);
  }
  return true;
}

}  // namespace rda::cli
