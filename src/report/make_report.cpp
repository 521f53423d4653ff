// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>
#include <utility>

#include "rda/check.h"
#include "rda/report.h"
#include "report/breakdown.h"
#include "report/limits.h"
#include "report/off_chip.h"
#include "report/sections.h"
#include "report/totals.h"
#include "report/training.h"

namespace rda {
namespace {

using report::ratio;
using report::Totals;

/// What one track of each kind does, added up: tracks, and bytes a cycle.
struct Tracks {
  std::int64_t count = 0, bytes = 0;
};

Tracks tracks_of(const Chip& chip) {
  Tracks tracks;
  for (const TokenKind kind : kTokenKinds) {
    const std::int64_t count = switch_links(chip) * chip.network.tracks[kind];
    tracks.count += count;
    tracks.bytes += count * token_bytes(chip, kind);
  }
  return tracks;
}

/// Those of the sink that takes its last token last; of the first such sink.
StepReport steps_of(const RunResult& result) {
  StepReport report;
  if (result.steps.empty()) return report;
  const StepCycles& sink = *std::ranges::max_element(result.steps, {}, &StepCycles::end);
  report.first = sink.first;
  report.last = sink.last;
  for (const auto& [cycles, steps] : sink.steps_by_cycles)
    report.lengths.push_back({cycles, steps});
  return report;
}

/// Likewise.
std::optional<RepetitionReport> repetitions_of(const Chip& chip, const Mapping& mapping,
                                               const RunResult& result) {
  if (result.repetitions.empty()) return std::nullopt;
  const StepCycles& sink = *std::ranges::max_element(result.repetitions, {}, &StepCycles::end);
  RepetitionReport report{.count = mapping.repetitions(), .last = sink.last};
  if (sink.first.empty()) return report;
  report.first_cycles = sink.first.front();
  const auto steady = std::min<std::ptrdiff_t>(std::ssize(sink.last), report.count / 2);
  const Cycle cycles = std::accumulate(sink.last.end() - steady, sink.last.end(), Cycle{0});
  report.steady_cycles = ratio(static_cast<double>(cycles), static_cast<double>(steady));
  report.sequences_per_second =
      ratio(static_cast<double>(mapping.batch) * chip.clock_mhz * 1e6, report.steady_cycles);
  return report;
}

MappingSummary summary_of(const Chip& chip, const Mapping& mapping) {
  MappingSummary summary;
  summary.policy = mapping.policy;
  summary.hu = mapping.hu;
  summary.ru = mapping.ru;
  summary.hv = mapping.hv;
  summary.rv = mapping.rv;
  summary.streams = std::ssize(mapping.streams);
  summary.pcus_on_chip = std::ssize(sites_of(chip, UnitKind::pcu));
  summary.pmus_on_chip = std::ssize(sites_of(chip, UnitKind::pmu));
  return summary;
}

void add_utilization(const Chip& chip, Report& report) {
  const auto cycles = static_cast<double>(report.cycles);
  const Cycle track_cycles = tracks_of(chip).count * report.cycles;
  report.network.empty = track_cycles - report.network.carrying - report.network.held;
  RDA_CHECK(report.network.empty >= 0);
  Utilization& share = report.utilization;
  share.pcu = ratio(static_cast<double>(report.activities.pcu.active),
                    static_cast<double>(report.mapping.pcus_on_chip) * cycles);
  share.pmu = ratio(static_cast<double>(report.activities.pmu.active),
                    static_cast<double>(report.mapping.pmus_on_chip) * cycles);
  share.network =
      ratio(static_cast<double>(report.network.carrying), static_cast<double>(track_cycles));
  RDA_CHECK(share.pcu <= 1 && share.pmu <= 1 && share.network <= 1);
}

void add_bandwidth(const Chip& chip, const Totals& totals, double seconds, Report& report) {
  const double clock_hz = chip.clock_mhz * 1e6;
  const double words = 2.0 * static_cast<double>(report.mapping.pmus_on_chip) * chip.pmu.banks;
  Bandwidth& bandwidth = report.bandwidth;
  bandwidth.on_chip_bytes_per_second = totals.memory_bytes() / seconds;
  bandwidth.network_bytes_per_second = totals.network_bytes() / seconds;
  bandwidth.on_chip_possible_bytes_per_second = words * 4 * clock_hz;
  bandwidth.network_possible_bytes_per_second =
      static_cast<double>(tracks_of(chip).bytes) * clock_hz;
  const double most =
      static_cast<double>(tracks_of(chip).bytes) * static_cast<double>(report.cycles);
  RDA_CHECK(totals.network_bytes() <= most * (1 + 1e-9));  // both are rounded
}

}  // namespace

void ActivitySums::add(const ActivityCounts& counts) {
  active += counts[Activity::active];
  conflict += counts[Activity::conflict];
  blocked += counts[Activity::blocked];
  idle += counts[Activity::idle];
  starved += counts[Activity::starved];
}

void ActivitySums::add(const ActivitySums& more) {
  active += more.active;
  conflict += more.conflict;
  blocked += more.blocked;
  idle += more.idle;
  starved += more.starved;
}

Report make_report(const Chip& chip, const Mapping& mapping, const RunResult& result,
                   const Verification& verification, std::string hash) {
  RDA_CHECK(result.cycles > 0);
  Report report;
  report.simulator_version = version();
  report.simulator_commit = commit();
  report.chip = chip.name;
  report.workload = mapping.workload;
  report.hash = std::move(hash);
  report.seed = mapping.seed;
  report.steps = mapping.steps;
  report.batch = mapping.batch;
  report.clock_mhz = chip.clock_mhz;
  report.cycles = result.cycles;
  report.mapping = summary_of(chip, mapping);
  report.verification = verification;
  report.memory = report::memory_of(chip, mapping);
  const Totals totals(chip, mapping, result, report);
  const double seconds = static_cast<double>(result.cycles) / (chip.clock_mhz * 1e6);
  report.latency_ms = static_cast<double>(result.cycles) / (chip.clock_mhz * 1e3);
  report.cycles_per_step =
      ratio(static_cast<double>(result.cycles), static_cast<double>(mapping.steps));
  report.step_cycles = steps_of(result);
  report.repetitions = repetitions_of(chip, mapping, result);
  report.tflops_effective = 2.0 * static_cast<double>(mapping.macs) / seconds / 1e12;
  add_utilization(chip, report);
  totals.add_network(report.utilization);
  report.breakdown = report::breakdown_of(mapping, result);
  report.actions = actions_of(chip, mapping, result);
  report.peak = share_of_peak(chip, result.cycles, report.actions);
  report.training = report::training_of(chip, mapping, result);
  report.limits = report::limits_of(chip, mapping, result);
  report.idle_knobs = report::idle_knobs_of(mapping);
  add_bandwidth(chip, totals, seconds, report);
  if (report.memory) report::add_channels(chip, result, report);
  return report;
}

Report make_report(const Chip& chip, std::span<const SectionRun> runs, std::int64_t sections,
                   const Verification& verification, std::string hash) {
  SectionsReport parts = report::sections_of(chip, runs, sections);
  if (runs.size() == 1) {
    Report report =
        make_report(chip, runs[0].mapping, runs[0].result, verification, std::move(hash));
    report.sections = std::move(parts);
    return report;
  }
  const Mapping mapping = report::joined_mapping(runs);
  const RunResult result = report::joined_result(runs, parts.section_cycles + parts.change_cycles);
  Report report = make_report(chip, mapping, result, verification, std::move(hash));
  const auto most = [&](std::int64_t SectionReport::*used) {
    return (*std::ranges::max_element(parts.list, {}, used)).*used;
  };
  report.mapping.pcus_used = most(&SectionReport::pcus);
  report.mapping.pmus_used = most(&SectionReport::pmus);
  report.memory->ags_used = most(&SectionReport::ags);
  report::add_loading(chip.memory->host, parts.list.front().resident_bytes, *report.memory);
  report.limits.clear();
  report.sections = std::move(parts);
  return report;
}

}  // namespace rda
