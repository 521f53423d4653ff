// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "rda/map.h"
#include "rda/simulate.h"

namespace rda::app {

/// What a run cost the host: time by phase. Goes to stderr only, never into a report.
class HostStats {
 public:
  /// Calls `work` and notes its time as that of `phase`.
  template <class Work>
  auto timed(const char* phase, Work&& work) {
    const auto start = std::chrono::steady_clock::now();
    auto value = std::forward<Work>(work)();
    add(phase, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    return value;
  }

  void add(const char* phase, double seconds) { phases_.emplace_back(phase, seconds); }
  /// Takes placement and routing out of the phase "map" and lists them apart.
  void split_map(const MapQuality& quality);
  /// Takes the building of the model out of the phase "simulate" and lists it apart.
  void split_simulate(const SimulationNotes& notes);
  /// The text for people: engine, what was skipped, phases, simulated cycles a second, peak memory.
  std::string text(const std::string& engine, Cycle cycles, const SimulationNotes& notes) const;

 private:
  void take_from(const std::string& phase, double seconds);
  double seconds_of(const std::string& phase) const;

  std::vector<std::pair<std::string, double>> phases_;
};

}  // namespace rda::app
