// SPDX-License-Identifier: Apache-2.0
#include <bit>

#include "rda/check.h"
#include "sim/datapath.h"

namespace rda::sim {

PmuDatapath::PmuDatapath(const Chip& chip, const Mapping& mapping, const PmuUnit& unit,
                         const Tensors& tensors, ValueRecord& record)
    : chip_(chip),
      mapping_(mapping),
      unit_(unit),
      memory_(unit.buffers, tensors),
      record_(&record) {}

bool PmuDatapath::is_vector(const Port& port) const {
  return mapping_.streams[static_cast<std::size_t>(port.stream)].kind == TokenKind::vector;
}

void PmuDatapath::fire_read(Index index, std::span<const Value> inputs,
                            std::span<Value> outputs) const {
  for (std::size_t o = 0; o < outputs.size(); ++o) {
    const Port& port = unit_.read->outputs[o];
    if (port.access && makes_token(*unit_.read, port, index)) {
      outputs[o] = read(port, index, inputs);
    }
  }
}

Value PmuDatapath::read(const Port& port, Index index, std::span<const Value> inputs) const {
  const Access& access = *port.access;
  std::int64_t address = byte_address(*unit_.read, unit_.buffers, access, index);
  if (access.look_up >= 0) {
    const int turn = on_turn(*unit_.read, access.look_up, index);
    const Value x = turn < 0 ? nullptr : inputs[static_cast<std::size_t>(turn)];
    if (!x) return nullptr;
    address += 4 * table_index(std::bit_cast<float>(x->at(0)));
  }
  if (!is_vector(port)) {
    const std::uint32_t pattern = memory_.load(address, bytes(access.format));
    const auto value = static_cast<float>(decode(access.format, pattern, access.scale));
    return std::make_shared<const Words>(1, std::bit_cast<std::uint32_t>(value));
  }
  Words words(static_cast<std::size_t>(chip_.pcu.lanes));
  for (std::uint32_t& word : words) {
    word = memory_.load(address, 4);
    address += access.lane_stride;
  }
  return std::make_shared<const Words>(std::move(words));
}

void PmuDatapath::fire_write(Index index, std::span<const Value> inputs) {
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Port& port = unit_.write->inputs[i];
    if (!port.access || !inside(port.where, index) || !inside(port.access->keep, index)) continue;
    if (inputs[i]) write(port, index, *inputs[i]);
  }
}

void PmuDatapath::write(const Port& port, Index index, const Words& words) {
  const Access& access = *port.access;
  std::int64_t address = byte_address(*unit_.write, unit_.buffers, access, index);
  if (is_vector(port)) {
    for (const std::uint32_t word : words) {
      memory_.store(address, 4, word);
      address += access.lane_stride;
    }
    return;
  }
  const double value = std::bit_cast<float>(words.at(0));
  const std::uint32_t pattern = encode(access.format, value, access.scale);
  memory_.store(address, bytes(access.format), pattern);
  if (access.tap.empty()) return;
  record_->set(access.tap, item_of(*unit_.write, access.slot_level, index), tap_row(access, index),
               decode(access.format, pattern, access.scale));
}

}  // namespace rda::sim
