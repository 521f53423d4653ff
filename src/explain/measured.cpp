// SPDX-License-Identifier: Apache-2.0
#include "explain/measured.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "explain/history.h"
#include "rda/check.h"

namespace rda::explain {
namespace {

/// Tokens of a stream, and firings of a unit, that are enough to see the shortest delay.
constexpr std::int64_t kEnough = 4096;
constexpr Cycle kNone = std::numeric_limits<Cycle>::max();

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

/// Whether a program's firing needs a token of this input.
bool needs(const Program& program, const Port& input, std::int64_t firing) {
  return std::ranges::all_of(input.where, [&](const Bound& bound) {
    std::int64_t rest = firing;
    for (int loop = 0; loop < bound.loop; ++loop) rest /= program.loops[at(loop)];
    const std::int64_t index = rest % program.loops[at(bound.loop)];
    return bound.lo <= index && index < bound.hi;
  });
}

/// The shortest delays that a trace shows.
class Delays {
 public:
  explicit Delays(const History& history) : history_(history) {
    for (std::size_t a = 0; a < history.actors().size(); ++a) {
      gaps_.push_back(shortest_gap(history.actors()[a]));
      pipelines_.push_back(shortest_pipeline(history.actors()[a]));
    }
  }

  /// From one firing's last bank cycle to the next firing.
  Cycle gap(int actor) const { return gaps_[at(actor)]; }
  /// From a firing's last bank cycle to its tokens.
  Cycle pipeline(int actor) const { return pipelines_[at(actor)]; }
  /// From a token's first link to the first firing that needs it; kNone if none came.
  Cycle way(int stream, int unit) {
    const auto known = ways_.find({stream, unit});
    if (known != ways_.end()) return known->second;
    return ways_[{stream, unit}] = shortest_way(stream, unit);
  }

 private:
  static Cycle shortest_gap(const Actor& actor) {
    const ProgramTrace& trace = *actor.trace;
    Cycle best = kNone;
    for (std::int64_t n = 1; n < std::min(trace.fired.size(), kEnough); ++n)
      best = std::min(best, trace.fired[n] - trace.fired[n - 1] - extra_banks(actor, n - 1));
    return best;
  }

  static Cycle shortest_pipeline(const Actor& actor) {
    const ProgramTrace& trace = *actor.trace;
    Cycle best = kNone;
    for (std::size_t o = 0; o < trace.put.size(); ++o)
      for (std::int64_t k = 0; k < std::min(trace.put[o].size(), kEnough); ++k) {
        const std::int64_t firing = trace.made[o][k];
        best = std::min(best, trace.put[o][k] - trace.fired[firing] - extra_banks(actor, firing));
      }
    return best;
  }

  Cycle shortest_way(int stream, int unit) const {
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

 public:
  /// Bank cycles of a firing after the first.
  static Cycle extra_banks(const Actor& actor, std::int64_t firing) {
    return firing < actor.trace->banks.size() ? actor.trace->banks[firing] - 1 : 0;
  }

 private:
  const History& history_;
  std::vector<Cycle> gaps_, pipelines_;  // by actor
  std::map<std::pair<int, int>, Cycle> ways_;
};

/// Walks back from a firing to what it waited for longest.
class Walk {
 public:
  Walk(const History& history, Delays& delays) : history_(history), delays_(delays) {}

  /// @return the parts' cycles; they add up to the cycle of the firing, plus 1
  std::map<std::tuple<Spent, int, int>, Cycle> from(int actor, std::int64_t firing) {
    actor_ = actor;
    firing_ = firing;
    add(Spent::work, unit(), -1, 1);
    while (step()) {
    }
    return std::move(cycles_);
  }

 private:
  /// Something without which the firing could not come before `ready`.
  struct Cause {
    int stream = -1;  ///< of a token; -1: the firing before
    std::int64_t token = 0;
    Cycle since = 0, ready = 0;
  };

  const Actor& actor() const { return history_.actor(actor_); }
  int unit() const { return actor().unit; }
  Cycle fired(std::int64_t firing) const { return actor().trace->fired[firing]; }

  void add(Spent spent, int unit, int stream, Cycle cycles) {
    if (cycles > 0) cycles_[{spent, unit, stream}] += cycles;
  }

  std::optional<Cause> own_firing() const {
    if (firing_ == 0) return std::nullopt;
    const Cycle since = fired(firing_ - 1);
    const Cycle banks = Delays::extra_banks(actor(), firing_ - 1);
    return Cause{-1, 0, since, since + banks + delays_.gap(actor_)};
  }

