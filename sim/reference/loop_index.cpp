// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/loop_index.h"

#include <algorithm>

namespace rda::sim::reference {

bool inside(const std::vector<Bound>& ranges, Index index) {
  return std::ranges::all_of(ranges, [&](const Bound& bound) {
    const std::int64_t i = index[static_cast<std::size_t>(bound.loop)];
    return bound.lo <= i && i < bound.hi;
  });
}

bool at_last(const Program& program, const Port& port, Index index) {
  const auto& extents = program.space.extents;
  const std::size_t below = std::min(static_cast<std::size_t>(port.level), extents.size());
  for (std::size_t loop = 0; loop < below; ++loop) {
    std::int64_t end = extents[loop];
    for (const Bound& bound : port.where.bounds) {
      if (static_cast<std::size_t>(bound.loop) == loop) end = std::min(end, bound.hi);
    }
    if (index[loop] != end - 1) return false;
  }
  return true;
}

bool makes_token(const Program& program, const Port& output, Index index) {
  return inside(output.where.bounds, index) && at_last(program, output, index);
}

std::int64_t item_of(const Program& program, int level, Index index) {
  const auto& extents = program.space.extents;
  std::int64_t item = 0;
  for (std::size_t loop = extents.size(); loop-- > static_cast<std::size_t>(level);) {
    item = item * extents[loop] + index[loop];
  }
  return item;
}

std::int64_t byte_address(const Program& program, const std::vector<Buffer>& buffers,
                          const Access& access, Index index) {
  int number = access.buffer;
  if (access.restart) {
    const Restart& restart = *access.restart;
    if (index[static_cast<std::size_t>(restart.loop)] < restart.count) number = restart.buffer;
  }
  const Buffer& buffer = buffers[static_cast<std::size_t>(number)];
  const std::int64_t item = item_of(program, access.slot_level, index);
  const std::int64_t slot = (access.first_slot + item) % buffer.slots;
  std::int64_t address = buffer.offset + slot * buffer.slot_bytes + access.offset;
  const std::size_t loops = std::min(access.strides.size(), index.size());
  for (std::size_t loop = 0; loop < loops; ++loop) address += access.strides[loop] * index[loop];
  return address;
}

}  // namespace rda::sim::reference
