// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <cmath>

#include "numerics/interpolated.h"
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

std::size_t MemoryDatapath::words_of(const Port& port) const {
  return is_vector(port) ? static_cast<std::size_t>(chip_.pcu.lanes) : 1;
}

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
  const Buffer& buffer = memory_.buffers[static_cast<std::size_t>(access.buffer_in(index))];
  const std::int64_t item = program_.space.item_of(access.slot_level, index);
  return buffer.offset + access.slot_of(item, buffer.slots) * buffer.slot_bytes +
         access.byte_in_slot(index);
}

Value MemoryDatapath::read(const Port& port, Index index, std::span<const Value> inputs) const {
  const Access& access = *port.access;
  const std::int64_t address = this->address(access, index);
  if (access.look_up < 0) return load(port, address);
  const Value x = ports_.value_on_turn(access.look_up, index, inputs);
  if (!x) return nullptr;
  if (!access.row) return look_up(access, address, *x, is_vector(port) ? chip_.pmu.banks : 1);
  const double row =
      std::floor(std::bit_cast<float>(x->at(0))) - static_cast<double>(access.row->first_row);
  if (!(row >= 0 && row < static_cast<double>(access.row->rows)))
    return std::make_shared<const Words>(words_of(port), std::bit_cast<std::uint32_t>(-0.0F));
  return load(port, address + static_cast<std::int64_t>(row) * access.row->row_bytes);
}

/// The elements of a token. In fp32 these are the words as they are, which may be packed.
Value MemoryDatapath::load(const Port& port, std::int64_t address) const {
  const Access& access = *port.access;
  const bool raw = access.format == Format::fp32;
  Words words(words_of(port));
  for (std::uint32_t& word : words) {
    word = raw ? memory_.bytes.load(address, 4) : element(access, address);
    address += access.lane_stride;
  }
  return std::make_shared<const Words>(std::move(words));
}

/// The element at an address, as the bits of an fp32.
std::uint32_t MemoryDatapath::element(const Access& access, std::int64_t address) const {
  const std::uint32_t pattern = memory_.bytes.load(address, bytes(access.format));
  return std::bit_cast<std::uint32_t>(
      static_cast<float>(decode(access.format, pattern, access.scale)));
}

/// The value of a function at `x`. The words of an entry lie `pitch` bytes apart.
float MemoryDatapath::entry_value(const Access& access, float x, std::int64_t address,
                                  std::int64_t pitch) const {
  const auto word = [&](std::int64_t number) {
    return std::bit_cast<float>(element(access, address + number * pitch));
  };
  const Function function = access.function.value_or(Function::tanh);
  if (!chip_.pmu.interpolation) return value_of_entry(function, x, word(table_index(function, x)));
  const auto [index, part] = quadratic_position(function, x);
  const std::int64_t first = kQuadraticWords * std::int64_t{index};
  const QuadraticEntry entry{word(first), word(first + 1), word(first + 2)};
  return numerics::value_of_interpolated(function, x, interpolate(entry, part));
}

/// The values of a function at each lane of `x`. Lane i reads copy i mod `copies`.
Value MemoryDatapath::look_up(const Access& access, std::int64_t address, const Words& x,
                              std::int64_t copies) const {
  Words values;
  values.reserve(x.size());
  for (std::size_t lane = 0; lane < x.size(); ++lane) {
    const std::int64_t copy = address + 4 * (static_cast<std::int64_t>(lane) % copies);
    const float value = entry_value(access, std::bit_cast<float>(x[lane]), copy, 4 * copies);
    values.push_back(std::bit_cast<std::uint32_t>(value));
  }
  return std::make_shared<const Words>(std::move(values));
}

void MemoryDatapath::write(const Port& port, Index index, const Words& words) const {
  const Access& access = *port.access;
  std::int64_t address = this->address(access, index);
  std::int64_t row = access.tap.empty() ? 0 : tap_row(access, index);
  for (const std::uint32_t word : words) {
    const std::uint32_t pattern =
        access.format == Format::fp32
            ? word
            : encode(access.format, std::bit_cast<float>(word), access.scale);
    memory_.bytes.store(address, bytes(access.format), pattern);
    address += access.lane_stride;
    if (access.tap.empty()) continue;
    record_.set(access.tap, tap_item(program_, port, index), row++,
                decode(access.format, pattern, access.scale));
  }
}

}  // namespace rda::sim
