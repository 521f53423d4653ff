// SPDX-License-Identifier: Apache-2.0
#include "explain/measured.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "explain/delays.h"
#include "explain/history.h"
#include "rda/check.h"

namespace rda::explain {
namespace {

using SpentOn = std::tuple<Spent, UnitId, StreamId>;

/// Walks back from a firing to the event for which it waited longest, and from a pipeline that held
/// to the reader that made room.
class Walk {
 public:
  Walk(const History& history, Delays& delays) : history_(history), delays_(delays) {}

  /// @return cycles by kind, unit and stream; they add up to the cycle of the firing, plus 1
  std::map<SpentOn, Cycle> from(ProgramId id, std::int64_t firing) {
    program_ = id;
    firing_ = firing;
    add(Spent::work, 1);
    while (step()) {
    }
    return std::move(cycles_);
  }

 private:
  /// A token, or the previous firing, that did not allow the firing before cycle `ready`.
  struct Cause {
    StreamId stream;  ///< of a token; none: the previous firing
    std::int64_t token = 0;
    Cycle since = 0, ready = 0;
  };

  const TracedProgram& traced() const { return history_.program(program_); }
  UnitId unit() const { return traced().unit; }
  Cycle fired(std::int64_t firing) const { return traced().trace->fired[firing]; }

  void add(Spent spent, Cycle cycles) { add({spent, unit(), {}}, cycles); }
  void add(const SpentOn& what, Cycle cycles) {
    if (cycles > 0) cycles_[what] += cycles;
  }

  /// @param gap  from the firing's last bank cycle
  std::optional<Cause> own_firing(Cycle gap) const {
    if (firing_ == 0) return std::nullopt;
    const Cycle since = fired(firing_ - 1);
    return Cause{{}, 0, since, since + Delays::extra_banks(traced(), firing_ - 1) + gap};
  }

  std::optional<Cause> token(std::size_t input) const {
    const std::optional<Delays::Token> token = delays_.needed(program_, input, firing_);
    if (!token) return std::nullopt;
    const StreamId stream = traced().inputs()[input].stream;
    return Cause{stream, token->number, token->put, token->put + delays_.way(stream, unit())};
  }

  std::optional<Cause> cause() {
    std::optional<Cause> best = own_firing(traced().program->ii);
    bool ties_win = !own_first(*traced().program);
    for (std::size_t i = 0; i < traced().inputs().size(); ++i) {
      const std::optional<Cause> arrived = token(i);
      if (!arrived) continue;
      if (!best || arrived->ready > best->ready || (ties_win && arrived->ready == best->ready)) {
        best = arrived;
        ties_win = false;
      }
    }
    // A firing that comes later than all causes allow: the unit may fire less often than its `ii`
    // says.
    const std::optional<Cause> slow = own_firing(delays_.gap(program_));
    return slow && slow->ready > best->ready ? slow : best;
  }

  /// All readers of the program's tokens, with the stream.
  std::vector<std::pair<StreamId, UnitId>> readers() const {
    std::vector<std::pair<StreamId, UnitId>> all;
    for (const Port& output : traced().outputs())
      for (const UnitId unit : history_.stream(output.stream).to)
        all.emplace_back(output.stream, unit);
    return all;
  }

  /// Continues at the reader with the least room before `now`, with its last firing that popped a
  /// token of this unit: that pop made room.
  /// @return false if no reader had popped any
  bool go_to_room(Cycle now) {
    Cycle when = -1;
    double fullest = -1;
    ProgramId reader;
    for (const auto& [stream, unit] : readers()) {
      const Series& popped = history_.popped(stream, unit);
      const std::int64_t count = popped.count_below(now);
      const double full = static_cast<double>(delays_.in_flight(stream, unit, now)) /
                          static_cast<double>(delays_.most_in_flight(stream, unit));
      if (count == 0 || full <= fullest) continue;
      fullest = full;
      when = popped[count - 1];
      reader = history_.reader(stream, unit).program;
    }
    if (!reader.exists()) return false;
    add(Spent::waiting, now - when);
    program_ = reader;
    firing_ = traced().trace->fired.count_below(when + 1) - 1;
    return true;
  }

