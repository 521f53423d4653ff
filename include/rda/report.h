// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rda/chip.h"
#include "rda/conditions.h"
#include "rda/cost.h"
#include "rda/describe.h"
#include "rda/map.h"
#include "rda/mapping.h"
#include "rda/result.h"
#include "rda/workload.h"

namespace rda {

// What a run says about itself. Every struct is described (src/report/report_fields.h): the JSON
// report, its schema and docs/stats.md follow from the same lines. docs/timing-model.md defines the
// figures.

/// Shares of the whole chip, 0 to 1.
struct Utilization {
  double pcu = 0, pmu = 0, network = 0;
  double network_vector = 0, network_scalar = 0, network_control = 0;  ///< of its own tracks
  double network_routed = 0;  ///< of the tracks that routes of the mapping take
  static void describe(auto& self, auto& visit);
};

/// Bytes a second, achieved and possible.
struct Bandwidth {
  double on_chip_bytes_per_second = 0, network_bytes_per_second = 0, off_chip_bytes_per_second = 0;
  double on_chip_possible_bytes_per_second = 0, network_possible_bytes_per_second = 0;
  static void describe(auto& self, auto& visit);
};

/// What was mapped, and how much of the chip it takes.
struct MappingSummary {
  std::string policy;
  std::int64_t hu = 0, hv = 1, ru = 0, rv = 0;
  std::int64_t pcus_used = 0, pmus_used = 0, sources_used = 0, sinks_used = 0, streams = 0;
  std::int64_t pcus_on_chip = 0, pmus_on_chip = 0;
  static void describe(auto& self, auto& visit);
};

/// A format that clipped values of a tensor: they lie beyond the largest or smallest value that the
/// format holds, and took that one.
struct Saturation {
  std::string tensor;  ///< of Tensors or of the graph: "layer0.i.W", "x", "layer0.h", "y"
  RoundedUse use = RoundedUse::weights;
  Format format = Format::fp32;
  std::int64_t values = 0, saturated = 0;
  static void describe(auto& self, auto& visit);
};

/// What the comparison with the reference said. `steps` 0: nothing was compared.
struct Verification {
  std::int64_t steps = 0;
  double max_abs_error = 0;
  bool bit_exact = false;
  std::vector<Saturation> saturations = {};  ///< of the compared steps; only tensors with some
  static void describe(auto& self, auto& visit);
};

/// How many steps took so long.
struct StepLength {
  Cycle cycles = 0;
  std::int64_t steps = 0;
  static void describe(auto& self, auto& visit);
};

/// How long the steps took, at the sink that takes its last token last.
struct StepReport {
  std::vector<Cycle> first, last;   ///< of the 16 first and the 16 last steps, in order
  std::vector<StepLength> lengths;  ///< of all steps, the shortest first
  static void describe(auto& self, auto& visit);
};

/// How long the batches of a run took that repeats, at the sink that takes its last token last:
/// each from the last token of the one before, the first from cycle 0.
struct RepetitionReport {
  std::int64_t count = 0;
  Cycle first_cycles = 0;
  double steady_cycles = 0;         ///< mean of the last ones: of half of them, at most of 16
  double sequences_per_second = 0;  ///< at that pace
  std::vector<Cycle> last;          ///< of the 16 last ones, in order
  static void describe(auto& self, auto& visit);
};

/// Unit-cycles by activity.
struct ActivitySums {
  Cycle active = 0, conflict = 0, blocked = 0, idle = 0, starved = 0;
  void add(const ActivityCounts& counts);
  void add(const ActivitySums& more);
  Cycle total() const { return active + conflict + blocked + idle + starved; }
  static void describe(auto& self, auto& visit);
};

/// Sums over the used units of each kind.
struct ActivityByKind {
  ActivitySums pcu, pmu, source, sink;
  static void describe(auto& self, auto& visit);
};

/// The used units of one kind that work for one gate, or for one operator outside the gates.
struct BreakdownRow {
  std::int64_t layer = -1;  ///< −1: of no layer
  std::string direction;    ///< "reverse", or empty
  std::string gate;         ///< "i"; an operator, "c.next"; else the role or the kind
  std::string kind;         ///< as UnitReport::kind
  std::int64_t units = 0;
  ActivitySums activity;
  static void describe(auto& self, auto& visit);
};

/// A sequence that goes from layer to layer through off-chip memory.
struct SpilledReport {
  std::string sequence;    ///< name of its buffer
  std::int64_t bytes = 0;  ///< of off-chip memory
  std::int64_t bytes_written = 0, bytes_read = 0;
  static void describe(auto& self, auto& visit);
};

/// What off-chip memory did, and the address generators (AGs) that reach it.
struct MemoryReport {
  std::int64_t ags_used = 0, ags_on_chip = 0, channels = 0;
  ActivitySums activity;  ///< of the used AGs
  Cycle waiting = 0;      ///< starved cycles of these in which a burst was missing
  std::int64_t bytes_read = 0, bytes_written = 0;  ///< in tokens
  std::int64_t bursts_read = 0, bursts_written = 0;
  double bytes_per_second = 0, possible_bytes_per_second = 0;
  std::int64_t row_hits = 0, rows_closed = 0, row_conflicts = 0;
  std::int64_t refreshes = 0;
  double refresh_share = 0;
  std::int64_t resident_bytes = 0;  ///< of PMUs that have contents from the start
  std::int64_t streamed_bytes = 0;  ///< of off-chip memory, read again in each step
  int sequences_sharing = 1;        ///< of the batch: they share what is read in a step
  std::vector<SpilledReport> spilled;
  /// The phase before the run, which no cycle of it includes: the chip is configured, all weights
  /// come from the host, and memory brings `resident_bytes` into the PMUs. The last two overlap.
  double configure_seconds = 0, host_seconds = 0, memory_seconds = 0, load_seconds = 0;
  double host_bytes_per_second = 0;  ///< of the link
  std::string load_limit;            ///< the slower of the two: "host link" or "memory"
  static void describe(auto& self, auto& visit);
};

/// A section of a network that is cut into several.
struct SectionReport {
  std::int64_t number = 1;  ///< from 1
  std::int64_t first_layer = 0, last_layer = 0;
  Cycle cycles = 0;               ///< of its simulation
  Cycle configure = 0, load = 0;  ///< before it, to change the chip; 0 of the first one of a run
  std::int64_t hu = 0, ru = 0;    ///< of its mapping
  std::int64_t pcus = 0, pmus = 0, ags = 0;  ///< used
  std::int64_t resident_bytes = 0;           ///< weights that PMUs hold, brought by `load`
  std::int64_t handed_bytes_read = 0, handed_bytes_written = 0;  ///< of sequences, off the chip
  static void describe(auto& self, auto& visit);
};

/// The sections of a network. Those of a run lie behind each other, and between two of them the
/// chip changes.
struct SectionsReport {
  std::int64_t count = 1;           ///< sections of the network
  Cycle section_cycles = 0;         ///< of all sections of the run
  Cycle change_cycles = 0;          ///< to change the chip between them
  std::int64_t handed_bytes = 0;    ///< of all sequences between sections, in off-chip memory
  std::vector<SectionReport> list;  ///< those of the run: all, or the only one
  static void describe(auto& self, auto& visit);
};

/// A phase of a batch of training. Phases overlap.
struct PhaseReport {
  Phase phase = Phase::forward;
  std::int64_t pcus = 0, pmus = 0;
  /// Of the unit that works longest: from its first token until it is done.
  Cycle cycles = 0;
  double pcu_active = 0;       ///< share of these cycles in which its PCUs fire
  std::int64_t pmu_bytes = 0;  ///< of the buffers of its PMUs
  static void describe(auto& self, auto& visit);
};

/// Where a value waits from the forward pass until the backward pass has read it.
enum class Stashed {
  resident,    ///< in PMUs
  spilled,     ///< in off-chip memory
  recomputed,  ///< nowhere: the backward pass computes it again
};
constexpr std::array<std::string_view, 3> names(Stashed) {
  return {"resident", "spilled", "recomputed"};
}

/// A value of the forward pass that the backward pass reads.
struct StashedValue {
  std::string value;  ///< name of its operator
  Stashed where = Stashed::resident;
  std::int64_t bytes = 0;  ///< of all items: of buffers; of a recomputed value those it saves
  static void describe(auto& self, auto& visit);
};

/// What the backward pass of a batch reads of the forward pass.
struct StashReport {
  std::int64_t resident_bytes = 0, spilled_bytes = 0, recomputed_bytes = 0;
  std::vector<StashedValue> values;
  static void describe(auto& self, auto& visit);
};

/// A batch of training.
struct TrainingReport {
  double sequences_per_second = 0;
  std::vector<PhaseReport> phases;
  std::optional<StashReport> stash;  ///< none of a report that knows the mapping alone
  static void describe(auto& self, auto& visit);
};

/// Track-cycles of all switch–switch links, all kinds of token.
struct NetworkCycles {
  Cycle carrying = 0, held = 0, empty = 0;
  static void describe(auto& self, auto& visit);
};

/// Speed of the chip that it cannot use itself, and the knobs that hold it back.
struct ChipLimit {
  std::string what;
  std::vector<std::string> knobs;  ///< as JSON pointers of chip or mapping options
  Cycle worth_cycles = 0;          ///< that the run takes less without it, at most
  static void describe(auto& self, auto& visit);
};

/// One unit of the mapping.
struct UnitReport {
  std::string name, kind;   ///< kind: "pcu", "pmu", "source", "sink" or "ag"
  std::int64_t layer = -1;  ///< of the model; −1: of no layer
  std::string group;        ///< what it is for: "dot"; the same of all units that are alike
  std::int64_t row = 0, col = 0;
  ActivitySums activity;
  std::int64_t firings = 0, bytes_read = 0, bytes_written = 0;
  static void describe(auto& self, auto& visit);
};

/// One stream of the mapping.
struct StreamReport {
  std::string name;
  TokenKind kind = TokenKind::scalar;
  std::int64_t layer = -1;  ///< of the unit that writes it
  std::string group;        ///< groups of the units that write and read it: "dot -> sum"
  std::int64_t tokens = 0, links = 0;
  Cycle carrying = 0, held = 0;
  static void describe(auto& self, auto& visit);
};

/// The streams of one group, and what their routes cost.
struct StreamGroupCost {
  std::string streams;  ///< the group: "dot -> sum"
  std::int64_t count = 0;
  std::optional<Cycle> cycles;  ///< with these alone on the ideal network; none: a deadlock
  Cycle saved_cycles = 0;
  static void describe(auto& self, auto& visit);
};

/// What the network costs: the run on its routes against the same mapping on the ideal network
/// (docs/timing-model.md).
struct NetworkCost {
  std::optional<Cycle> ideal_cycles;    ///< of the whole run; none: a deadlock
  Cycle cost_cycles = 0;                ///< 0 without ideal cycles
  std::int64_t group_steps = 0;         ///< the groups were measured on the first so many steps
  Cycle group_routed_cycles = 0;        ///< of these steps
  std::vector<StreamGroupCost> groups;  ///< dearest first
  static void describe(auto& self, auto& visit);
};

/// All that a run started from, with every default and override filled in: enough to repeat it.
/// Files that it read are named by path, from the folder of the run, and by the SHA-256 of their
/// bytes; both are empty if there was none.
struct RunInputs {
  Chip chip;
  Workload workload;
  std::string data_sha256;  ///< of the workload's data; empty too if no value was compared
  MappingOptions mapping;
  std::string mapping_file, mapping_sha256;  ///< instead of the mapper
  Conditions run;
  static void describe(auto& self, auto& visit);
};

/// A run in figures: the same bytes for the same inputs and seed, whatever the engine and the host.
struct Report {
  std::int64_t schema_version = 2;
  std::string simulator_version, simulator_commit;
  std::string command;  ///< repeats the run in its folder; empty: the run was no command of its own
  RunInputs inputs;
  std::string chip, workload, hash;
  std::int64_t seed = 0, steps = 0, batch = 0;
  double clock_mhz = 0;
  Cycle cycles = 0;
  double latency_ms = 0, cycles_per_step = 0, tflops_effective = 0;
  PeakShare peak;
  StepReport step_cycles;
  std::optional<RepetitionReport> repetitions;  ///< if there are several
  Utilization utilization;
  Bandwidth bandwidth;
  MappingSummary mapping;
  Verification verification;
  ActivityByKind activities;
  std::vector<BreakdownRow> breakdown;  ///< by layer, direction, gate and kind; of all used units
  NetworkCycles network;
  std::optional<MemoryReport> memory;      ///< none without off-chip memory
  std::optional<TrainingReport> training;  ///< none of inference
  std::optional<SectionsReport> sections;  ///< none of a network that is not cut
  ActionCounts actions;
  std::vector<ChipLimit> limits;
  std::vector<std::string> idle_knobs;  ///< of the network, that no stream uses
  std::vector<UnitReport> units;
  std::vector<StreamReport> streams;
  std::optional<NetworkCost> network_cost;  ///< only if it was asked for
  std::optional<CostReport> cost;           ///< by a cost table; not of a run inside other commands
  static void describe(auto& self, auto& visit);
};

/// The simulator's version, e.g. "0.1.0".
std::string_view version();
/// The commit that the program was built from, with "-dirty" if files differed from it:
/// "1a2b3c4d5e6f". "unknown" where neither git nor an archive of it says.
std::string_view commit();

/// Derives every figure of a run. `hash` names the inputs: input_hash of chip, workload and
/// mapping.
/// @throws InternalError if a figure is impossible: activities that do not sum to the cycles, more
/// bytes than the ports
///         can move, more track-cycles than there are, a utilization over 1
Report make_report(const Chip& chip, const Mapping& mapping, const RunResult& result,
                   const Verification& verification, std::string hash);

/// A section that was simulated.
struct SectionRun {
  int number = 1;  ///< from 1
  int first_layer = 0, last_layer = 0;
  const Mapping& mapping;
  const RunResult& result;
};
/// The same of a run of several sections, which begins with the first of `runs`: every unit is idle
/// while the chip changes and other sections run. Figures that only a single mapping has are left
/// out (steps, limits), or are 0 where sections differ (hu, ru); units used are those of the
/// section with most of them.
Report make_report(const Chip& chip, std::span<const SectionRun> runs, std::int64_t sections,
                   const Verification& verification, std::string hash);

/// 16 hexadecimal digits of 64-bit FNV-1a over the three canonical JSON texts.
std::string input_hash(std::string_view chip, std::string_view workload, std::string_view mapping);

/// JSON text of the report, with a trailing newline.
std::string to_json(const Report& report);
/// The report for people: at most 80 columns, plain ASCII.
std::string to_text(const Report& report);

/// JSON Schema (draft-07) of the report.
std::string report_schema();
/// Markdown reference of every figure: name, unit, meaning (docs/stats.md).
std::string report_reference();

}  // namespace rda
