// SPDX-License-Identifier: Apache-2.0
#include "sim/datapath_index.h"

#include <algorithm>

namespace rda::sim {

bool inside(const std::vector<Bound>& ranges, Index index) {
  return std::ranges::all_of(ranges, [&](const Bound& bound) {
    const std::int64_t i = index[static_cast<std::size_t>(bound.loop)];
    return bound.lo <= i && i < bound.hi;
  });
}

bool at_last(const Program& program, const Port& port, Index index) {
  const std::size_t below = std::min(static_cast<std::size_t>(port.level), program.loops.size());
  for (std::size_t loop = 0; loop < below; ++loop) {
    std::int64_t end = program.loops[loop];
    for (const Bound& bound : port.where) {
      if (static_cast<std::size_t>(bound.loop) == loop) end = std::min(end, bound.hi);
    }
    if (index[loop] != end - 1) return false;
  }
  return true;
}

int on_turn(const Program& program, int input, Index index) {
  for (std::size_t i = static_cast<std::size_t>(input); i < program.inputs.size(); ++i) {
    const Port& port = program.inputs[i];
    const bool in_group = static_cast<int>(i) == input || port.turn_of == input;
    if (in_group && inside(port.where, index)) return static_cast<int>(i);
  }
  return -1;
}

std::int64_t tap_row(const Access& access, Index index) {
  const auto rows = static_cast<std::size_t>(access.slot_level);  // the loop above that over rows
  std::int64_t row = access.tap_row;
  if (rows >= 1) row += access.tap_step * index[rows - 1];
  if (rows >= 2) row += access.tap_turn * index[rows - 2];
  return row;
}

std::int64_t item_of(const Program& program, int level, Index index) {
  std::int64_t item = 0;
  for (std::size_t loop = program.loops.size(); loop-- > static_cast<std::size_t>(level);) {
    item = item * program.loops[loop] + index[loop];
  }
  return item;
}

std::int64_t byte_address(const Program& program, const std::vector<Buffer>& buffers,
                          const Access& access, Index index) {
  const Buffer& buffer = buffers[static_cast<std::size_t>(access.buffer)];
  const std::int64_t item = item_of(program, access.slot_level, index);
  const std::int64_t slot = (access.first_slot + item) % buffer.slots;
  std::int64_t address = buffer.offset + slot * buffer.slot_bytes + access.offset;
  const std::size_t loops = std::min(access.strides.size(), index.size());
  for (std::size_t loop = 0; loop < loops; ++loop) address += access.strides[loop] * index[loop];
  return address;
}

}  // namespace rda::sim
