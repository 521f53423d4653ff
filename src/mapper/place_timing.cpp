// SPDX-License-Identifier: Apache-2.0
#include "mapper/place_timing.h"

#include <algorithm>
#include <ranges>
#include <utility>

namespace rda::mapper {
namespace {

constexpr int kRounds = 16;

bool known(int time) { return time > PlaceTiming::kNoTime / 2; }

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
    : problem_(problem), writers_(problem.movable.size()) {
  IdVector<UnitId, std::vector<NetId>> writes(problem.movable.size());
  IdVector<UnitId, char> reads(problem.movable.size(), 0);
  for (const NetId n : problem.nets.ids()) {
    const PlaceNet& net = problem.nets[n];
    if (!net.timed) continue;
    const UnitId writer = net.units.front();
    writes[writer].push_back(n);
    for (const UnitId unit : net.units | std::views::drop(1)) reads[unit] = 1;
  }
  for (const UnitId unit : problem.is_end.ids())
    if (problem.is_end[unit]) ends_.push_back(unit);
  first_of_net_.assign(problem.nets.size(), 0);
  for (const UnitId unit : writes.ids()) {
    first_arc_.push_back(arcs_.size());
    for (const NetId n : writes[unit]) {
      first_of_net_[n] = arcs_.size();
      for (std::size_t i = 1; i < problem.nets[n].units.size(); ++i) {
        arcs_.push_back({problem.nets[n].units[i]});
        arc_nets_.push_back({unit, n, i});
      }
    }
  }
  first_arc_.push_back(arcs_.size());
  // A unit without timed inputs whose only stream has one reader delays no other unit.
  for (const UnitId unit : writes.ids())
    if (writes[unit].size() == 1 && !reads[unit] && !problem.is_end[unit] &&
        problem.nets[writes[unit].front()].units.size() == 2)
      writes[unit].clear();
  for (const UnitId unit : writes.ids())
    for (const NetId n : writes[unit])
      for (const UnitId reader : problem.nets[n].units | std::views::drop(1))
        if (writers_[reader].empty() || writers_[reader].back() != unit)
          writers_[reader].push_back(unit);
  order_ = writers_first(problem, writes);
  std::erase_if(order_, [&](UnitId unit) { return writes[unit].empty(); });
}

void PlaceTiming::set_links(std::size_t arc, int links) {
  arcs_[arc].path = way(links);
  const PlaceNet& net = problem_.nets[arc_nets_[arc].net];
  arcs_[arc].slack = slack(net.lateness[arc_nets_[arc].end], net.skid, links);
}

void PlaceTiming::update(const IdVector<UnitId, Site>& sites) {
  for (std::size_t a = 0; a < arcs_.size(); ++a)
    set_links(a, distance(sites[arc_nets_[a].writer], sites[arcs_[a].reader]));
  update();
}

void PlaceTiming::set_links(NetId net, const IdVector<UnitId, Site>& sites) {
  const Site from = sites[problem_.nets[net].units.front()];
  for (std::size_t i = 0; i < arcs_of(net).size(); ++i)
    set_links(first_of_net_[net] + i, distance(from, sites[problem_.nets[net].units[i + 1]]));
}

void PlaceTiming::update(const IdVector<NetId, std::vector<int>>& links) {
  for (std::size_t a = 0; a < arcs_.size(); ++a)
    set_links(a, links[arc_nets_[a].net][arc_nets_[a].end]);
  update();
}

bool PlaceTiming::update_up_to(int most) {
  times_.units.assign(writers_.size(), {});
  for (const UnitId unit : ends_) {
    times_.units[unit].output = problem_.latency[unit];
    times_.units[unit].input_rest = 0;
  }
  for (const UnitId unit : order_) pass_on(unit, nullptr);
  times_.unhindered = longest_now();
  if (times_.unhindered >= most) return false;
  times_.sustained = settle_arrivals();
  times_.longest = longest_now();
  if (times_.longest >= most) return false;
  settle_rests();
  return true;
}

// Raises times in rounds, at most kRounds. A unit whose times and whose readers' times are as they
// were when it was last seen raises nothing, so it is passed over. Returns whether none is left.
bool PlaceTiming::settle_arrivals() {
  Marks marks(writers_.size(), 1);
  for (int round = 0; round < kRounds; ++round) {
    bool raised = false;
    for (const UnitId unit : order_)
      if (std::exchange(marks[unit], 0) && raise_arrivals(unit, marks)) raised = true;
    if (!raised) return true;
  }
  return false;
}

void PlaceTiming::settle_rests() {
  Marks marks(writers_.size(), 1);
  for (int round = 0; round < kRounds; ++round) {
    bool raised = false;
    for (const UnitId unit : order_ | std::views::reverse)
      if (std::exchange(marks[unit], 0) && raise_rests(unit, marks)) raised = true;
    if (!raised) return;
  }
}

void PlaceTiming::mark_writers(UnitId reader, Marks& marks) const {
  for (const UnitId writer : writers_[reader]) marks[writer] = 1;
}

int PlaceTiming::longest_now() const {
  int longest = 0;
  for (const UnitId unit : ends_) longest = std::max(longest, times_.units[unit].input);
  return longest;
}

// A unit's pipeline is rigid: what moves its end moves its begin. A memory's two programs are not
// joined.
bool PlaceTiming::raise_arrivals(UnitId unit, Marks& marks) {
  bool raised = false;
  UnitTimes& own = times_.units[unit];
  int output = own.output;
  for (const Arc& arc : arcs_from(unit))
    output = std::max(output, times_.units[arc.reader].input - arc.slack);
  own.output = output;
  if (!known(output)) return false;
  if (!problem_.is_memory[unit]) {
    const int input = output - problem_.latency[unit];
    raised = input > own.input;
    own.input = input;
    if (raised) mark_writers(unit, marks);
  }
  return pass_on(unit, &marks) || raised;
}

bool PlaceTiming::pass_on(UnitId unit, Marks* marks) {
  const int output = times_.units[unit].output;
  if (!known(output)) return false;
  bool raised = false;
  for (const Arc& arc : arcs_from(unit)) {
    const int here = output + arc.path;
    UnitTimes& reader = times_.units[arc.reader];
    if (here <= reader.input) continue;
    raised = true;
    reader.input = here;
    if (!problem_.is_memory[arc.reader]) reader.output = here + problem_.latency[arc.reader];
    if (!marks) continue;
    (*marks)[arc.reader] = 1;
    mark_writers(arc.reader, *marks);
  }
  return raised;
}

bool PlaceTiming::raise_rests(UnitId unit, Marks& marks) {
  UnitTimes& own = times_.units[unit];
  const int before = own.output_rest;
  int rest = before;
  for (const Arc& arc : arcs_from(unit))
    rest = std::max(rest, arc.path + times_.units[arc.reader].input_rest);
  own.output_rest = rest;
  if (!known(rest)) return false;
  bool raised = rest > before;
  if (!problem_.is_memory[unit]) {
    const int input_rest = rest + problem_.latency[unit];
    if (std::exchange(own.input_rest, input_rest) != input_rest) mark_writers(unit, marks);
  }
  for (const Arc& arc : arcs_from(unit)) {
    const int here = rest - arc.slack;
    UnitTimes& reader = times_.units[arc.reader];
    if (here <= reader.input_rest) continue;
    raised = true;
    reader.input_rest = here;
    if (!problem_.is_memory[arc.reader]) reader.output_rest = here - problem_.latency[arc.reader];
    marks[arc.reader] = 1;
    mark_writers(arc.reader, marks);
  }
  return raised;
}

bool can_be_sustained(const PlaceProblem& problem) {
  IdVector<NetId, std::vector<int>> links;
  for (const PlaceNet& net : problem.nets) links.push_back(std::vector<int>(net.units.size(), 0));
  PlaceTiming timing(problem);
  timing.update(links);
  return timing.sustained();
}

}  // namespace rda::mapper
