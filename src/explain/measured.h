// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "rda/chip.h"
#include "rda/describe.h"
#include "rda/mapping.h"
#include "rda/trace.h"

namespace rda::explain {

// A critical chain that is measured in the trace. explain_step() checks each event against the
// rules of the timing model. measure() takes the delays from the trace, so it can compare
// simulators with different rules.

/// The kinds of cycles in the chain.
enum class Spent { work, conflicts, pipelines, network, synchronization, waiting };
constexpr std::array<std::string_view, 6> names(Spent) {
  return {"work", "conflicts", "pipelines", "network", "synchronization", "waiting"};
}

/// Cycles of the chain of one kind, at one unit or on one stream; the other id is none.
struct SpentEntry {
  Spent spent = Spent::work;
  UnitId unit;
  StreamId stream;
  Cycle cycles = 0;
  static void describe(auto& self, auto& visit) {
    visit("spent", self.spent, Doc{"kind of the cycles"});
    visit("unit", self.unit, Range{-1}, Doc{"number of the unit, or -1"});
    visit("stream", self.stream, Range{-1}, Doc{"number of the stream, or -1"});
    visit("cycles", self.cycles, Range{0}, Doc{"number of cycles", "cycles"});
  }
};

struct Measured {
  Cycle cycles = 0;  ///< until the sinks had the last token of the trace
  /// The chain that ends with this token, at most one entry for each kind, unit and stream, in this
  /// order. The cycles of the entries add up to `cycles`.
  std::vector<SpentEntry> chain;
  /// By unit: fewest cycles from a firing's last bank cycle to its tokens, added up over the
  /// programs of a PMU; 0 if it made no token.
  IdVector<UnitId, Cycle> pipelines;
  /// By stream: fewest cycles from the put of a token to the firing that needs it, added up over
  /// the readers; 0 if no token came or the stream is local. Where a reader never waited for the
  /// stream: Delays::way().
  IdVector<StreamId, Cycle> ways;
  static void describe(auto& self, auto& visit) {
    visit("cycles", self.cycles, Range{0}, Doc{"length of the chain", "cycles"});
    visit("chain", self.chain, Doc{"entries of the chain"});
    visit("pipelines", self.pipelines, Doc{"shortest delay of each unit", "cycles"});
    visit("ways", self.ways, Doc{"shortest delay of each stream", "cycles"});
  }
};

/// Walks back from the last token at the sinks: from each firing to the previous firing of its
/// program or to a token, whichever allowed it last by the shortest delays seen in the trace; from
/// a pipeline that held to the reader that made room.
Measured measure(const Chip& chip, const Mapping& mapping, const Trace& trace);

}  // namespace rda::explain
