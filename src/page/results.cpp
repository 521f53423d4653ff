// SPDX-License-Identifier: Apache-2.0
#include "page/results.h"

#include <algorithm>
#include <map>

#include "explain/history.h"
#include "mapping/index.h"
#include "page/gates.h"

namespace rda::page {
namespace {

using explain::History;

/// The streams from gates to others, and their tokens of a step.
class Results {
 public:
  Results(const Chip& chip, const Mapping& mapping, const Trace& trace)
      : mapping_(mapping), gates_(gates_of(mapping)), history_(chip, mapping, trace) {
    const IdVector<StreamId, mapping::Ends> ends = mapping::find_ends(mapping);
    for (const StreamId stream : mapping.streams.ids()) {
      const std::int64_t tokens = mapping::tokens_made(mapping, ends[stream].writers.front());
      if (is_result(stream) && tokens % mapping.steps == 0)
        tokens_[stream] = tokens / mapping.steps;
    }
  }

  /// The gates with their first and last cycles of a step, by row of gates_of().
  std::map<std::size_t, GateResults> of_step(std::int64_t step) const {
    std::map<std::size_t, GateResults> rows;
    for (const auto& [stream, tokens] : tokens_) {
      const Series& put = history_.put(stream);
      if (put.size() < (step + 1) * tokens) continue;
      const Cycle first = put[step * tokens], last = put[(step + 1) * tokens - 1];
      const std::size_t row = row_of(stream);
      const GateActivity& gate = gates_.rows[row];
      const auto [known, added] = rows.try_emplace(
          row, GateResults{gate.layer, gate.direction, gate.gate, first, last, {}});
      known->second.first = std::min(known->second.first, first);
      known->second.last = std::max(known->second.last, last);
    }
    return rows;
  }

  /// Adds the slack of the gates whose tokens meet where a hop of the chain ends: in one firing, or
  /// in turns at a look-up.
  void add_slack(const ChainEntry& hop, std::map<std::size_t, GateResults>& rows) {
    for (const StreamId critical : mapping_.streams.ids()) {
      const Stream& stream = mapping_.streams[critical];
      if (stream.name != hop.stream || stream.is_local()) continue;
      for (const UnitId reader : stream.to) {
        if (mapping_.units[reader].name != hop.unit) continue;
        const std::int64_t n = history_.popped(critical, reader).count_below(hop.from + hop.cycles);
        const Cycle fired = history_.popped(critical, reader)[n];
        for (const Port& input :
             history_.program(history_.reader(critical, reader).program).inputs()) {
          const Series& popped = history_.popped(input.stream, reader);
          const std::int64_t same = is_look_up(reader) ? n : popped.count_below(fired);
          if (same < popped.size() && (is_look_up(reader) || popped[same] == fired))
            add_slack(input.stream, reader, same, rows);
        }
      }
    }
  }

 private:
  /// Of token n, or of the token that a look-up turned into it.
  void add_slack(StreamId stream, UnitId reader, std::int64_t n,
                 std::map<std::size_t, GateResults>& rows) {
    if (tokens_.contains(stream)) {
      const auto row = rows.find(row_of(stream));
      const std::optional<Cycle> slack = slack_of(stream, reader, n);
      if (slack && row != rows.end()) {
        std::optional<Cycle>& least = row->second.slack;
        least = std::min(least.value_or(*slack), *slack);
      }
      return;
    }
    const UnitId from = mapping_.streams[stream].from;
    if (!is_look_up(from)) return;
    const History::End writer = history_.writer(stream);
    const explain::TracedProgram& look_up = history_.program(writer.program);
    const Series& made = look_up.trace->made[writer.port];
    if (n >= made.size()) return;
    const Cycle fired = look_up.trace->fired[made[n]];
    for (const Port& input : look_up.inputs()) {
      const Series& popped = history_.popped(input.stream, from);
      const std::int64_t before = popped.count_below(fired);
      if (before < popped.size() && popped[before] == fired)
        add_slack(input.stream, from, before, rows);
    }
  }

