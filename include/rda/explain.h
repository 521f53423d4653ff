// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rda/chip.h"
#include "rda/describe.h"
#include "rda/mapping.h"
#include "rda/trace.h"

namespace rda {

// Why a time step takes as long as it does: docs/explain.md.

/// What passes the time in a part of the chain.
enum class ChainKind { firings, interval, conflict, pipeline, hops, room };
constexpr std::array<std::string_view, 6> names(ChainKind) {
  return {"firings", "interval", "conflict", "pipeline", "hops", "room"};
}

/// What a cycle of the chain is spent on.
enum class ChainCategory {
  dot_products,
  pipelines,
  look_ups,
  memories,
  other_firings,
  links,
  synchronization,
  bank_conflicts,
  intervals,
  stream_ports,
  back_pressure
};
constexpr std::array<std::string_view, 11> names(ChainCategory) {
  return {"dot_products",  "pipelines",    "look_ups",        "memories",
          "other_firings", "links",        "synchronization", "bank_conflicts",
          "intervals",     "stream_ports", "back_pressure"};
}

/// A part of the chain: it ends where the next one starts.
struct ChainEntry {
  Cycle from = 0, cycles = 0;
  ChainKind kind = ChainKind::firings;
  ChainCategory category = ChainCategory::other_firings;
  std::string what;        ///< in a word or two, for people
  std::string unit;        ///< that works; of a route the one that reads, of room the one that held
  std::string stream;      ///< of a route
  std::int64_t count = 0;  ///< firings or links
  Cycle waited = 0;        ///< how long the unit had waited for just this when it came
  std::int64_t conflicts = 0;  ///< cycles of bank conflicts among `cycles`
  static void describe(auto& self, auto& visit) {
    visit("from", self.from, Range{0}, Doc{"first cycle", "cycle"});
    visit("cycles", self.cycles, Range{0}, Doc{"length", "cycles"});
    visit("kind", self.kind, Doc{"what passes the time"});
    visit("category", self.category, Doc{"line of the summary"});
    visit("what", self.what, Doc{"what happens, for people"});
    visit("unit", self.unit, Doc{"unit that works, reads, or held"});
    visit("stream", self.stream, Doc{"stream, of hops and room"});
    visit("count", self.count, Range{0}, Doc{"firings or links"});
    visit("waited", self.waited, Range{0}, Doc{"how long the unit waited for it", "cycles"});
    visit("conflicts", self.conflicts, Range{0}, Doc{"cycles of bank conflicts", "cycles"});
  }
};

struct ChainShare {
  ChainCategory category = ChainCategory::other_firings;
  Cycle cycles = 0;
  static void describe(auto& self, auto& visit) {
    visit("category", self.category, Doc{"what cycles are spent on"});
    visit("cycles", self.cycles, Range{0}, Doc{"how many", "cycles"});
  }
};

/// The critical chain of one time step. The cycles of `chain`, and those of `summary`, add up to
/// `cycles`.
struct Explanation {
  std::string workload, chip;
  std::int64_t step = 0, steps = 0;
  Cycle cycles = 0;  ///< from the last token of the step before at the sinks to its own
  Cycle from = 0;    ///< where the chain starts
  /// Steps after which the chain comes back to the firing it runs to; 0: it runs to the sink.
  std::int64_t period = 0;
  std::string anchor;  ///< the unit of that firing
  std::vector<ChainEntry> chain;
  std::vector<ChainShare> summary;  ///< largest first
  static void describe(auto& self, auto& visit) {
    visit("workload", self.workload, Doc{"name of the workload"});
    visit("chip", self.chip, Doc{"name of the chip"});
    visit("step", self.step, Range{0}, Doc{"time step, from 0"});
    visit("steps", self.steps, Range{1}, Doc{"time steps of the workload", "steps"});
    visit("cycles", self.cycles, Range{0}, Doc{"length of the step", "cycles"});
    visit("from", self.from, Range{0}, Doc{"first cycle of the chain", "cycle"});
    visit("period", self.period, Range{0}, Doc{"steps after which the chain repeats", "steps"});
    visit("anchor", self.anchor, Doc{"unit of the firing it runs to"});
    visit("chain", self.chain, Doc{"what the step waits for, one after the other"});
    visit("summary", self.summary, Doc{"cycles by category, largest first"});
  }
};

/// Finds the critical chain of a step. `trace` is of a run without disturbance and without ideal
/// streams that got at least as far as the end of that step.
Explanation explain_step(const Chip& chip, const Mapping& mapping, const Trace& trace,
                         std::int64_t step);

/// For people, 80 columns at most.
std::string to_text(const Explanation& explanation);
std::string to_json(const Explanation& explanation);

}  // namespace rda