  /// Whether tokens of this unit left late in [from, to], because its pipeline held for room.
  bool held(Cycle from, Cycle to) const {
    const ProgramTrace& trace = *traced().trace;
    for (std::size_t o = 0; o < trace.put.size(); ++o) {
      const std::int64_t last = trace.put[o].count_below(to + 1) - 1;
      if (last < 0 || trace.put[o][last] < from) continue;
      const std::int64_t firing = trace.made[o][last];
      if (trace.put[o][last] - trace.fired[firing] - Delays::extra_banks(traced(), firing) >
          delays_.pipeline(program_))
        return true;
    }
    return false;
  }

  bool step() {
    const std::optional<Cause> found = cause();
    const Cycle now = fired(firing_);
    if (!found) {
      add(Spent::work, now);
      return false;
    }
    const Cycle ready = std::min(found->ready, now);
    if (ready < now && held(ready, now) && go_to_room(now)) return true;
    add(Spent::waiting, now - ready);
    if (!found->stream.exists()) {
      --firing_;
      const Cycle banks = std::min(Delays::extra_banks(traced(), firing_), ready - found->since);
      add(Spent::conflicts, banks);
      add(Spent::work, ready - found->since - banks);
      return true;
    }
    const bool local = history_.stream(found->stream).is_local();
    add({local ? Spent::synchronization : Spent::network, {}, found->stream}, ready - found->since);
    go_to_writer(*found);
    return true;
  }

  void go_to_writer(const Cause& token) {
    const History::End end = history_.writer(token.stream);
    program_ = end.program;
    firing_ = traced().trace->made[end.port][token.token];
    const Cycle passed = token.since - fired(firing_);
    const Cycle banks = std::min(Delays::extra_banks(traced(), firing_), passed);
    const Cycle pipeline = std::min(delays_.pipeline(program_), passed - banks);
    const Cycle due = fired(firing_) + banks + pipeline;
    if (due < token.since && go_to_room(token.since)) return;
    add(Spent::conflicts, banks);
    add(Spent::pipelines, pipeline);
    add(Spent::waiting, passed - banks - pipeline);
  }

  const History& history_;
  Delays& delays_;
  ProgramId program_;
  std::int64_t firing_ = 0;
  std::map<SpentOn, Cycle> cycles_;
};

/// The sink that took the last token; none if no sink took any.
ProgramId last_sink(const History& history) {
  ProgramId last;
  Cycle when = -1;
  for (const ProgramId number : history.programs().ids()) {
    const TracedProgram& traced = history.program(number);
    const Series& fired = traced.trace->fired;
    if (!traced.is_sink() || fired.size() == 0) continue;
    if (fired[fired.size() - 1] > when) {
      last = number;
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
  for (const ProgramId id : history.programs().ids())
    if (const Cycle shortest = delays.pipeline(id); shortest != Delays::kNone)
      measured.pipelines[history.program(id).unit] += shortest;
  for (const StreamId stream : mapping.streams.ids()) {
    if (mapping.streams[stream].is_local()) continue;
    for (const UnitId unit : mapping.streams[stream].to)
      if (const Cycle way = delays.way(stream, unit); way != Delays::kNone)
        measured.ways[stream] += way;
  }
  const ProgramId sink = last_sink(history);
  if (!sink.exists()) return measured;
  const std::int64_t last = history.program(sink).trace->fired.size() - 1;
  for (const auto& [what, cycles] : Walk(history, delays).from(sink, last)) {
    const auto [spent, unit, stream] = what;
    measured.chain.push_back({spent, unit, stream, cycles});
    measured.cycles += cycles;
  }
  return measured;
}

}  // namespace rda::explain
