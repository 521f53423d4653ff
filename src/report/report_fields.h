// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chip/chip_fields.h"
#include "cost/cost_fields.h"
#include "json/code.h"
#include "mapping/mapping_fields.h"
#include "rda/report.h"
#include "report/activity_fields.h"
#include "workload/workload_fields.h"

// Every figure of a report once: name, range, unit, meaning. Those of units, streams and memories
// are in report/activity_fields.h.

namespace rda {

void Utilization::describe(auto& self, auto& visit) {
  visit("pcu", self.pcu, Range{0, 1}, Doc{"active cycles / (PCUs of the chip x cycles)", "share"});
  visit("pmu", self.pmu, Range{0, 1}, Doc{"active cycles / (PMUs of the chip x cycles)", "share"});
  visit("network", self.network, Range{0, 1},
        Doc{"carrying / (switch-switch links x tracks x cycles), all kinds of token", "share"});
  visit("network_vector", self.network_vector, Range{0, 1},
        Doc{"the same for vector tracks alone; 0 without tracks", "share"});
  visit("network_scalar", self.network_scalar, Range{0, 1},
        Doc{"the same for scalar tracks alone; 0 without tracks", "share"});
  visit("network_control", self.network_control, Range{0, 1},
        Doc{"the same for control tracks alone; 0 without tracks", "share"});
  visit("network_routed", self.network_routed, Range{0, 1},
        Doc{"carrying / (links of all routes x cycles): of the tracks that the mapping takes",
            "share"});
}

void Bandwidth::describe(auto& self, auto& visit) {
  visit("on_chip_bytes_per_second", self.on_chip_bytes_per_second, Range{0},
        Doc{"bytes read and written at PMU ports; a dropped token is not written", "bytes/s"});
  visit("network_bytes_per_second", self.network_bytes_per_second, Range{0},
        Doc{"token bytes x switch-switch links crossed; a control pulse has 0 bytes", "bytes/s"});
  visit("off_chip_bytes_per_second", self.off_chip_bytes_per_second, Range{0},
        Doc{"bytes to and from memory off the chip; 0 without such memory", "bytes/s"});
  visit("on_chip_possible_bytes_per_second", self.on_chip_possible_bytes_per_second, Range{0},
        Doc{"if every bank of every PMU read and wrote a word in every cycle", "bytes/s"});
  visit(
      "network_possible_bytes_per_second", self.network_possible_bytes_per_second, Range{0},
      Doc{"if every track of every switch-switch link carried a token in every cycle", "bytes/s"});
}

void MappingSummary::describe(auto& self, auto& visit) {
  visit("policy", self.policy, Doc{"how the unrolling was chosen: paper, auto or hand"});
  visit("hu", self.hu, Range{0}, Doc{"rows computed at the same time", "rows"});
  visit("hv", self.hv, Range{1}, Doc{"rows of a vector; hu counts vectors of rows", "rows"});
  visit("ru", self.ru, Range{0}, Doc{"column slices computed at the same time", "slices"});
  visit("rv", self.rv, Range{0}, Doc{"columns of a row in a token that is multiplied", "values"});
  visit("pcus_used", self.pcus_used, Range{0}, Doc{"PCUs with a program", "units"});
  visit("pmus_used", self.pmus_used, Range{0}, Doc{"PMUs with a program or a buffer", "units"});
  visit("sources_used", self.sources_used, Range{0}, Doc{"source ports that send", "units"});
  visit("sinks_used", self.sinks_used, Range{0}, Doc{"sink ports that take", "units"});
  visit("streams", self.streams, Range{0}, Doc{"streams, local ones included", "streams"});
  visit("pcus_on_chip", self.pcus_on_chip, Range{0}, Doc{"PCUs of the chip", "units"});
  visit("pmus_on_chip", self.pmus_on_chip, Range{0}, Doc{"PMUs of the chip", "units"});
}

void Saturation::describe(auto& self, auto& visit) {
  visit("tensor", self.tensor, Doc{"tensor or node of the graph whose values were rounded"});
  visit("use", self.use, Doc{"what the values were rounded for"});
  visit("format", self.format, Doc{"format that they were rounded to"});
  visit("values", self.values, Range{0}, Doc{"number of values that were rounded", "values"});
  visit("saturated", self.saturated, Range{0},
        Doc{"number of them beyond the largest or smallest value of the format", "values"});
}

void ChipLimit::describe(auto& self, auto& visit) {
  visit("what", self.what, Doc{"how the chip holds itself back"});
  visit("knobs", self.knobs, Doc{"knobs that decide it, as JSON pointers"});
  visit(
      "worth_cycles", self.worth_cycles, Range{0},
      Doc{"cycles that the run takes less without it, at most: no unit can take less than its own "
          "active cycles; 0: the run never waited for it",
          "cycles"});
}

void Verification::describe(auto& self, auto& visit) {
  visit("steps", self.steps, Range{0},
        Doc{"number of first steps whose values were compared", "steps"});
  visit("max_abs_error", self.max_abs_error, Range{0},
        Doc{"largest difference from the fp64 reference; 0 if no step was compared"});
  visit("bit_exact", self.bit_exact,
        Doc{"every compared value equals the reference in the chip's arithmetic, bit for bit"});
  visit("saturations", self.saturations,
        Doc{"tensors of which values were clipped in the compared steps"});
}

void StepLength::describe(auto& self, auto& visit) {
  visit("cycles", self.cycles, Range{0}, Doc{"cycles of a step", "cycles"});
  visit("steps", self.steps, Range{1}, Doc{"how many steps took so long", "steps"});
}

void StepReport::describe(auto& self, auto& visit) {
  visit("first", self.first, Doc{"cycles of each of the first 16 steps", "cycles"});
  visit("last", self.last, Doc{"cycles of each of the last 16 steps", "cycles"});
  visit("lengths", self.lengths, Doc{"how many of all steps took how long, shortest first"});
}

void RepetitionReport::describe(auto& self, auto& visit) {
  visit("count", self.count, Range{2}, Doc{"repetitions", "repetitions"});
  visit("first_cycles", self.first_cycles, Range{0}, Doc{"cycles of the first one", "cycles"});
  visit(
      "steady_cycles", self.steady_cycles, Range{0},
      Doc{"cycles from the end of a repetition to the end of the next one: mean of the later half, "
          "at most of the last 16",
          "cycles"});
  visit("sequences_per_second", self.sequences_per_second, Range{0},
        Doc{"batch / steady cycles", "sequences/s"});
  visit("last", self.last, Doc{"cycles of each of the last 16 repetitions", "cycles"});
}

void PhaseReport::describe(auto& self, auto& visit) {
  visit("phase", self.phase, Doc{"phase"});
  visit("pcus", self.pcus, Range{0}, Doc{"PCUs that work for it", "units"});
  visit("pmus", self.pmus, Range{0}, Doc{"PMUs likewise", "units"});
  visit("cycles", self.cycles, Range{0},
        Doc{"cycles of the unit that works longest, from its first token until it is done",
            "cycles"});
  visit("pcu_active", self.pcu_active, Range{0, 1},
        Doc{"active cycles of the PCUs / (PCUs x cycles)"});
  visit("pmu_bytes", self.pmu_bytes, Range{0},
        Doc{"buffers of the PMUs: weights, states, what the phase keeps of others", "bytes"});
}

void StashedValue::describe(auto& self, auto& visit) {
  visit("value", self.value, Doc{"operator of the forward pass or of the loss that makes it"});
  visit("where", self.where, Doc{"in PMUs, in off-chip memory, or computed again"});
  visit("bytes", self.bytes, Range{0},
        Doc{"of all items: of its buffers; of a recomputed value 4 for each element", "bytes"});
}

void StashReport::describe(auto& self, auto& visit) {
  visit("resident_bytes", self.resident_bytes, Range{0}, Doc{"of the values in PMUs", "bytes"});
  visit("spilled_bytes", self.spilled_bytes, Range{0},
        Doc{"of the values in off-chip memory", "bytes"});
  visit("recomputed_bytes", self.recomputed_bytes, Range{0},
        Doc{"that values which are computed again do not take", "bytes"});
  visit("values", self.values, Doc{"values, in the order in which the backward pass takes them"});
}

void TrainingReport::describe(auto& self, auto& visit) {
  visit("sequences_per_second", self.sequences_per_second, Range{0},
        Doc{"batch / time", "sequences/s"});
  visit("phases", self.phases, Doc{"phases, which overlap"});
  visit("stash", self.stash,
        Part{"what the backward pass reads of the forward pass (/training/stash)"});
}

void StreamGroupCost::describe(auto& self, auto& visit) {
  visit("streams", self.streams, Doc{"group of streams (/streams/*/group), or others"});
  visit("count", self.count, Range{0}, Doc{"number of streams", "streams"});
  visit("cycles", self.cycles, Range{0},
        Doc{"cycles of the group steps with only this group on the ideal network; null: deadlock",
            "cycles"});
  visit("saved_cycles", self.saved_cycles,
        Doc{"group_routed_cycles - cycles; 0 if cycles is null", "cycles"});
}

void NetworkCost::describe(auto& self, auto& visit) {
  visit("ideal_cycles", self.ideal_cycles, Range{0},
        Doc{"cycles of the run with all streams on the ideal network; null: deadlock", "cycles"});
  visit("cost_cycles", self.cost_cycles,
        Doc{"cycles - ideal_cycles; negative if FIFOs are too shallow without the routes' buffers; "
            "0 if ideal_cycles is null",
            "cycles"});
  visit("group_steps", self.group_steps, Range{0},
        Doc{"number of first steps on which the groups were measured", "steps"});
  visit("group_routed_cycles", self.group_routed_cycles, Range{0},
        Doc{"cycles of the group steps with all streams on their routes", "cycles"});
  visit("groups", self.groups, Doc{"routed streams by group, the most expensive group first"});
}

void RunInputs::describe(auto& self, auto& visit) {
  visit("chip", self.chip, Doc{"all values of the chip"});
  visit("workload", self.workload, Doc{"all values of the workload; data is a path"});
  visit("data_sha256", self.data_sha256,
        Doc{"SHA-256 of the data file; empty: no data file was read"});
  visit("mapping", self.mapping, Doc{"all mapping options"});
  visit("mapping_file", self.mapping_file,
        Doc{"path of the mapping that was used; empty: the workload was mapped"});
  visit("mapping_sha256", self.mapping_sha256, Doc{"SHA-256 of that file; empty: no file"});
  visit("run", self.run, Doc{"conditions of the run"});
}

void Report::describe(auto& self, auto& visit) {
  visit("schema_version", self.schema_version, Range{1}, Doc{"version of this format"});
  visit("simulator_version", self.simulator_version, Doc{"version of the program"});
  visit("simulator_commit", self.simulator_commit,
        Doc{"commit of the program's sources; -dirty: they were changed"});
  visit("command", self.command,
        Doc{"command that repeats the run in the same folder; empty: the run was part of another "
            "command (run --from repeats it)"});
  visit("inputs", self.inputs, Doc{"all that the run started from (run --from repeats it)"});
  visit("chip", self.chip, Doc{"name of the chip"});
  visit("workload", self.workload, Doc{"name of the workload"});
  visit("hash", self.hash,
        Doc{"64-bit FNV-1a of chip, workload and mapping without names and descriptions, "
            "hexadecimal"});
  visit("seed", self.seed, Range{0}, Doc{"seed of placement"});
  visit("steps", self.steps, Range{0}, Doc{"time steps, of all repetitions", "steps"});
  visit("batch", self.batch, Range{0}, Doc{"sequences", "sequences"});
  visit("clock_mhz", self.clock_mhz, Range{0}, Doc{"core clock", "MHz"});
  visit("cycles", self.cycles, Range{0},
        Doc{"the cycle in which the last sink takes its last token, plus 1; of several sections: "
            "those of all, and those to change the chip between them",
            "cycles"});
  visit("latency_ms", self.latency_ms, Range{0}, Doc{"cycles / clock", "ms"});
  visit("cycles_per_step", self.cycles_per_step, Range{0}, Doc{"cycles / steps", "cycles"});
  visit(
      "step_cycles", self.step_cycles,
      Doc{"cycles of the steps, each from the last output of the step before to its own; empty if "
          "the outputs of a mapping file are not equally many in each step"});
  visit("repetitions", self.repetitions,
        Doc{"cycles of the repetitions, each from the last output of the one before to its own; "
            "null: "
            "there is one"});
  visit("tflops_effective", self.tflops_effective, Range{0},
        Doc{"2 x multiply-accumulates of W*x and U*h / time", "TFLOPS"});
  visit("peak", self.peak, Doc{"how far the run is from the peak, and the roofline"});
  visit("utilization", self.utilization, Doc{"how much of the whole chip worked"});
  visit("bandwidth", self.bandwidth, Doc{"bytes a second, achieved and possible"});
  visit("mapping", self.mapping, Doc{"what was mapped"});
  visit("verification", self.verification, Doc{"comparison with the untimed reference"});
  visit("activities", self.activities, Doc{"cycles of the used units by kind and activity"});
  visit("breakdown", self.breakdown,
        Doc{"the same by layer, direction, gate and kind: the rows of a kind add up to it"});
  visit("network", self.network, Doc{"what the tracks of switch-switch links did"});
  visit("memory", self.memory, Doc{"what off-chip memory did; null without"});
  visit("training", self.training, Part{"of a batch of training; null: inference"});
  visit("sections", self.sections,
        Doc{"parts of the network that run one after the other; null if it is not cut"});
  visit("actions", self.actions, Doc{"what the run did, as far as it costs energy"});
  visit("limits", self.limits, Doc{"where the chip holds this mapping back"});
  visit("idle_knobs", self.idle_knobs,
        Doc{"knobs of tracks, ports and FIFOs that no stream of the mapping uses"});
  visit("units", self.units, Doc{"every unit of the mapping"});
  visit("streams", self.streams, Doc{"every stream of the mapping"});
  visit("network_cost", self.network_cost, Doc{"what the network costs; only if asked for"});
  visit("cost", self.cost,
        Doc{"estimate of area and energy by a cost table; only in reports of rdasim run"});
}

RDA_JSON_CODE(extern, RunInputs);
RDA_JSON_CODE(extern, Report);

}  // namespace rda