  std::size_t row_of(StreamId stream) const { return gates_.of[mapping_.streams[stream].from]; }

  bool is_look_up(UnitId unit) const { return mapping_.units[unit].origin.role == Role::look_up; }

  /// From a unit of one gate, to units that are not of it.
  bool is_result(StreamId number) const {
    const Stream& stream = mapping_.streams[number];
    const std::string& gate = mapping_.units[stream.from].origin.gate;
    return !stream.is_local() && !gate.empty() && gates_.rows[row_of(number)].gate == gate &&
           std::ranges::all_of(stream.to,
                               [&](UnitId to) { return gates_.of[to] != row_of(number); });
  }

  /// Cycles for which token n was there before its reader took it. None if the reader does not read
  /// the stream, or had not taken the token when the trace ended.
  std::optional<Cycle> wait_of(StreamId stream, UnitId reader, std::int64_t n) {
    const auto& readers = mapping_.streams[stream].to;
    if (std::ranges::find(readers, reader) == readers.end()) return std::nullopt;
    const Series& popped = history_.popped(stream, reader);
    if (n >= popped.size()) return std::nullopt;
    const explain::Crossings& crossings = history_.crossings(stream);
    const Cycle left = crossings.crossed(crossings.exit_to(reader).node, n);
    return popped[n] - left - history_.chip().network.hop_latency;
  }

  /// By how much token n could come later.
  std::optional<Cycle> slack_of(StreamId stream, UnitId reader, std::int64_t n) {
    const std::optional<Cycle> wait = wait_of(stream, reader, n);
    if (!wait || !is_look_up(reader)) return wait;
    const explain::TracedProgram& look_up =
        history_.program(history_.reader(stream, reader).program);
    const std::int64_t firing =
        look_up.trace->fired.count_below(history_.popped(stream, reader)[n]);
    return *wait + firing_slack(look_up, firing);
  }

  /// Cycles for which the result of a look-up's firing was there before all its readers took it.
  std::optional<Cycle> wait_behind(const explain::TracedProgram& look_up, std::int64_t firing) {
    std::optional<Cycle> least;
    for (std::size_t o = 0; o < look_up.outputs().size(); ++o) {
      const StreamId out = look_up.outputs()[o].stream;
      const Series& made = look_up.trace->made[o];
      const std::int64_t token = made.count_below(firing);
      if (token >= made.size() || made[token] != firing) continue;
      for (const UnitId to : mapping_.streams[out].to)
        if (const auto wait = wait_of(out, to, token))
          least = std::min(least.value_or(*wait), *wait);
    }
    return least;
  }

  /// By how much a firing of a look-up could come later: its result has to come in time, and so
  /// have those of the firings that it would put off.
  Cycle firing_slack(const explain::TracedProgram& look_up, std::int64_t firing) {
    const Series& fired = look_up.trace->fired;
    std::optional<Cycle> slack;
    Cycle room = 0;  // between the firings, in all
    for (std::int64_t k = firing; k < fired.size() && (!slack || room < *slack); ++k) {
      if (const auto wait = wait_behind(look_up, k))
        slack = std::min(slack.value_or(room + *wait), room + *wait);
      if (k + 1 < fired.size()) room += fired[k + 1] - fired[k] - look_up.program->ii;
    }
    return slack.value_or(0);
  }

  const Mapping& mapping_;
  Gates gates_;
  History history_;
  std::map<StreamId, std::int64_t> tokens_;  ///< tokens a step, of the streams with results
};

}  // namespace

std::vector<GateResults> results_of(const Chip& chip, const Mapping& mapping, const Trace& trace,
                                    const Explanation& explanation) {
  Results results(chip, mapping, trace);
  std::map<std::size_t, GateResults> rows = results.of_step(explanation.step);
  for (const ChainEntry& entry : explanation.chain)
    if (entry.kind == ChainKind::hops) results.add_slack(entry, rows);
  std::vector<GateResults> made;
  for (auto& [row, gate] : rows) made.push_back(std::move(gate));
  return made;
}

}  // namespace rda::page
