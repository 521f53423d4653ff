// SPDX-License-Identifier: Apache-2.0
#include <bit>

#include "rda/check.h"
#include "sim/datapath_work.h"

namespace rda::sim {

MemoryDatapath::MemoryDatapath(const Chip& chip, const Mapping& mapping, const Program& program,
                               Memory memory, ValueRecord& record)
    : chip_(chip),
      mapping_(mapping),
      program_(program),
      memory_(memory),
      record_(record),
      ports_(program) {}

bool MemoryDatapath::is_vector(const Port& port) const {
  return mapping_.streams[port.stream].kind == TokenKind::vector;
}

// A legal program has its accesses at outputs if it reads, and at inputs if it writes.
void MemoryDatapath::fire(Index index, std::span<const Value> inputs,
                          std::span<Value> outputs) const {
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    const Port& port = program_.outputs[o];
    if (port.access && ports_.makes(o, index)) outputs[o] = read(port, index, inputs);
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Port& port = program_.inputs[i];
    if (!port.access || !port.where.contains(index) || !port.access->keep.contains(index)) continue;
    if (inputs[i]) write(port, index, *inputs[i]);
  }
}

/// The byte address of an access, without a look-up's table index.
std::int64_t MemoryDatapath::address(const Access& access, Index index) const {
  const Buffer& buffer = memory_.buffers[static_cast<std::size_t>(access.buffer)];
  const std::int64_t item = program_.space.item_of(access.slot_level, index);
  return buffer.offset + access.slot_of(item, buffer.slots) * buffer.slot_bytes +
         access.byte_in_slot(index);
}

Value MemoryDatapath::read(const Port& port, Index index, std::span<const Value> inputs) const {
  const Access& access = *port.access;
  std::int64_t address = this->address(access, index);
  if (access.look_up >= 0) {
    const Value x = ports_.value_on_turn(access.look_up, index, inputs);
    if (!x) return nullptr;
    address += 4 * table_index(std::bit_cast<float>(x->at(0)));
  }
  if (!is_vector(port)) {
    const std::uint32_t pattern = memory_.bytes.load(address, bytes(access.format));
    const auto value = static_cast<float>(decode(access.format, pattern, access.scale));
    return std::make_shared<const Words>(1, std::bit_cast<std::uint32_t>(value));
  }
  Words words(static_cast<std::size_t>(chip_.pcu.lanes));
  for (std::uint32_t& word : words) {
    word = memory_.bytes.load(address, 4);
    address += access.lane_stride;
  }
  return std::make_shared<const Words>(std::move(words));
}

void MemoryDatapath::write(const Port& port, Index index, const Words& words) const {
  const Access& access = *port.access;
  std::int64_t address = this->address(access, index);
  if (is_vector(port)) {
    for (const std::uint32_t word : words) {
      memory_.bytes.store(address, 4, word);
      address += access.lane_stride;
    }
    return;
  }
  const double value = std::bit_cast<float>(words.at(0));
  const std::uint32_t pattern = encode(access.format, value, access.scale);
  memory_.bytes.store(address, bytes(access.format), pattern);
  if (access.tap.empty()) return;
  record_.set(access.tap, program_.space.item_of(access.slot_level, index), tap_row(access, index),
              decode(access.format, pattern, access.scale));
}

}  // namespace rda::sim
