// SPDX-License-Identifier: Apache-2.0
#include "app/host_stats.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>

namespace rda::app {

void HostStats::split_map(const MapQuality& quality) {
  for (auto& [phase, seconds] : phases_)
    if (phase == "map") seconds -= quality.place_seconds + quality.route_seconds;
  add("place", quality.place_seconds);
  add("route", quality.route_seconds);
}

double HostStats::seconds_of(const std::string& phase) const {
  const auto found = std::ranges::find(phases_, phase, &std::pair<std::string, double>::first);
  return found == phases_.end() ? 0 : found->second;
}

std::string HostStats::text(const std::string& engine, Cycle cycles) const {
  std::string text = fmt::format("engine          {}\nfast-forward    not available\n", engine);
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

}  // namespace rda::app
