// SPDX-License-Identifier: Apache-2.0
#include "report/totals.h"

#include <fmt/format.h>

#include "mapping/group.h"
#include "rda/check.h"
#include "report/off_chip.h"

namespace rda::report {
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

/// Bytes that leave or enter all data ports of a PMU in a cycle at most.
std::int64_t port_bytes(const Chip& chip, const PerKind& ports) {
  std::int64_t bytes = 0;
  for (const TokenKind kind : kTokenKinds)
    bytes += std::int64_t{ports[kind]} * token_bytes(chip, kind);
  return bytes;
}

}  // namespace

Totals::Totals(const Chip& chip, const Mapping& mapping, const RunResult& result, Report& report)
    : chip_(chip), mapping_(mapping), result_(result), report_(report) {
  RDA_CHECK(result.units.size() == mapping.units.size());
  RDA_CHECK(result.streams.size() == mapping.streams.size());
  for (const UnitId unit : mapping.units.ids())
    add(mapping.units[unit], result.units[unit.index()]);
  for (const StreamId stream : mapping.streams.ids())
    add(mapping.streams[stream], result.streams[stream.index()]);
}

void Totals::add_network(Utilization& share) const {
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

void Totals::add(const Unit& unit, const UnitResult& did) {
  RDA_CHECK(did.activity.total() == result_.cycles,
            fmt::format("activities of {} sum to {} of {} cycles", unit.name, did.activity.total(),
                        result_.cycles));
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
  if (unit.kind == UnitKind::ag) return add_ag(did, *report_.memory);
  memory_bytes_ += static_cast<double>(did.bytes_read) + static_cast<double>(did.bytes_written);
}

void Totals::add(const Stream& stream, const StreamResult& did) {
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

}  // namespace rda::report
