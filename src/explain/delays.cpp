// SPDX-License-Identifier: Apache-2.0
#include "explain/delays.h"

#include <algorithm>
#include <cmath>

namespace rda::explain {
namespace {

/// Tokens of a stream, and firings of a unit, that are enough to see the shortest delay.
constexpr std::int64_t kEnough = 4096;

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

/// Links from a routed stream's writer to a reader.
int links(const History& history, int stream, int unit) {
  const std::vector<RouteNode>& route = history.stream(stream).route;
  const Site site = history.mapping().units[at(unit)].site();
  auto node = std::ranges::find(route, site, &RouteNode::site);
  int links = 2;  // into the first switch and out of the last
  while (node != route.end() && node->parent >= 0) {
    ++links;
    node = route.begin() + node->parent;
  }
  return links;
}

}  // namespace

bool needs(const Program& program, const Port& input, std::int64_t firing) {
  return std::ranges::all_of(input.where, [&](const Bound& bound) {
    std::int64_t rest = firing;
    for (int loop = 0; loop < bound.loop; ++loop) rest /= program.loops[at(loop)];
    const std::int64_t index = rest % program.loops[at(bound.loop)];
    return bound.lo <= index && index < bound.hi;
  });
}

Delays::Delays(const History& history) : history_(history) {
  for (const Actor& actor : history.actors()) {
    gaps_.push_back(shortest_gap(actor));
    pipelines_.push_back(shortest_pipeline(actor));
  }
  find_ways();
}

/// Ways of routed streams that nobody waited for follow from the shortest time of a link that was
/// seen, those of local ones from the shortest local way.
void Delays::find_ways() {
  std::map<std::pair<int, int>, Way> seen;
  double link = std::numeric_limits<double>::infinity();
  Cycle local = kNone;
  const auto& streams = history_.mapping().streams;
  for (int s = 0; s < static_cast<int>(streams.size()); ++s)
    for (const int unit : history_.stream(s).to) {
      const Way way = seen[{s, unit}] = shortest_way(s, unit);
      if (history_.stream(s).local())
        local = std::min(local, way.any);
      else if (way.awaited != kNone)
        link = std::min(link, static_cast<double>(way.awaited) / links(history_, s, unit));
    }
  for (const auto& [end, way] : seen) {
    Cycle guess = local;
    if (!history_.stream(end.first).local())
      guess = std::isfinite(link) ? std::llround(link * links(history_, end.first, end.second))
                                  : way.any;
    const Cycle best =
        way.awaited == kNone ? std::min(std::max<Cycle>(guess, 1), way.any) : way.awaited;
    ways_[end] = way.any == kNone ? kNone : best;
  }
}

/// Whether a firing came later than the one before let it.
bool Delays::waited(int actor, std::int64_t firing) const {
  const Actor& reader = history_.actor(actor);
  const Series& fired = reader.trace->fired;
  return firing == 0 ||
         fired[firing - 1] + extra_banks(reader, firing - 1) + gap(actor) < fired[firing];
}

std::int64_t Delays::in_flight(int stream, int unit, Cycle now) const {
  const History::End to = history_.reader(stream, unit), from = history_.writer(stream);
  return history_.actor(from.actor).trace->put[at(from.port)].count_below(now) -
         history_.actor(to.actor).trace->popped[at(to.port)].count_below(now);
}

std::int64_t Delays::most_in_flight(int stream, int unit) {
  const auto known = most_.find({stream, unit});
  if (known != most_.end()) return known->second;
  const History::End from = history_.writer(stream);
  const Series& put = history_.actor(from.actor).trace->put[at(from.port)];
  std::int64_t most = 1;
  for (std::int64_t k = 0; k < std::min(put.size(), kEnough); ++k)
    most = std::max(most, in_flight(stream, unit, put[k]));
  return most_[{stream, unit}] = most;
}

Cycle Delays::extra_banks(const Actor& actor, std::int64_t firing) {
  return firing < actor.trace->banks.size() ? actor.trace->banks[firing] - 1 : 0;
}

Cycle Delays::shortest_gap(const Actor& actor) {
  const ProgramTrace& trace = *actor.trace;
  Cycle best = kNone;
  for (std::int64_t n = 1; n < std::min(trace.fired.size(), kEnough); ++n)
    best = std::min(best, trace.fired[n] - trace.fired[n - 1] - extra_banks(actor, n - 1));
  return best;
}

Cycle Delays::shortest_pipeline(const Actor& actor) {
  const ProgramTrace& trace = *actor.trace;
  Cycle best = kNone;
  for (std::size_t o = 0; o < trace.put.size(); ++o)
    for (std::int64_t k = 0; k < std::min(trace.put[o].size(), kEnough); ++k) {
      const std::int64_t firing = trace.made[o][k];
      best = std::min(best, trace.put[o][k] - trace.fired[firing] - extra_banks(actor, firing));
    }
  return best;
}

Delays::Way Delays::shortest_way(int stream, int unit) const {
  const Stream& s = history_.stream(stream);
  const History::End end = history_.reader(stream, unit), from = history_.writer(stream);
  const Actor& reader = history_.actor(end.actor);
  const Series& popped = reader.trace->popped[at(end.port)];
  const Series& put = history_.actor(from.actor).trace->put[at(from.port)];
  const std::int64_t initial = s.local() ? s.initial : 0;
  Way best;
  for (std::int64_t k = initial; k < std::min(initial + put.size(), kEnough); ++k) {
    if (k > popped.size()) break;
    std::int64_t n = k == 0 ? 0 : reader.trace->fired.count_below(popped[k - 1] + 1);
    while (n < reader.trace->fired.size() && reader.program &&
           !needs(*reader.program, reader.program->inputs[at(end.port)], n))
      ++n;
    if (n == reader.trace->fired.size()) continue;
    const Cycle way = reader.trace->fired[n] - put[k - initial];
    best.any = std::min(best.any, way);
    if (waited(end.actor, n)) best.awaited = std::min(best.awaited, way);
  }
  return best;
}

}  // namespace rda::explain