  std::optional<Cause> token(std::size_t input) {
    const Program* program = actor().program;
    if (program && !needs(*program, program->inputs[input], firing_)) return std::nullopt;
    const int stream = actor().inputs[input];
    const Stream& s = history_.stream(stream);
    const std::int64_t initial = s.local() ? s.initial : 0;
    const std::int64_t k = actor().trace->popped[input].count_below(fired(firing_)) - initial;
    const History::End end = history_.writer(stream);
    const Series& put = history_.actor(end.actor).trace->put[at(end.port)];
    if (k < 0 || k >= put.size() || put[k] >= fired(firing_)) return std::nullopt;
    return Cause{stream, k, put[k], put[k] + delays_.way(stream, unit())};
  }

  /// Dot units and sources are busy with their own work; of others tokens say more.
  bool own_first() const {
    if (!actor().program) return !actor().outputs.empty();
    const auto* pcu = std::get_if<PcuUnit>(&history_.mapping().units[at(unit())].body);
    return pcu && pcu->dot;
  }

  std::optional<Cause> cause() {
    std::optional<Cause> best = own_firing();
    bool ties_win = !own_first();
    for (std::size_t i = 0; i < actor().inputs.size(); ++i) {
      const std::optional<Cause> arrived = token(i);
      if (!arrived) continue;
      if (!best || arrived->ready > best->ready || (ties_win && arrived->ready == best->ready)) {
        best = arrived;
        ties_win = false;
      }
    }
    return best;
  }

  bool step() {
    const std::optional<Cause> found = cause();
    const Cycle now = fired(firing_);
    if (!found) {
      add(Spent::work, unit(), -1, now);
      return false;
    }
    const Cycle ready = std::min(found->ready, now);
    add(Spent::waiting, unit(), -1, now - ready);
    if (found->stream < 0) {
      --firing_;
      const Cycle banks = std::min(Delays::extra_banks(actor(), firing_), ready - found->since);
      add(Spent::conflicts, unit(), -1, banks);
      add(Spent::work, unit(), -1, ready - found->since - banks);
      return true;
    }
    const bool local = history_.stream(found->stream).local();
    add(local ? Spent::synchronization : Spent::network, -1, found->stream, ready - found->since);
    go_to_writer(*found);
    return true;
  }

  void go_to_writer(const Cause& token) {
    const History::End end = history_.writer(token.stream);
    actor_ = end.actor;
    firing_ = actor().trace->made[at(end.port)][token.token];
    const Cycle passed = token.since - fired(firing_);
    const Cycle banks = std::min(Delays::extra_banks(actor(), firing_), passed);
    const Cycle pipeline = std::min(delays_.pipeline(actor_), passed - banks);
    add(Spent::conflicts, unit(), -1, banks);
    add(Spent::pipelines, unit(), -1, pipeline);
    add(Spent::waiting, unit(), -1, passed - banks - pipeline);
  }

  const History& history_;
  Delays& delays_;
  int actor_ = -1;
  std::int64_t firing_ = 0;
  std::map<std::tuple<Spent, int, int>, Cycle> cycles_;
};

/// The sink that takes the last token; -1 if none took any.
int last_sink(const History& history) {
  int last = -1;
  Cycle when = -1;
  for (std::size_t a = 0; a < history.actors().size(); ++a) {
    const Actor& actor = history.actors()[a];
    const Series& fired = actor.trace->fired;
    if (actor.program || !actor.outputs.empty() || fired.size() == 0) continue;
    if (fired[fired.size() - 1] > when) {
      last = static_cast<int>(a);
      when = fired[fired.size() - 1];
    }
  }
  return last;
}

}  // namespace

Measured measure(const Chip& chip, const Mapping& mapping, const Trace& trace) {
  const History history(chip, mapping, trace);
  Delays delays(history);
  Measured measured;
  measured.pipelines.resize(mapping.units.size());
  measured.ways.resize(mapping.streams.size());
  for (std::size_t a = 0; a < history.actors().size(); ++a) {
    const Cycle shortest = delays.pipeline(static_cast<int>(a));
    if (shortest != kNone) measured.pipelines[at(history.actors()[a].unit)] += shortest;
  }
  for (std::size_t s = 0; s < mapping.streams.size(); ++s) {
    if (mapping.streams[s].local()) continue;
    for (const int unit : mapping.streams[s].to)
      if (const Cycle way = delays.way(static_cast<int>(s), unit); way != kNone)
        measured.ways[s] += way;
  }
  const int sink = last_sink(history);
  if (sink < 0) return measured;
  for (const auto& [what, cycles] :
       Walk(history, delays).from(sink, history.actor(sink).trace->fired.size() - 1)) {
    const auto [spent, unit, stream] = what;
    measured.chain.push_back({spent, unit, stream, cycles});
    measured.cycles += cycles;
  }
  return measured;
}

}  // namespace rda::explain
