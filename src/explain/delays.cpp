// SPDX-License-Identifier: Apache-2.0
#include "explain/delays.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "mapping/index.h"

namespace rda::explain {
namespace {

/// Tokens of a stream, and firings of a program, that are examined for the shortest delay.
constexpr std::int64_t kEnough = 4096;

/// Links from a routed stream's writer to a reader.
int links(const History& history, StreamId stream, UnitId unit) {
  return mapping::links_to(history.stream(stream), history.mapping().units[unit].site());
}

}  // namespace

Delays::Delays(const History& history) : history_(history) {
  for (const TracedProgram& traced : history.programs()) {
    gaps_.push_back(shortest_gap(traced));
    pipelines_.push_back(shortest_pipeline(traced));
  }
  find_ways();
}

/// Calls take(cycle in which a token was put, first firing that needs it) for each token of a
/// stream.
template <class Take>
void Delays::for_each_use(StreamId stream, UnitId unit, Take take) const {
  const History::End end = history_.reader(stream, unit);
  const TracedProgram& reader = history_.program(end.program);
  const Port& input = reader.inputs()[end.port];
  const Series &popped = history_.popped(stream, unit), &put = history_.put(stream);
  const std::int64_t initial = history_.stream(stream).initial(),
                     firings = reader.trace->fired.size();
  for (std::int64_t k = initial; k < std::min(initial + put.size(), kEnough); ++k) {
    if (k > popped.size()) break;
    std::int64_t n = k == 0 ? 0 : reader.trace->fired.count_below(popped[k - 1] + 1);
    while (n < firings && !needs(*reader.program, input, n)) ++n;
    if (n < firings) take(put[k - initial], n);
  }
}

/// A token that waited in a FIFO for its reader does not show how long the way is. So the shortest
/// time seen counts only for streams whose token was the last one needed at least once. For the
/// others the way is computed from the shortest time of a link.
void Delays::find_ways() {
  const auto each = [&](const auto& take) {
    for (const StreamId s : history_.mapping().streams.ids())
      for (const UnitId unit : history_.stream(s).to) take(s, unit);
  };
  each([&](StreamId s, UnitId unit) {
    Cycle& way = ways_[{s, unit}] = kNone;
    for_each_use(s, unit, [&](Cycle put, std::int64_t firing) {
      const ProgramId reader = history_.reader(s, unit).program;
      way = std::min(way, history_.program(reader).trace->fired[firing] - put);
    });
    if (way != kNone && !history_.stream(s).is_local())
      link_ = std::min(link_, static_cast<double>(way) / links(history_, s, unit));
  });
  each([&](StreamId s, UnitId unit) {
    Cycle& way = ways_[{s, unit}];
    if (way == kNone || way <= guess(s, unit)) return;
    bool last = false;
    for_each_use(s, unit, [&](Cycle put, std::int64_t firing) {
      last = last || came_last(s, unit, put, firing);
    });
    if (!last) way = guess(s, unit);
  });
}

/// The cycles of a way whose links all take the shortest time of a link.
Cycle Delays::guess(StreamId stream, UnitId unit) const {
  if (history_.stream(stream).is_local()) return 1;
  return std::max<Cycle>(1, std::llround(link_ * links(history_, stream, unit)));
}

std::optional<Delays::Token> Delays::needed(ProgramId id, std::size_t input,
                                            std::int64_t firing) const {
  const TracedProgram& reader = history_.program(id);
  const Port& port = reader.inputs()[input];
  if (!needs(*reader.program, port, firing)) return std::nullopt;
  const Cycle now = reader.trace->fired[firing];
  const std::int64_t k =
      reader.trace->popped[input].count_below(now) - history_.stream(port.stream).initial();
  const Series& put = history_.put(port.stream);
  if (k < 0 || k >= put.size() || put[k] >= now) return std::nullopt;
  return Token{k, put[k]};
}

/// Whether the firing waited, and no other token that it needed came later than this one.
bool Delays::came_last(StreamId stream, UnitId unit, Cycle put, std::int64_t firing) const {
  const ProgramId id = history_.reader(stream, unit).program;
  if (!waited(id, firing)) return false;
  const std::vector<Port>& inputs = history_.program(id).inputs();
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const StreamId other = inputs[i].stream;
    if (other == stream) continue;
    const std::optional<Token> token = needed(id, i, firing);
    if (token && token->put + guess(other, unit) > put + guess(stream, unit)) return false;
  }
  return true;
}

/// Whether a firing came later than the previous firing allowed.
bool Delays::waited(ProgramId id, std::int64_t firing) const {
  const TracedProgram& reader = history_.program(id);
  const Series& fired = reader.trace->fired;
  return firing == 0 ||
         fired[firing - 1] + extra_banks(reader, firing - 1) + gap(id) < fired[firing];
}

std::int64_t Delays::in_flight(StreamId stream, UnitId unit, Cycle now) const {
  return history_.put(stream).count_below(now) - history_.popped(stream, unit).count_below(now);
}

std::int64_t Delays::most_in_flight(StreamId stream, UnitId unit) {
  const auto known = most_.find({stream, unit});
  if (known != most_.end()) return known->second;
  const Series& put = history_.put(stream);
  std::int64_t most = 1;
  for (std::int64_t k = 0; k < std::min(put.size(), kEnough); ++k)
    most = std::max(most, in_flight(stream, unit, put[k]));
  return most_[{stream, unit}] = most;
}

Cycle Delays::extra_banks(const TracedProgram& traced, std::int64_t firing) {
  return firing < traced.trace->banks.size() ? traced.trace->banks[firing] - 1 : 0;
}

Cycle Delays::shortest_gap(const TracedProgram& traced) {
  const ProgramTrace& trace = *traced.trace;
  Cycle best = kNone;
  for (std::int64_t n = 1; n < std::min(trace.fired.size(), kEnough); ++n)
    best = std::min(best, trace.fired[n] - trace.fired[n - 1] - extra_banks(traced, n - 1));
  return best;
}

Cycle Delays::shortest_pipeline(const TracedProgram& traced) {
  const ProgramTrace& trace = *traced.trace;
  Cycle best = kNone;
  for (std::size_t o = 0; o < trace.put.size(); ++o)
    for (std::int64_t k = 0; k < std::min(trace.put[o].size(), kEnough); ++k) {
      const std::int64_t firing = trace.made[o][k];
      best = std::min(best, trace.put[o][k] - trace.fired[firing] - extra_banks(traced, firing));
    }
  return best;
}

}  // namespace rda::explain
