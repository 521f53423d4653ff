// SPDX-License-Identifier: Apache-2.0
#include "draw/visits.h"

#include <algorithm>
#include <array>

namespace rda::draw {
namespace {

using ByCategory = std::array<Cycle, names(ChainCategory{}).size()>;

bool is_way(ChainCategory category) {
  return category == ChainCategory::links || category == ChainCategory::back_pressure;
}

/// The number of the unit; a further one if no visit before was at it.
std::size_t number_of(const std::vector<Visit>& before, const std::string& unit) {
  std::size_t most = 0;
  for (const Visit& visit : before) {
    if (visit.unit == unit) return visit.number;
    most = std::max(most, visit.number);
  }
  return most + 1;
}

}  // namespace

std::vector<Visit> visits_of(const Explanation& explanation) {
  std::vector<Visit> visits;
  ByCategory work{};
  for (const ChainEntry& entry : explanation.chain) {
    if (visits.empty() || visits.back().unit != entry.unit) {
      visits.push_back({.unit = entry.unit, .number = number_of(visits, entry.unit)});
      work = {};
    }
    Visit& visit = visits.back();
    if (entry.kind == ChainKind::hops && !entry.stream.empty())
      visit.streams.push_back(entry.stream);
    if (is_way(entry.category)) {
      visit.links += entry.cycles;
      continue;
    }
    visit.work += entry.cycles;
    work[static_cast<std::size_t>(entry.category)] += entry.cycles;
    visit.category = static_cast<ChainCategory>(std::ranges::max_element(work) - work.begin());
  }
  return visits;
}

}  // namespace rda::draw
