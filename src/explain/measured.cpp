// SPDX-License-Identifier: Apache-2.0
#include "explain/measured.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "explain/delays.h"
#include "explain/history.h"
#include "rda/check.h"

namespace rda::explain {
namespace {

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

/// Walks back from a firing to what it waited for longest; from a pipeline that held to the reader
/// that made room.
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

  /// @param gap  from the firing's last bank cycle
  std::optional<Cause> own_firing(Cycle gap) const {
    if (firing_ == 0) return std::nullopt;
    const Cycle since = fired(firing_ - 1);
    return Cause{-1, 0, since, since + Delays::extra_banks(actor(), firing_ - 1) + gap};
  }

  std::optional<Cause> token(std::size_t input) const {
    const std::optional<Delays::Token> token = delays_.needed(actor_, input, firing_);
    if (!token) return std::nullopt;
    const int stream = actor().inputs[input];
    return Cause{stream, token->number, token->put, token->put + delays_.way(stream, unit())};
  }

  /// Dot units and sources are busy with their own work; of others tokens say more.
  bool own_first() const {
    if (!actor().program) return !actor().outputs.empty();
    const auto* pcu = std::get_if<PcuUnit>(&history_.mapping().units[at(unit())].body);
    return pcu && pcu->dot;
  }

  std::optional<Cause> cause() {
    std::optional<Cause> best = own_firing(actor().interval);
    bool ties_win = !own_first();
    for (std::size_t i = 0; i < actor().inputs.size(); ++i) {
      const std::optional<Cause> arrived = token(i);
      if (!arrived) continue;
      if (!best || arrived->ready > best->ready || (ties_win && arrived->ready == best->ready)) {
        best = arrived;
        ties_win = false;
      }
    }
    // What comes later than anything asks for may be a unit that fires less often than it should.
    const std::optional<Cause> slow = own_firing(delays_.gap(actor_));
    return slow && slow->ready > best->ready ? slow : best;
  }

  /// Goes on with the reader that had least room before `now`, where it last took a token of this
  /// unit's: by that it made room.
  /// @return false if no reader had taken any
  bool go_to_room(Cycle now) {
    Cycle when = -1;
    double fullest = -1;
    int reader = -1;
    for (const int stream : actor().outputs)
      for (const int unit : history_.stream(stream).to) {
        const History::End end = history_.reader(stream, unit);
        const Series& popped = history_.actor(end.actor).trace->popped[at(end.port)];
        const std::int64_t count = popped.count_below(now);
        const double full = static_cast<double>(delays_.in_flight(stream, unit, now)) /
                            static_cast<double>(delays_.most_in_flight(stream, unit));
        if (count == 0 || full <= fullest) continue;
        fullest = full;
        when = popped[count - 1];
        reader = end.actor;
      }
    if (reader < 0) return false;
    add(Spent::waiting, unit(), -1, now - when);
    actor_ = reader;
    firing_ = actor().trace->fired.count_below(when + 1) - 1;
    return true;
  }

  /// Whether tokens of this unit left late in [from, to]: its pipeline held for room.
  bool held(Cycle from, Cycle to) const {
    const ProgramTrace& trace = *actor().trace;
    for (std::size_t o = 0; o < trace.put.size(); ++o) {
      const std::int64_t last = trace.put[o].count_below(to + 1) - 1;
      if (last < 0 || trace.put[o][last] < from) continue;
      const std::int64_t firing = trace.made[o][last];
      if (trace.put[o][last] - trace.fired[firing] - Delays::extra_banks(actor(), firing) >
          delays_.pipeline(actor_))
        return true;
    }
    return false;
  }

  bool step() {
    const std::optional<Cause> found = cause();
    const Cycle now = fired(firing_);
    if (!found) {
      add(Spent::work, unit(), -1, now);
      return false;
    }
    const Cycle ready = std::min(found->ready, now);
    if (ready < now && held(ready, now) && go_to_room(now)) return true;
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
    const Cycle due = fired(firing_) + banks + pipeline;
    if (due < token.since && go_to_room(token.since)) return;
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
    if (shortest != Delays::kNone) measured.pipelines[at(history.actors()[a].unit)] += shortest;
  }
  for (std::size_t s = 0; s < mapping.streams.size(); ++s) {
    if (mapping.streams[s].local()) continue;
    for (const int unit : mapping.streams[s].to)
      if (const Cycle way = delays.way(static_cast<int>(s), unit); way != Delays::kNone)
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
