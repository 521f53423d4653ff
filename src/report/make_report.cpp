// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "mapping/group.h"
#include "rda/check.h"
#include "rda/report.h"
#include "report/breakdown.h"
#include "report/limits.h"
#include "report/off_chip.h"

namespace rda {
namespace {

/// Where a report has the figures of a kind of unit.
struct KindFields {
  ActivitySums& activity;
  std::int64_t& used;
};

KindFields fields_of(Report& report, UnitKind kind) {
  ActivityByKind& sums = report.activities;
  MappingSummary& mapping = report.mapping;
  switch (kind) {
    case UnitKind::pcu:
      return {sums.pcu, mapping.pcus_used};
    case UnitKind::pmu:
      return {sums.pmu, mapping.pmus_used};
    case UnitKind::source:
      return {sums.source, mapping.sources_used};
    case UnitKind::sink:
      return {sums.sink, mapping.sinks_used};
    case UnitKind::ag:
      return {report.memory.value().activity, report.memory->ags_used};
  }
  throw InternalError("a unit kind without figures");
}

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

/// Bytes that leave or enter all data ports of a PMU in a cycle at most.
std::int64_t port_bytes(const Chip& chip, const PerKind& ports) {
  std::int64_t bytes = 0;
  for (const TokenKind kind : kTokenKinds)
    bytes += std::int64_t{ports[kind]} * token_bytes(chip, kind);
  return bytes;
}

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

/// Adds up a run. Seconds come last, so that all sums are exact integers; bytes alone may need more
/// than 63 bits, in runs of more than 2^31 cycles on the largest chips, and are exact up to 2^53.
class Totals {
 public:
  Totals(const Chip& chip, const Mapping& mapping, const RunResult& result, Report& report)
      : chip_(chip), mapping_(mapping), result_(result), report_(report) {
    RDA_CHECK(result.units.size() == mapping.units.size());
    RDA_CHECK(result.streams.size() == mapping.streams.size());
    for (const UnitId unit : mapping.units.ids())
      add(mapping.units[unit], result.units[unit.index()]);
    for (const StreamId stream : mapping.streams.ids())
      add(mapping.streams[stream], result.streams[stream.index()]);
  }

  /// Shares of the network's tracks that carried a token, of each kind and of those in routes.
  void add_network(Utilization& share) const {
    const auto cycles = static_cast<double>(result_.cycles);
    const auto tracks = [&](TokenKind kind) {
      return static_cast<double>(switch_links(chip_) * chip_.network.tracks[kind]) * cycles;
    };
    share.network_vector = ratio(carrying(TokenKind::vector), tracks(TokenKind::vector));
    share.network_scalar = ratio(carrying(TokenKind::scalar), tracks(TokenKind::scalar));
    share.network_control = ratio(carrying(TokenKind::control), tracks(TokenKind::control));
    share.network_routed =
        ratio(static_cast<double>(report_.network.carrying), static_cast<double>(links_) * cycles);
  }

  double memory_bytes() const { return memory_bytes_; }
  double network_bytes() const { return network_bytes_; }

 private:
  double carrying(TokenKind kind) const {
    return static_cast<double>(carrying_[static_cast<std::size_t>(kind)]);
  }

  void add(const Unit& unit, const UnitResult& did) {
    RDA_CHECK(did.activity.total() == result_.cycles,
              fmt::format("activities of {} sum to {} of {} cycles", unit.name,
                          did.activity.total(), result_.cycles));
    const Hardware hardware = hardware_of(chip_, unit.kind);
    RDA_CHECK(did.bytes_read <= result_.cycles * port_bytes(chip_, hardware.outputs), unit.name);
    RDA_CHECK(did.bytes_written <= result_.cycles * port_bytes(chip_, hardware.inputs), unit.name);
    UnitReport& row = report_.units.emplace_back();
    row.name = unit.name;
    row.kind = word(unit.kind);
    row.layer = unit.origin.layer;
    row.group = mapping::group_of(unit);
    row.row = unit.site().row;
    row.col = unit.site().col;
    row.activity.add(did.activity);
    row.firings = did.firings;
    row.bytes_read = did.bytes_read;
    row.bytes_written = did.bytes_written;
    const KindFields fields = fields_of(report_, unit.kind);
    fields.activity.add(did.activity);
    ++fields.used;
    if (unit.kind == UnitKind::ag) return report::add_ag(did, *report_.memory);
    memory_bytes_ += static_cast<double>(did.bytes_read) + static_cast<double>(did.bytes_written);
  }

  void add(const Stream& stream, const StreamResult& did) {
    const std::int64_t nodes = std::ssize(stream.route()), links = nodes > 0 ? nodes - 1 : 0;
    RDA_CHECK(did.carrying + did.held <= links * result_.cycles, stream.name);
    report_.streams.push_back({.name = stream.name,
                               .kind = stream.kind,
                               .layer = mapping_.units[stream.from].origin.layer,
                               .group = mapping::group_of(mapping_, stream),
                               .tokens = did.tokens,
                               .links = links,
                               .carrying = did.carrying,
                               .held = did.held});
    report_.network.carrying += did.carrying;
    report_.network.held += did.held;
    carrying_[static_cast<std::size_t>(stream.kind)] += did.carrying;
    links_ += links;
    network_bytes_ += static_cast<double>(did.carrying) * token_bytes(chip_, stream.kind);
  }

  const Chip& chip_;
  const Mapping& mapping_;
  const RunResult& result_;
  Report& report_;
  double memory_bytes_ = 0, network_bytes_ = 0;
  std::array<Cycle, kTokenKinds.size()> carrying_{};  // by TokenKind
  std::int64_t links_ = 0;                            // of all routes
};

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
  report.tflops_effective = 2.0 * static_cast<double>(mapping.macs) / seconds / 1e12;
  add_utilization(chip, report);
  totals.add_network(report.utilization);
  report.breakdown = report::breakdown_of(mapping, result);
  report.actions = actions_of(chip, mapping, result);
  report.peak = share_of_peak(chip, result.cycles, report.actions);
  report.limits = report::limits_of(chip, mapping, result);
  report.idle_knobs = report::idle_knobs_of(mapping);
  add_bandwidth(chip, totals, seconds, report);
  if (report.memory) report::add_channels(chip, result, report);
  return report;
}

}  // namespace rda
