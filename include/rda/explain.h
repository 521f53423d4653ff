// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rda/chip.h"
#include "rda/describe.h"
#include "rda/mapping.h"
#include "rda/origin.h"
#include "rda/trace.h"

namespace rda {

// Why a time step, or a run, takes as long as it does: docs/explain.md.

/// What the cycles between two events of the chain consist of: the `kind` column of
/// docs/explain.md.
enum class ChainKind { firings, interval, conflict, pipeline, hops, room };
constexpr std::array<std::string_view, 6> names(ChainKind) {
  return {"firings", "interval", "conflict", "pipeline", "hops", "room"};
}

/// The line of the summary to which a cycle of the chain is added.
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

/// Consecutive edges of one kind in the chain. An entry ends where the next one starts.
struct ChainEntry {
  Cycle from = 0, cycles = 0;
  ChainKind kind = ChainKind::firings;
  ChainCategory category = ChainCategory::other_firings;
  std::string what;            ///< a word or two for people
  std::string unit;            ///< that works; hops: that reads; room: that held
  std::string stream;          ///< of hops and room; otherwise empty
  std::int64_t count = 0;      ///< firings, links crossed, or links back
  Cycle waited = 0;            ///< cycles for which the unit had waited for this alone
  std::int64_t conflicts = 0;  ///< cycles of bank conflicts, included in `cycles`
  static void describe(auto& self, auto& visit) {
    visit("from", self.from, Range{0}, Doc{"first cycle", "cycle"});
    visit("cycles", self.cycles, Range{0}, Doc{"length", "cycles"});
    visit("kind", self.kind, Doc{"kind of its cycles"});
    visit("category", self.category, Doc{"line of the summary"});
    visit("what", self.what, Doc{"description for people"});
    visit("unit", self.unit, Doc{"unit that works; hops: that reads; room: that held"});
    visit("stream", self.stream, Doc{"stream, of hops and room"});
    visit("count", self.count, Range{0}, Doc{"firings or links"});
    visit("waited", self.waited, Range{0},
          Doc{"how long the unit waited for this alone", "cycles"});
    visit("conflicts", self.conflicts, Range{0}, Doc{"cycles of bank conflicts", "cycles"});
  }
};

/// The cycles of one category.
struct ChainShare {
  ChainCategory category = ChainCategory::other_firings;
  Cycle cycles = 0;
  static void describe(auto& self, auto& visit) {
    visit("category", self.category, Doc{"category of the cycles"});
    visit("cycles", self.cycles, Range{0}, Doc{"cycles of this category", "cycles"});
  }
};

/// The critical chain of one time step. The cycles of `chain`, and those of `summary`, add up to
/// `cycles`.
struct Explanation {
  std::string workload, chip;
  std::int64_t step = 0, steps = 0;
  Cycle cycles = 0;  ///< between the last tokens of the previous step and of this step at the sinks
  Cycle from = 0;    ///< first cycle of the chain
  /// Steps after which the firing at the end of the chain repeats; 0: the chain ends at a sink.
  std::int64_t period = 0;
  std::string anchor;  ///< unit of that firing; empty if `period` is 0
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
    visit("anchor", self.anchor, Doc{"unit of the firing at which the chain ends"});
    visit("chain", self.chain, Doc{"entries of the chain, first to last"});
    visit("summary", self.summary, Doc{"cycles by category, largest first"});
  }
};

/// The cycles of a run's critical chain at the units of one layer and direction, in one phase.
struct RunPart {
  std::optional<Phase> phase = {};  ///< none: inference
  int layer = -1;                   ///< −1: no layer
  std::string direction;            ///< "reverse", or empty
  Cycle first = 0, last = 0;        ///< cycles of the run: its first one, its last one
  Cycle cycles = 0;
  std::string unit;       ///< the one of its units with the most of them
  Cycle unit_cycles = 0;  ///< cycles of `unit`
  static void describe(auto& self, auto& visit) {
    visit("phase", self.phase, Part{"phase of a batch of training; null: inference"});
    visit("layer", self.layer, Range{-1}, Doc{"layer, or -1"});
    visit("direction", self.direction, Doc{"reverse, or empty"});
    visit("first", self.first, Range{0}, Doc{"its first cycle", "cycle"});
    visit("last", self.last, Range{0}, Doc{"its last cycle", "cycle"});
    visit("cycles", self.cycles, Range{0}, Doc{"cycles of the chain", "cycles"});
    visit("unit", self.unit, Doc{"the unit with the most of these cycles"});
    visit("unit_cycles", self.unit_cycles, Range{0}, Doc{"cycles of that unit", "cycles"});
  }
};

/// The critical chain of a run, from cycle 0 to the last token at the sinks. The cycles of `parts`,
/// and those of `summary`, add up to `cycles`.
struct RunExplanation {
  std::string workload, chip;
  std::int64_t steps = 0;
  Cycle cycles = 0;
  std::vector<RunPart> parts;       ///< by first cycle
  std::vector<ChainShare> summary;  ///< largest first
  static void describe(auto& self, auto& visit) {
    visit("workload", self.workload, Doc{"name of the workload"});
    visit("chip", self.chip, Doc{"name of the chip"});
    visit("steps", self.steps, Range{1}, Doc{"time steps of the workload", "steps"});
    visit("cycles", self.cycles, Range{0}, Doc{"length of the run", "cycles"});
    visit("parts", self.parts, Doc{"cycles by phase, layer and direction"});
    visit("summary", self.summary, Doc{"cycles by category, largest first"});
  }
};

/// The step that is explained if none is asked for: number 7, by which time steps are alike as a
/// rule, or the last of fewer steps.
inline constexpr std::int64_t kUsualStep = 7;
constexpr std::int64_t usual_step(std::int64_t steps) { return std::min(kUsualStep, steps - 1); }

/// Finds the critical chain of step `step`, from 0. `trace` must be of a run without disturbance
/// and without ideal streams, which reached the end of that step.
/// @throws InternalError  trace and timing model contradict each other
Explanation explain_step(const Chip& chip, const Mapping& mapping, const Trace& trace,
                         std::int64_t step);

/// Adds up the critical chain of a whole run. `trace` must be of such a run, as for explain_step().
/// @throws InternalError  trace and timing model contradict each other
RunExplanation explain_run(const Chip& chip, const Mapping& mapping, const Trace& trace);

/// A table for people, at most 80 columns wide.
std::string to_text(const Explanation& explanation);
std::string to_text(const RunExplanation& explanation);
std::string to_json(const Explanation& explanation);
std::string to_json(const RunExplanation& explanation);

}  // namespace rda
