// SPDX-License-Identifier: Apache-2.0
#include "mapper/place_timing.h"

#include <algorithm>
#include <ranges>

namespace rda::mapper {
namespace {

// Calls visit(net) for every recurrent net that `unit` writes.
template <typename Visit>
void for_each_written(const PlaceProblem& problem, int unit, Visit&& visit) {
  for (const int n : problem.nets_of[static_cast<std::size_t>(unit)]) {
    const PlaceNet& net = problem.nets[static_cast<std::size_t>(n)];
    if (net.delay > 0 && net.units.front() == unit) visit(net);
  }
}

// Kahn's order of units along recurrent nets, cut at memories. Units on a cycle without a memory
// come last.
std::vector<int> writers_first(const PlaceProblem& problem) {
  const std::size_t units = problem.movable.size();
  std::vector<int> awaited(units, 0), order;
  for (const PlaceNet& net : problem.nets)
    if (net.delay > 0)
      for (const int reader : net.units | std::views::drop(1))
        if (!problem.is_memory[static_cast<std::size_t>(reader)])
          ++awaited[static_cast<std::size_t>(reader)];
  for (std::size_t u = 0; u < units; ++u)
    if (awaited[u] == 0) order.push_back(static_cast<int>(u));
  for (std::size_t next = 0; next < order.size(); ++next)
    for_each_written(problem, order[next], [&](const PlaceNet& net) {
      for (const int reader : net.units | std::views::drop(1))
        if (!problem.is_memory[static_cast<std::size_t>(reader)] &&
            --awaited[static_cast<std::size_t>(reader)] == 0)
          order.push_back(reader);
    });
  for (std::size_t u = 0; u < units; ++u)
    if (awaited[u] > 0) order.push_back(static_cast<int>(u));
  return order;
}

}  // namespace

PlaceTiming::PlaceTiming(const PlaceProblem& problem)
    : problem_(problem), order_(writers_first(problem)) {}

void PlaceTiming::update(const std::vector<Site>& sites) {
  const auto hops = [&](int from, int to) {  // two of them between units and switches
    return 2 + distance(sites[static_cast<std::size_t>(from)], sites[static_cast<std::size_t>(to)]);
  };
  arrival_ = problem_.latency;
  remaining_.assign(arrival_.size(), 0);
  longest_ = 0;
  for (const int unit : order_)
    for_each_written(problem_, unit, [&](const PlaceNet& net) {
      for (const int reader : net.units | std::views::drop(1)) {
        const auto r = static_cast<std::size_t>(reader);
        const int here = arrival(unit) + hops(unit, reader);
        longest_ = std::max(longest_, here);
        if (!problem_.is_memory[r]) arrival_[r] = std::max(arrival_[r], here + problem_.latency[r]);
      }
    });
  for (const int unit : order_ | std::views::reverse) {
    int longest = 0;
    for_each_written(problem_, unit, [&](const PlaceNet& net) {
      for (const int reader : net.units | std::views::drop(1))
        longest = std::max(longest, hops(unit, reader) + remaining(reader));
    });
    const auto u = static_cast<std::size_t>(unit);
    if (!problem_.is_memory[u]) remaining_[u] = longest + problem_.latency[u];
  }
}

}  // namespace rda::mapper
