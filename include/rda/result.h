// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rda {

using Cycle = std::int64_t;

/// What a program did with one cycle; every cycle is exactly one of these. docs/timing-model.md.
enum class Activity { active, conflict, blocked, idle, starved };
constexpr std::array<std::string_view, 5> names(Activity) {
  return {"active", "conflict", "blocked", "idle", "starved"};
}

/// Cycles by activity.
struct ActivityCounts {
  std::array<Cycle, 5> cycles{};
  Cycle& operator[](Activity a) { return cycles[static_cast<std::size_t>(a)]; }
  Cycle operator[](Activity a) const { return cycles[static_cast<std::size_t>(a)]; }
  Cycle total() const { return cycles[0] + cycles[1] + cycles[2] + cycles[3] + cycles[4]; }
  friend bool operator==(const ActivityCounts&, const ActivityCounts&) = default;
};

/// Counters of one unit.
struct UnitResult {
  ActivityCounts activity;
  std::int64_t firings = 0;                        ///< of both programs of a PMU
  std::int64_t bytes_read = 0, bytes_written = 0;  ///< at the data ports of a PMU or an AG
  Cycle memory = 0;  ///< starved cycles in which an AG waits for a burst
  friend bool operator==(const UnitResult&, const UnitResult&) = default;
};

/// Counters of one stream. `carrying` and `held` count track-cycles of its switch–switch links.
struct StreamResult {
  std::int64_t tokens = 0;  ///< put on the first link
  Cycle carrying = 0, held = 0;
  friend bool operator==(const StreamResult&, const StreamResult&) = default;
};

/// Counters of a channel of off-chip memory.
struct ChannelResult {
  std::int64_t reads = 0, writes = 0;  ///< bursts that have entered its queue
  /// Bursts of a DRAM that found their row open, their bank closed, or another row open.
  std::int64_t hits = 0, closed = 0, conflicts = 0;
  std::int64_t refreshes = 0;
  friend bool operator==(const ChannelResult&, const ChannelResult&) = default;
};

/// All of these counters.
inline constexpr std::array kChannelCounts{&ChannelResult::reads,     &ChannelResult::writes,
                                           &ChannelResult::hits,      &ChannelResult::closed,
                                           &ChannelResult::conflicts, &ChannelResult::refreshes};

/// How long the steps of a run, or its repetitions, took at one sink: from the last token of the
/// step before (of the first: from cycle 0) to the step's own last token.
struct StepCycles {
  static constexpr std::size_t kEnds = 16;
  std::vector<Cycle> first = {}, last = {};            ///< of so many steps at either end, in order
  std::map<Cycle, std::int64_t> steps_by_cycles = {};  ///< of all steps: how many took so long
  Cycle end = 0;  ///< the cycle after the last step; after the last token, if its tokens are not
                  ///< equally many in each step and so no step is counted
  friend bool operator==(const StepCycles&, const StepCycles&) = default;
};

/// The result of a run. Every engine gives the same.
struct RunResult {
  Cycle cycles = 0;
  std::vector<UnitResult> units;        ///< as Mapping::units
  std::vector<StreamResult> streams;    ///< as Mapping::streams
  std::vector<StepCycles> steps;        ///< of each sink, in the order of the units
  std::vector<StepCycles> repetitions;  ///< likewise, of repetitions; empty if there is one
  std::vector<ChannelResult> channels;  ///< of off-chip memory; empty without address generators
  /// By tensor, the values at sinks and at tapped writes in the first `verify_steps` steps, as
  /// [items, row_size].
  std::map<std::string, std::vector<double>> values;
  std::map<std::string, std::int64_t> row_size;  ///< columns of each entry of `values`
};

}  // namespace rda
