// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mapping/violations.h"

namespace rda::mapping {
namespace {

void check_stream_ends(Inspection& inspection, const Stream& stream, const Ends& ends) {
  if (ends.writers.size() != 1)
    inspection.add(stream.name, "{} writing ports (exactly one)", ends.writers.size());
  for (const End& writer : ends.writers)
    if (writer.unit != stream.from)
      inspection.add(stream.name, "written by {} (its writing unit is {})",
                     inspection.unit(writer.unit).name, inspection.unit(stream.from).name);
  for (const UnitId unit : stream.to) {
    const auto ports = std::ranges::count(ends.readers, unit, &End::unit);
    if (ports != 1)
      inspection.add(stream.name, "{} reading ports in {} (exactly one)", ports,
                     inspection.unit(unit).name);
  }
  for (const End& reader : ends.readers)
    if (std::ranges::find(stream.to, reader.unit) == stream.to.end())
      inspection.add(stream.name, "read by {} (which is not one of its reading units)",
                     inspection.unit(reader.unit).name);
}

// Ports that the programs of a unit use on the network, by kind of token.
struct Used {
  std::array<int, kTokenKinds.size()> inputs{}, outputs{};
};

Used used_ports(const Inspection& inspection, const Unit& unit) {
  Used used;
  const auto count = [&](const std::vector<Port>& ports, auto& numbers) {
    for (const Port& port : ports)
      if (!inspection.stream(port.stream).is_local())
        ++numbers[static_cast<std::size_t>(inspection.kind(port))];
  };
  for (const Program& program : unit.programs) {
    count(program.inputs, used.inputs);
    count(program.outputs, used.outputs);
  }
  return used;
}

void check_port_counts(Inspection& inspection, const Unit& unit) {
  const Hardware hardware = hardware_of(inspection.chip, unit.kind);
  if (hardware.stages == 0) return;  // a stream port has the one port of its program
  const Used used = used_ports(inspection, unit);
  for (const TokenKind kind : kTokenKinds) {
    const auto k = static_cast<std::size_t>(kind);
    if (used.inputs[k] > hardware.inputs[kind])
      inspection.add(unit.name, "{} {} inputs (the chip's {}s have {})", used.inputs[k], word(kind),
                     word(unit.kind), hardware.inputs[kind]);
    if (used.outputs[k] > hardware.outputs[kind])
      inspection.add(unit.name, "{} {} outputs (the chip's {}s have {})", used.outputs[k],
                     word(kind), word(unit.kind), hardware.outputs[kind]);
  }
}

}  // namespace

void check_ends(Inspection& inspection) {
  for (const StreamId stream : inspection.mapping.streams.ids())
    check_stream_ends(inspection, inspection.stream(stream), inspection.ends[stream]);
  for (const Unit& unit : inspection.mapping.units) check_port_counts(inspection, unit);
}

}  // namespace rda::mapping
