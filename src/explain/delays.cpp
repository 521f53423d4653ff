// SPDX-License-Identifier: Apache-2.0
#include "explain/delays.h"

#include <algorithm>

namespace rda::explain {
namespace {

/// Tokens of a stream, and firings of a unit, that are enough to see the shortest delay.
constexpr std::int64_t kEnough = 4096;

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

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
}

Cycle Delays::way(int stream, int unit) {
  const auto known = ways_.find({stream, unit});
  if (known != ways_.end()) return known->second;
  return ways_[{stream, unit}] = shortest_way(stream, unit);
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

Cycle Delays::shortest_way(int stream, int unit) const {
  const Stream& s = history_.stream(stream);
  const History::End end = history_.reader(stream, unit), from = history_.writer(stream);
  const Actor& reader = history_.actor(end.actor);
  const Series& popped = reader.trace->popped[at(end.port)];
  const Series& put = history_.actor(from.actor).trace->put[at(from.port)];
  const std::int64_t initial = s.local() ? s.initial : 0;
  Cycle best = kNone;
  for (std::int64_t k = initial; k < std::min(initial + put.size(), kEnough); ++k) {
    if (k > popped.size()) break;
    std::int64_t n = k == 0 ? 0 : reader.trace->fired.count_below(popped[k - 1] + 1);
    while (n < reader.trace->fired.size() && reader.program &&
           !needs(*reader.program, reader.program->inputs[at(end.port)], n))
      ++n;
    if (n < reader.trace->fired.size())
      best = std::min(best, reader.trace->fired[n] - put[k - initial]);
  }
  return best;
}

}  // namespace rda::explain
