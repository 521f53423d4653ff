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

// Where the cycles of a run went, measured. `explain_step` knows the model's rules and checks each
// event against them; this takes nothing from the model but what the trace says, so that it can
// tell how two simulators differ that do not follow the same rules.

/// What cycles of a run were spent on.
enum class Spent { work, conflicts, pipelines, network, synchronization, waiting };
constexpr std::array<std::string_view, 6> names(Spent) {
  return {"work", "conflicts", "pipelines", "network", "synchronization", "waiting"};
}

/// Cycles of the chain that went to one unit or one stream; the other one is none.
struct SpentEntry {
  Spent spent = Spent::work;
  UnitId unit;
  StreamId stream;
  Cycle cycles = 0;
  static void describe(auto& self, auto& visit) {
    visit("spent", self.spent, Doc{"what the cycles went to"});
    visit("unit", self.unit, Range{-1}, Doc{"number of the unit, or -1"});
    visit("stream", self.stream, Range{-1}, Doc{"number of the stream, or -1"});
    visit("cycles", self.cycles, Range{0}, Doc{"how many", "cycles"});
  }
};

struct Measured {
  Cycle cycles = 0;  ///< until the sinks had the last token of the trace
  /// The chain that ends with this token; the parts' cycles add up to `cycles`. Each unit and
  /// stream once a kind, in this order.
  std::vector<SpentEntry> chain;
  /// By unit: the fewest cycles from a firing's last bank cycle to its tokens; of both programs of
  /// a PMU together; 0 where there are none.
  IdVector<UnitId, Cycle> pipelines;
  /// By stream: the fewest cycles from the first link to the firing that needs the token, of all
  /// its readers together; 0 where no token came, and within a memory.
  /// A stream that was never waited for counts as others of as many links.
  IdVector<StreamId, Cycle> ways;
  static void describe(auto& self, auto& visit) {
    visit("cycles", self.cycles, Range{0}, Doc{"length of the chain", "cycles"});
    visit("chain", self.chain, Doc{"what they went to"});
    visit("pipelines", self.pipelines, Doc{"shortest delay of each unit", "cycles"});
    visit("ways", self.ways, Doc{"shortest delay of each stream", "cycles"});
  }
};

/// Walks back from the last token at the sinks: from each firing to what it had to wait for
/// longest, the unit's own firing before or a token, with the shortest delays seen in the trace;
/// from a pipeline that held to the reader that made room.
Measured measure(const Chip& chip, const Mapping& mapping, const Trace& trace);

}  // namespace rda::explain
