// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "mapping/index.h"
#include "property/support.h"

namespace rda::test {

bool inside(const Bounds& bounds, Index index) {
  return std::ranges::all_of(bounds.bounds, [&](const Bound& b) {
    const std::int64_t i = index[static_cast<std::size_t>(b.loop)];
    return b.lo <= i && i < b.hi;
  });
}

bool last_below(const Program& program, const Port& port, Index index) {
  for (std::size_t l = 0; l < program.space.rank() && static_cast<int>(l) < port.level; ++l) {
    std::int64_t end = program.space.extents[l];
    for (const Bound& bound : port.where.bounds)
      if (bound.loop == static_cast<int>(l)) end = std::min(end, bound.hi);
    if (index[l] != end - 1) return false;
  }
  return true;
}

std::int64_t bank_cycles(const Chip& chip, const Mapping& mapping, const Unit& unit,
                         const Program& program, Index index) {
  const bool writes = mapping::writes_memory(program);
  std::map<std::int64_t, std::set<std::int64_t>> words_of_bank;
  for (const Port& port : writes ? program.inputs : program.outputs) {
    if (!port.access || !inside(port.where, index)) continue;
    const Access& access = *port.access;
    if (writes ? !inside(access.keep, index) : !last_below(program, port, index)) continue;
    const Buffer& buffer = unit.buffers[static_cast<std::size_t>(access.buffer)];
    std::int64_t item = 0, address = buffer.offset + access.offset;
    for (std::size_t l = program.space.rank(); l-- > 0;) {
      if (static_cast<int>(l) >= access.slot_level)
        item = item * program.space.extents[l] + index[l];
      if (l < access.strides.size()) address += access.strides[l] * index[l];
    }
    address += (access.first_slot + item) % buffer.slots * buffer.slot_bytes;
    const bool vector = mapping.streams[port.stream].kind == TokenKind::vector;
    const bool entries = access.look_up >= 0 && !access.row;
    const int stride = entries ? 4 : access.lane_stride;
    // The words of an entry: a vector's lie in one bank, a scalar's in neighbouring banks.
    const int entry_words = entries && chip.pmu.interpolation ? 3 : 1;
    const int distance = vector ? chip.pmu.banks * chip.pcu.lanes : 1;
    for (int lane = 0; lane < (vector ? chip.pcu.lanes : 1); ++lane)
      for (int k = 0; k < entry_words; ++k) {
        const std::int64_t word = (address + std::int64_t{lane} * stride) / 4 + k * distance;
        words_of_bank[word % chip.pmu.banks].insert(word);
      }
  }
  std::size_t most = 1;
  for (const auto& [bank, words] : words_of_bank) most = std::max(most, words.size());
  return static_cast<std::int64_t>(most);
}

}  // namespace rda::test
