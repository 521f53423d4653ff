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

/// Calls take(cycle in which a token was put, first firing that needs it) for each token of a
/// stream.
template <class Take>
void Delays::for_each_use(int stream, int unit, Take take) const {
  const Stream& s = history_.stream(stream);
  const History::End end = history_.reader(stream, unit), from = history_.writer(stream);
  const Actor& reader = history_.actor(end.actor);
  const Series& popped = reader.trace->popped[at(end.port)];
  const Series& put = history_.actor(from.actor).trace->put[at(from.port)];
  const std::int64_t initial = s.local() ? s.initial : 0, firings = reader.trace->fired.size();
  for (std::int64_t k = initial; k < std::min(initial + put.size(), kEnough); ++k) {
    if (k > popped.size()) break;
    std::int64_t n = k == 0 ? 0 : reader.trace->fired.count_below(popped[k - 1] + 1);
    while (n < firings && reader.program &&
           !needs(*reader.program, reader.program->inputs[at(end.port)], n))
      ++n;
    if (n < firings) take(put[k - initial], n);
  }
}

/// A token that lay in a FIFO until its reader had time says nothing of the way. So the shortest
/// way that was seen is that of a stream which was the last to come at least once; others follow
/// from the shortest time of a link.
void Delays::find_ways() {
  const auto each = [&](const auto& take) {
    for (int s = 0; s < static_cast<int>(history_.mapping().streams.size()); ++s)
      for (const int unit : history_.stream(s).to) take(s, unit);
  };
  each([&](int s, int unit) {
    Cycle& way = ways_[{s, unit}] = kNone;
    for_each_use(s, unit, [&](Cycle put, std::int64_t firing) {
      const int reader = history_.reader(s, unit).actor;
      way = std::min(way, history_.actor(reader).trace->fired[firing] - put);
    });
    if (way != kNone && !history_.stream(s).local())
      link_ = std::min(link_, static_cast<double>(way) / links(history_, s, unit));
  });
  each([&](int s, int unit) {
    Cycle& way = ways_[{s, unit}];
    if (way == kNone || way <= guess(s, unit)) return;
    bool last = false;
    for_each_use(s, unit, [&](Cycle put, std::int64_t firing) {
      last = last || came_last(s, unit, put, firing);
    });
    if (!last) way = guess(s, unit);
  });
}

/// What a way takes if its links are as fast as the fastest.
Cycle Delays::guess(int stream, int unit) const {
  if (history_.stream(stream).local()) return 1;
  return std::max<Cycle>(1, std::llround(link_ * links(history_, stream, unit)));
}

std::optional<Delays::Token> Delays::needed(int actor, std::size_t input,
                                            std::int64_t firing) const {
  const Actor& reader = history_.actor(actor);
  if (reader.program && !needs(*reader.program, reader.program->inputs[input], firing))
    return std::nullopt;
  const int stream = reader.inputs[input];
  const Stream& s = history_.stream(stream);
  const Cycle now = reader.trace->fired[firing];
  const std::int64_t k = reader.trace->popped[input].count_below(now) - (s.local() ? s.initial : 0);
  const History::End from = history_.writer(stream);
  const Series& put = history_.actor(from.actor).trace->put[at(from.port)];
  if (k < 0 || k >= put.size() || put[k] >= now) return std::nullopt;
  return Token{k, put[k]};
}

/// Whether the firing waited, and for nothing that came later than this token.
bool Delays::came_last(int stream, int unit, Cycle put, std::int64_t firing) const {
  const int actor = history_.reader(stream, unit).actor;
  if (!waited(actor, firing)) return false;
  const std::vector<int>& inputs = history_.actor(actor).inputs;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i] == stream) continue;
    const std::optional<Token> other = needed(actor, i, firing);
    if (other && other->put + guess(inputs[i], unit) > put + guess(stream, unit)) return false;
  }
  return true;
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

}  // namespace rda::explain
