// SPDX-License-Identifier: Apache-2.0
#include "page/floorplan.h"

#include <algorithm>
#include <array>
#include <utility>

#include "page/gates.h"
#include "page/links.h"
#include "rda/check.h"

namespace rda::page {
namespace {

std::string kinds_of(const Chip& chip) {
  std::string kinds;
  for (int row = 0; row < chip.grid.rows; ++row)
    for (int col = 0; col < chip.grid.cols; ++col)
      kinds += kind_at(chip, {row, col}) == UnitKind::pcu ? 'C' : 'M';
  return kinds;
}

std::vector<PortPlace> ports_of(const Chip& chip) {
  std::vector<PortPlace> ports;
  for (const UnitKind kind : {UnitKind::source, UnitKind::sink, UnitKind::ag})
    for (int number = 0; number < edge_units(chip, kind); ++number) {
      const Site site = port_site(chip, kind, number);
      PortPlace port{kind, number, port_side(chip, kind, number),
                     site.row * chip.grid.cols + site.col};
      port.beside = static_cast<int>(std::ranges::count_if(ports, [&](const PortPlace& other) {
        return other.kind == kind && other.side == port.side && other.site == port.site;
      }));
      ports.push_back(port);
    }
  return ports;
}

ProgramSummary summary_of(const Program& program) {
  const auto work = std::visit(
      []<class Alternative>(const Alternative&) { return std::string(Alternative::kKind); },
      program.work);
  return {work, program.space.extents, program.latency, program.ii};
}

UnitPlace place_of(const Mapping& mapping, UnitId number) {
  const Unit& unit = mapping.units[number];
  UnitPlace place;
  place.direction = unit.origin.direction;
  place.gate = shown_gate_of(mapping, number);
  if (const auto* at = std::get_if<EdgePort>(&unit.place)) place.port = at->port;
  for (const Program& program : unit.programs) place.programs.push_back(summary_of(program));
  for (const Buffer& buffer : unit.buffers) place.buffer_bytes += buffer.slot_bytes * buffer.slots;
  return place;
}

StreamPlace place_of(const Chip& chip, const Stream& stream) {
  StreamPlace place;
  place.from = stream.from.number();
  for (const UnitId reader : stream.to) place.to.push_back(reader.number());
  place.recurrent = stream.recurrent;
  for (const RouteNode& node : stream.route()) {
    place.sites.push_back(node.row * chip.grid.cols + node.col);
    place.parents.push_back(node.parent);
  }
  return place;
}

Floorplan floorplan_with(const Chip& chip, const Mapping& mapping,
                         const std::vector<Cycle>& carrying) {
  Floorplan plan;
  plan.rows = chip.grid.rows;
  plan.cols = chip.grid.cols;
  plan.kinds = kinds_of(chip);
  for (const TokenKind kind : kTokenKinds) plan.tracks += chip.network.tracks[kind];
  plan.ports = ports_of(chip);
  for (const UnitId unit : mapping.units.ids()) plan.units.push_back(place_of(mapping, unit));
  for (const Stream& stream : mapping.streams) plan.streams.push_back(place_of(chip, stream));
  plan.links = links_of(chip, mapping, carrying);
  return plan;
}

}  // namespace

Floorplan floorplan_of(const Chip& chip, const Mapping& mapping) {
  return floorplan_with(chip, mapping, {});
}

Floorplan floorplan_of(const Chip& chip, const Mapping& mapping, const Report& report) {
  RDA_CHECK(report.units.size() == mapping.units.size());
  std::vector<Cycle> carrying;
  for (const StreamReport& stream : report.streams) carrying.push_back(stream.carrying);
  return floorplan_with(chip, mapping, carrying);
}

}  // namespace rda::page
