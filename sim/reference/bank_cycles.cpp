// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/bank_cycles.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/ceil_div.h"
#include "mapping/index.h"
#include "mapping/latency.h"
#include "sim/reference/loop_index.h"

namespace rda::sim::reference {

bool touches_memory(const Program& program, const Port& port, Index index) {
  if (!port.access) return false;
  if (mapping::writes_memory(program))
    return inside(port.where.bounds, index) && inside(port.access->keep.bounds, index);
  return makes_token(program, port, index);
}

int bank_cycles(const Chip& chip, const Mapping& mapping, const MemoryProgram& memory,
                Index index) {
  std::set<std::int64_t> words;  // accesses that fall into one word merge
  for (const auto* ports : {&memory.program.inputs, &memory.program.outputs}) {
    for (const Port& port : *ports) {
      if (!touches_memory(memory.program, port, index)) continue;
      const TokenKind kind = mapping.streams[port.stream].kind;
      const int lanes = kind == TokenKind::vector ? chip.pcu.lanes : 1;
      std::int64_t address = byte_address(memory.program, memory.buffers, *port.access, index);
      // The lanes of a look-up read the copies of consecutive banks, in one row of banks or two.
      const bool entries = port.access->looks_up_entry();
      const int stride = entries ? 4 : port.access->lane_stride;
      const std::int64_t row = round_up(lanes, chip.pmu.banks);
      const int reads = entries ? mapping::entry_reads(chip, kind == TokenKind::vector) : 1;
      for (int lane = 0; lane < lanes; ++lane) {
        for (int read = 0; read < reads; ++read) words.insert(address / 4 + read * row);
        address += stride;
      }
    }
  }
  std::map<std::int64_t, int> load;
  int most = 1;
  for (const std::int64_t word : words) most = std::max(most, ++load[word % chip.pmu.banks]);
  return most;
}

}  // namespace rda::sim::reference
