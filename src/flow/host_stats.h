// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "rda/map.h"
#include "rda/simulate.h"

namespace rda::flow {

/// What a run cost the host: time by phase. Goes to stderr only, never into a report.
class HostStats {
 public:
  /// Calls `work` and notes its time as that of `phase`. Phases are listed in this order.
  template <class Work>
  auto timed(const char* phase, Work&& work) {
    const Timer timer{*this, phase, std::chrono::steady_clock::now()};
    return std::forward<Work>(work)();
  }

  /// Takes placement and routing out of the phase "map" and lists them behind it.
  void split_map(const MapQuality& quality);
  /// Takes the building of the model out of the phase "simulate" and lists it before it.
  void split_simulate(const SimulationNotes& notes);
  /// The text for people: engine, what was skipped, where the placement came from (`cache`),
  /// phases, simulated cycles a second, peak memory.
  std::string text(const std::string& engine, Cycle cycles, const SimulationNotes& notes,
                   const std::string& cache) const;

 private:
  /// Adds the time of its life.
  struct Timer {
    HostStats& host;
    const char* phase;
    std::chrono::steady_clock::time_point start;
    ~Timer() {
      const auto now = std::chrono::steady_clock::now();
      host.phases_.emplace_back(phase, std::chrono::duration<double>(now - start).count());
    }
  };

  /// Lists a part of a phase apart, `places` behind it.
  void split(const std::string& phase, int places, const char* part, double seconds);
  double seconds_of(const std::string& phase) const;

  std::vector<std::pair<std::string, double>> phases_;
};

}  // namespace rda::flow
