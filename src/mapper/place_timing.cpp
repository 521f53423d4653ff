// SPDX-License-Identifier: Apache-2.0
#include "mapper/place_timing.h"

#include <algorithm>
#include <ranges>

namespace rda::mapper {
namespace {

constexpr int kNoTime = -(1 << 24);  // of what nothing has a bearing on
constexpr int kRounds = 16;

bool known(int time) { return time > kNoTime / 2; }

// Kahn's order of units along timed nets, cut at memories. Units on a cycle without a memory come
// last.
std::vector<int> writers_first(const PlaceProblem& problem,
                               const std::vector<std::vector<int>>& writes) {
  const auto for_each_reader = [&](std::size_t unit, auto&& visit) {
    for (const int n : writes[unit])
      for (const int reader : problem.nets[static_cast<std::size_t>(n)].units | std::views::drop(1))
        if (!problem.is_memory[static_cast<std::size_t>(reader)])
          visit(static_cast<std::size_t>(reader));
  };
  std::vector<int> awaited(writes.size(), 0), order;
  for (std::size_t u = 0; u < writes.size(); ++u)
    for_each_reader(u, [&](std::size_t reader) { ++awaited[reader]; });
  for (std::size_t u = 0; u < writes.size(); ++u)
    if (awaited[u] == 0) order.push_back(static_cast<int>(u));
  for (std::size_t next = 0; next < order.size(); ++next)
    for_each_reader(static_cast<std::size_t>(order[next]), [&](std::size_t reader) {
      if (--awaited[reader] == 0) order.push_back(static_cast<int>(reader));
    });
  for (std::size_t u = 0; u < writes.size(); ++u)
    if (awaited[u] > 0) order.push_back(static_cast<int>(u));
  return order;
}

}  // namespace

PlaceTiming::PlaceTiming(const PlaceProblem& problem)
    : problem_(problem),
      is_state_(problem.movable.size(), 0),
      writes_(problem.movable.size()),
      links_(problem.nets.size()) {
  std::vector<char> reads(problem.movable.size(), 0);
  for (std::size_t n = 0; n < problem.nets.size(); ++n) {
    const PlaceNet& net = problem.nets[n];
    links_[n].assign(net.units.size(), 0);
    if (!net.timed) continue;
    const auto writer = index(net.units.front());
    writes_[writer].push_back(static_cast<int>(n));
    if (net.delay > 0 && problem.is_memory[writer]) is_state_[writer] = 1;
    for (const int unit : net.units | std::views::drop(1)) reads[index(unit)] = 1;
  }
  // A unit that makes a single stream for a single reader out of nothing holds nobody up.
  for (std::size_t u = 0; u < writes_.size(); ++u)
    if (writes_[u].size() == 1 && !reads[u] && !is_state_[u] &&
        problem.nets[index(writes_[u].front())].units.size() == 2)
      writes_[u].clear();
  order_ = writers_first(problem, writes_);
}

void PlaceTiming::update(const std::vector<Site>& sites) {
  for (const auto& nets : writes_)
    for (const int n : nets) {
      const PlaceNet& net = problem_.nets[index(n)];
      for (std::size_t i = 1; i < net.units.size(); ++i)
        links_[index(n)][i] = distance(sites[index(net.units.front())], sites[index(net.units[i])]);
    }
  solve();
}

void PlaceTiming::update(const std::vector<std::vector<int>>& links) {
  links_ = links;
  solve();
}

void PlaceTiming::solve() {
  const std::size_t units = writes_.size();
  times_.input.assign(units, kNoTime);
  times_.output.assign(units, kNoTime);
  times_.input_rest.assign(units, kNoTime);
  times_.output_rest.assign(units, kNoTime);
  for (std::size_t u = 0; u < units; ++u) {
    if (!is_state_[u]) continue;
    times_.output[u] = problem_.latency[u];
    times_.input_rest[u] = 0;
  }
  for (const int unit : order_) pass_on(unit);
  times_.unhindered = longest_now();
  times_.sustained = false;
  for (int round = 0; round < kRounds && !times_.sustained; ++round) {
    times_.sustained = true;
    for (const int unit : order_)
      if (raise_arrivals(unit)) times_.sustained = false;
  }
  for (int round = 0; round < kRounds; ++round) {
    bool raised = false;
    for (const int unit : order_ | std::views::reverse)
      if (raise_rests(unit)) raised = true;
    if (!raised) break;
  }
  times_.longest = longest_now();
}

int PlaceTiming::longest_now() const {
  int longest = 0;
  for (std::size_t u = 0; u < is_state_.size(); ++u)
    if (is_state_[u]) longest = std::max(longest, times_.input[u]);
  return longest;
}

// A unit's pipeline is rigid: what moves its end moves its begin. A memory's two programs are not
// joined.
bool PlaceTiming::raise_arrivals(int unit) {
  bool raised = false;
  int& output = times_.output[index(unit)];
  for (const int n : writes_[index(unit)]) {
    const PlaceNet& net = problem_.nets[index(n)];
    const auto& links = links_[index(n)];
    for (std::size_t i = 1; i < net.units.size(); ++i)
      output = std::max(output, times_.input[index(net.units[i])] - slack(net, i, links[i]));
  }
  if (!known(output)) return false;
  if (!problem_.is_memory[index(unit)]) {
    int& input = times_.input[index(unit)];
    raised = output - problem_.latency[index(unit)] > input;
    input = output - problem_.latency[index(unit)];
  }
  return pass_on(unit) || raised;
}

bool PlaceTiming::pass_on(int unit) {
  const int output = times_.output[index(unit)];
  if (!known(output)) return false;
  bool raised = false;
  for (const int n : writes_[index(unit)]) {
    const PlaceNet& net = problem_.nets[index(n)];
    for (std::size_t i = 1; i < net.units.size(); ++i) {
      const auto reader = index(net.units[i]);
      const int here = output + way(links_[index(n)][i]);
      if (here <= times_.input[reader]) continue;
      raised = true;
      times_.input[reader] = here;
      if (!problem_.is_memory[reader]) times_.output[reader] = here + problem_.latency[reader];
    }
  }
  return raised;
}

bool PlaceTiming::raise_rests(int unit) {
  bool raised = false;
  int& rest = times_.output_rest[index(unit)];
  const int before = rest;
  for (const int n : writes_[index(unit)]) {
    const PlaceNet& net = problem_.nets[index(n)];
    for (std::size_t i = 1; i < net.units.size(); ++i)
      rest = std::max(rest, way(links_[index(n)][i]) + times_.input_rest[index(net.units[i])]);
  }
  if (!known(rest)) return false;
  raised = rest > before;
  if (!problem_.is_memory[index(unit)])
    times_.input_rest[index(unit)] = rest + problem_.latency[index(unit)];
  for (const int n : writes_[index(unit)]) {
    const PlaceNet& net = problem_.nets[index(n)];
    for (std::size_t i = 1; i < net.units.size(); ++i) {
      const auto reader = index(net.units[i]);
      const int here = rest - slack(net, i, links_[index(n)][i]);
      if (here <= times_.input_rest[reader]) continue;
      raised = true;
      times_.input_rest[reader] = here;
      if (!problem_.is_memory[reader]) times_.output_rest[reader] = here - problem_.latency[reader];
    }
  }
  return raised;
}

int PlaceTiming::through(const PlaceNet& net, std::span<const int> links) const {
  const int writer = net.units.front();
  int back = kNoTime, on = kNoTime;
  for (std::size_t i = 1; i < net.units.size(); ++i) {
    const auto reader = index(net.units[i]);
    back = std::max(back, times_.input[reader] - slack(net, i, links[i]));
    on = std::max(on, way(links[i]) + times_.input_rest[reader]);
  }
  return std::max(std::max(times_.output[index(writer)], back) + on,
                  back + times_.output_rest[index(writer)]);
}

}  // namespace rda::mapper
