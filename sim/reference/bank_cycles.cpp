// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/bank_cycles.h"

#include <algorithm>
#include <map>
#include <set>

namespace rda::sim::reference {

bool touches_memory(const MemoryProgram& memory, const Port& port, Index index) {
  if (!port.access) return false;
  if (memory.writes) return inside(port.where, index) && inside(port.access->keep, index);
  return makes_token(memory.program, port, index);
}

int bank_cycles(const Chip& chip, const Mapping& mapping, const MemoryProgram& memory,
                Index index) {
  std::set<std::int64_t> words;  // accesses that fall into one word merge
  for (const Port& port : memory.writes ? memory.program.inputs : memory.program.outputs) {
    if (!touches_memory(memory, port, index)) continue;
    const TokenKind kind = mapping.streams[static_cast<std::size_t>(port.stream)].kind;
    const int lanes = kind == TokenKind::vector ? chip.pcu.lanes : 1;
    std::int64_t address = byte_address(memory.program, memory.buffers, *port.access, index);
    for (int lane = 0; lane < lanes; ++lane) {
      words.insert(address / 4);
      address += port.access->lane_stride;
    }
  }
  std::map<std::int64_t, int> load;
  int most = 1;
  for (const std::int64_t word : words) most = std::max(most, ++load[word % chip.pmu.banks]);
  return most;
}

}  // namespace rda::sim::reference
