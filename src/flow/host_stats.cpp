// SPDX-License-Identifier: Apache-2.0
#include "flow/host_stats.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>

namespace rda::flow {

void HostStats::split_map(const MapQuality& quality) {
  split("map", 1, "place", quality.place_seconds);
  split("map", 2, "route", quality.route_seconds);
}

void HostStats::split_simulate(const SimulationNotes& notes) {
  split("simulate", 0, "elaborate", notes.elaborate_seconds);
}

void HostStats::split(const std::string& phase, int places, const char* part, double seconds) {
  const auto whole = std::ranges::find(phases_, phase, &std::pair<std::string, double>::first);
  if (whole == phases_.end()) return;
  whole->second -= seconds;
  phases_.emplace(whole + places, part, seconds);
}

double HostStats::seconds_of(const std::string& phase) const {
  const auto found = std::ranges::find(phases_, phase, &std::pair<std::string, double>::first);
  return found == phases_.end() ? 0 : found->second;
}

std::string HostStats::text(const std::string& engine, Cycle cycles, const SimulationNotes& notes,
                            const std::string& cache) const {
  std::string text = fmt::format("engine          {}\n", engine);
  text +=
      notes.no_fast_forward.empty()
          ? fmt::format("fast-forward    {} of {} cycles skipped\n", notes.cycles_skipped, cycles)
          : fmt::format("fast-forward    none: {}\n", notes.no_fast_forward);
  text += fmt::format("cache           {}\n", cache);
  double total = 0;
  for (const auto& [phase, seconds] : phases_) {
    text += fmt::format("{:<14}  {:.3f} s\n", phase, seconds);
    total += seconds;
  }
  const double simulating = seconds_of("simulate");
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  text += fmt::format("{:<14}  {:.3f} s\n", "all", total);
  text += fmt::format("speed           {:.4g} cycles/s\n",
                      simulating > 0 ? static_cast<double>(cycles) / simulating : 0.0);
  text += fmt::format("peak memory     {:.1f} MB\n", static_cast<double>(usage.ru_maxrss) / 1024);
  return text;
}

}  // namespace rda::flow
