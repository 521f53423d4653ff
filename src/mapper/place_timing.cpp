// SPDX-License-Identifier: Apache-2.0
#include "mapper/place_timing.h"

#include <algorithm>
#include <ranges>

namespace rda::mapper {
namespace {

constexpr int kNoTime = -(1 << 24);  // for a unit that no bound reaches
constexpr int kRounds = 16;

bool known(int time) { return time > kNoTime / 2; }

// The units in topological order (Kahn) along timed nets, without the nets into memories. Units on
// a cycle without a memory come last.
std::vector<UnitId> writers_first(const PlaceProblem& problem,
                                  const IdVector<UnitId, std::vector<NetId>>& writes) {
  const auto for_each_reader = [&](UnitId unit, auto&& visit) {
    for (const NetId n : writes[unit])
      for (const UnitId reader : problem.nets[n].units | std::views::drop(1))
        if (!problem.is_memory[reader]) visit(reader);
  };
  IdVector<UnitId, int> awaited(writes.size(), 0);
  std::vector<UnitId> order;
  for (const UnitId unit : writes.ids())
    for_each_reader(unit, [&](UnitId reader) { ++awaited[reader]; });
  for (const UnitId unit : writes.ids())
    if (awaited[unit] == 0) order.push_back(unit);
  for (std::size_t next = 0; next < order.size(); ++next)
    for_each_reader(order[next], [&](UnitId reader) {
      if (--awaited[reader] == 0) order.push_back(reader);
    });
  for (const UnitId unit : writes.ids())
    if (awaited[unit] > 0) order.push_back(unit);
  return order;
}

}  // namespace

PlaceTiming::PlaceTiming(const PlaceProblem& problem)
    : problem_(problem),
      is_state_(problem.movable.size(), 0),
      writes_(problem.movable.size()),
      links_(problem.nets.size()) {
  IdVector<UnitId, char> reads(problem.movable.size(), 0);
  for (const NetId n : problem.nets.ids()) {
    const PlaceNet& net = problem.nets[n];
    links_[n].assign(net.units.size(), 0);
    if (!net.timed) continue;
    const UnitId writer = net.units.front();
    writes_[writer].push_back(n);
    if (net.delay > 0 && problem.is_memory[writer]) is_state_[writer] = 1;
    for (const UnitId unit : net.units | std::views::drop(1)) reads[unit] = 1;
  }
  // A unit without timed inputs whose only stream has one reader delays no other unit.
  for (const UnitId unit : writes_.ids())
    if (writes_[unit].size() == 1 && !reads[unit] && !is_state_[unit] &&
        problem.nets[writes_[unit].front()].units.size() == 2)
      writes_[unit].clear();
  order_ = writers_first(problem, writes_);
}

void PlaceTiming::update(const IdVector<UnitId, Site>& sites) {
  for (const auto& nets : writes_)
    for (const NetId n : nets) {
      const PlaceNet& net = problem_.nets[n];
      for (std::size_t i = 1; i < net.units.size(); ++i)
        links_[n][i] = distance(sites[net.units.front()], sites[net.units[i]]);
    }
  solve();
}

void PlaceTiming::update(const IdVector<NetId, std::vector<int>>& links) {
  links_ = links;
  solve();
}

void PlaceTiming::solve() {
  const std::size_t units = writes_.size();
  times_.input.assign(units, kNoTime);
  times_.output.assign(units, kNoTime);
  times_.input_rest.assign(units, kNoTime);
  times_.output_rest.assign(units, kNoTime);
  for (const UnitId unit : is_state_.ids()) {
    if (!is_state_[unit]) continue;
    times_.output[unit] = problem_.latency[unit];
    times_.input_rest[unit] = 0;
  }
  for (const UnitId unit : order_) pass_on(unit);
  times_.unhindered = longest_now();
  times_.sustained = false;
  for (int round = 0; round < kRounds && !times_.sustained; ++round) {
    times_.sustained = true;
    for (const UnitId unit : order_)
      if (raise_arrivals(unit)) times_.sustained = false;
  }
  for (int round = 0; round < kRounds; ++round) {
    bool raised = false;
    for (const UnitId unit : order_ | std::views::reverse)
      if (raise_rests(unit)) raised = true;
    if (!raised) break;
  }
  times_.longest = longest_now();
}

int PlaceTiming::longest_now() const {
  int longest = 0;
  for (const UnitId unit : is_state_.ids())
    if (is_state_[unit]) longest = std::max(longest, times_.input[unit]);
  return longest;
}

// A unit's pipeline is rigid: what moves its end moves its begin. A memory's two programs are not
// joined.
bool PlaceTiming::raise_arrivals(UnitId unit) {
  bool raised = false;
  int& output = times_.output[unit];
  for (const NetId n : writes_[unit]) {
    const PlaceNet& net = problem_.nets[n];
    const auto& links = links_[n];
    for (std::size_t i = 1; i < net.units.size(); ++i)
      output = std::max(output, times_.input[net.units[i]] - slack(net, i, links[i]));
  }
  if (!known(output)) return false;
  if (!problem_.is_memory[unit]) {
    int& input = times_.input[unit];
    raised = output - problem_.latency[unit] > input;
    input = output - problem_.latency[unit];
  }
  return pass_on(unit) || raised;
}

bool PlaceTiming::pass_on(UnitId unit) {
  const int output = times_.output[unit];
  if (!known(output)) return false;
  bool raised = false;
  for (const NetId n : writes_[unit]) {
    const PlaceNet& net = problem_.nets[n];
    for (std::size_t i = 1; i < net.units.size(); ++i) {
      const UnitId reader = net.units[i];
      const int here = output + way(links_[n][i]);
      if (here <= times_.input[reader]) continue;
      raised = true;
      times_.input[reader] = here;
      if (!problem_.is_memory[reader]) times_.output[reader] = here + problem_.latency[reader];
    }
  }
  return raised;
}

bool PlaceTiming::raise_rests(UnitId unit) {
  bool raised = false;
  int& rest = times_.output_rest[unit];
  const int before = rest;
  for (const NetId n : writes_[unit]) {
    const PlaceNet& net = problem_.nets[n];
    for (std::size_t i = 1; i < net.units.size(); ++i)
      rest = std::max(rest, way(links_[n][i]) + times_.input_rest[net.units[i]]);
  }
  if (!known(rest)) return false;
  raised = rest > before;
  if (!problem_.is_memory[unit]) times_.input_rest[unit] = rest + problem_.latency[unit];
  for (const NetId n : writes_[unit]) {
    const PlaceNet& net = problem_.nets[n];
    for (std::size_t i = 1; i < net.units.size(); ++i) {
      const UnitId reader = net.units[i];
      const int here = rest - slack(net, i, links_[n][i]);
      if (here <= times_.input_rest[reader]) continue;
      raised = true;
      times_.input_rest[reader] = here;
      if (!problem_.is_memory[reader]) times_.output_rest[reader] = here - problem_.latency[reader];
    }
  }
  return raised;
}

int PlaceTiming::through(const PlaceNet& net, std::span<const int> links) const {
  const UnitId writer = net.units.front();
  int back = kNoTime, on = kNoTime;
  for (std::size_t i = 1; i < net.units.size(); ++i) {
    const UnitId reader = net.units[i];
    back = std::max(back, times_.input[reader] - slack(net, i, links[i]));
    on = std::max(on, way(links[i]) + times_.input_rest[reader]);
  }
  return std::max(std::max(times_.output[writer], back) + on, back + times_.output_rest[writer]);
}

}  // namespace rda::mapper
