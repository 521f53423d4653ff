// SPDX-License-Identifier: Apache-2.0
#include <cstdint>

#include "mapping/memory_check.h"

namespace rda::mapping {
namespace {

constexpr int kMostSlots = 65536;

/// What an address generator cannot do, and a PMU can.
void check_generator(Inspection& inspection, const Unit& unit, const MemoryConfig& memory) {
  const AgConfig& ags = memory.ags;
  for (const Program& program : unit.programs) {
    const bool writes = writes_memory(program);
    std::int64_t bursts = writes ? 1 : 0;
    for (const Port& port : writes ? program.inputs : program.outputs) {
      if (!port.access) continue;
      const Access& access = *port.access;
      const std::string where = port_name(unit, port);
      const bool vector = inspection.kind(port) == TokenKind::vector;
      const int width = bytes(access.format), lanes = vector ? inspection.chip.pcu.lanes : 1;
      if (access.look_up >= 0) inspection.add(where, "a look-up in an ag (only a pmu looks up)");
      if (vector && access.lane_stride != width)
        inspection.add(where, "lane stride {} (off the chip lanes lie one behind the other: {})",
                       access.lane_stride, width);
      bursts += (std::int64_t{lanes} * width - 1) / memory.channels.burst_bytes + 2;
    }
    if (bursts > ags.outstanding)
      inspection.add(unit.name, "a firing may touch {} bursts{} (the chip's ags can hold {})",
                     bursts - (writes ? 1 : 0), writes ? " behind the one before" : "",
                     ags.outstanding);
  }
}

}  // namespace

void check_off_chip(Inspection& inspection) {
  const Mapping& mapping = inspection.mapping;
  if (!inspection.chip.memory) {
    if (!mapping.memory.empty())
      inspection.add("memory", "buffers of off-chip memory (the chip has none)");
    return;
  }
  const ChannelConfig& channels = inspection.chip.memory->channels;
  const Memory memory{"memory",
                      mapping.memory,
                      channels.burst_bytes,
                      "a burst",
                      channels.capacity_bytes(),
                      "the chip's memory has",
                      kMostSlots};
  MemoryCheck check(inspection, memory);
  check.buffers();
  for (const Unit& unit : mapping.units) {
    if (unit.kind != UnitKind::ag) continue;
    check.accesses(unit);
    check_generator(inspection, unit, *inspection.chip.memory);
  }
}

}  // namespace rda::mapping
