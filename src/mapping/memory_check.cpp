// SPDX-License-Identifier: Apache-2.0
#include "mapping/memory_check.h"

#include <algorithm>
#include <optional>

#include "mapping/latency.h"

namespace rda::mapping {
namespace {

// a + b · c, unless it overflows.
std::optional<std::int64_t> plus_product(std::int64_t a, std::int64_t b, std::int64_t c) {
  std::int64_t product = 0, sum = 0;
  if (__builtin_mul_overflow(b, c, &product) || __builtin_add_overflow(a, product, &sum))
    return std::nullopt;
  return sum;
}

// First byte after the buffer.
std::optional<std::int64_t> end_of(const Buffer& buffer) {
  return plus_product(buffer.offset, buffer.slot_bytes, buffer.slots);
}

/// Far more than a PMU has, and far from overflow of a sum of addresses.
constexpr std::int64_t kMostAddress = std::int64_t{1} << 48;

}  // namespace

void MemoryCheck::buffers() {
  const std::vector<Buffer>& all = memory_.buffers;
  for (std::size_t b = 0; b < all.size(); ++b) {
    layout(all[b]);
    for (std::size_t other = 0; other < b; ++other) apart(all[other], all[b]);
    for (const Content& content : all[b].contents) inside(all[b], content);
  }
}

void MemoryCheck::accesses(const Unit& unit) {
  for (const Program& program : unit.programs)
    for (const auto* ports : {&program.inputs, &program.outputs})
      for (const Port& port : *ports)
        if (port.access) addresses(program, port_name(unit, port), port, *port.access);
}

void MemoryCheck::layout(const Buffer& buffer) {
  if (buffer.offset < 0 || buffer.offset % memory_.line != 0)
    inspection_.add(name_of(buffer), "begins at byte {} (a multiple of {} = {})", buffer.offset,
                    memory_.line_is, memory_.line);
  if (buffer.slot_bytes < 1)
    inspection_.add(name_of(buffer), "slots of {} bytes (at least 1)", buffer.slot_bytes);
  if (buffer.slots < 1 || (buffer.slots > 1 && buffer.slots > memory_.most_slots))
    inspection_.add(name_of(buffer), "{} slots (1 to {})", buffer.slots, memory_.most_slots);
  const auto end = end_of(buffer);
  if (!end || *end > memory_.capacity)
    inspection_.add(name_of(buffer), "ends at byte {} ({} {})",
                    end ? std::to_string(*end) : "2^63 or more", memory_.capacity_of,
                    memory_.capacity);
}

void MemoryCheck::apart(const Buffer& a, const Buffer& b) {
  const auto end_a = end_of(a), end_b = end_of(b);
  if (end_a && end_b && a.offset < *end_b && b.offset < *end_a)
    inspection_.add(name_of(b), "overlaps buffer {} (must not)", a.name);
}

void MemoryCheck::inside(const Buffer& buffer, const Content& content) {
  if (content.slot < 0 || content.slot >= buffer.slots)
    inspection_.add(name_of(buffer), "{} in slot {} (there are {})", content.tensor, content.slot,
                    buffer.slots);
  if (content.rows < 1 || content.cols < 1) return;
  along(buffer, content.tensor, "row", content.first_row, content.row_step, content.rows);
  along(buffer, content.tensor, "column", content.first_col, content.col_step, content.cols);
  if (content.copies < 1 || content.copies > kMostTensorIndex) {
    inspection_.add(name_of(buffer), "{} copies of {} (1 to 2^40)", content.copies, content.tensor);
    return;
  }
  const auto row = plus_product(content.offset, content.rows - 1, content.pitch);
  const int width = content.word_each ? 4 : bytes(content.format);
  const auto row_bytes = plus_product(0, content.copies * width, content.cols);
  const auto end = row && row_bytes ? plus_product(*row, *row_bytes, 1) : std::nullopt;
  if (content.offset < 0 || content.pitch < 0 || !end || *end > buffer.slot_bytes)
    inspection_.add(name_of(buffer), "{} lies in bytes {} to {} of a slot (slots have {})",
                    content.tensor, content.offset, end ? std::to_string(*end) : "2^63",
                    buffer.slot_bytes);
  else if (content.cols * content.copies > buffer.slot_bytes / content.rows)
    inspection_.add(name_of(buffer), "{} has {} x {} elements (slots have {} bytes)",
                    content.tensor, content.rows, content.cols, buffer.slot_bytes);
}

// Checks the rows or columns of a tensor that a content names.
void MemoryCheck::along(const Buffer& buffer, const std::string& tensor, std::string_view what,
                        std::int64_t first, std::int64_t step, std::int64_t count) {
  const auto last = plus_product(first, step, count - 1);
  if (first < 0 || step < 1 || !last || *last > kMostTensorIndex)
    inspection_.add(name_of(buffer), "{}: {} {} on, step {}, {} of them (within 0 to 2^40)", tensor,
                    what, first, step, count);
}

// Bytes from the address on in which the words of a token lie, wherever a look-up finds them.
std::optional<std::int64_t> MemoryCheck::span(const Port& port, const Access& access) const {
  if (access.looks_up_entry())
    return std::int64_t{kTableEntries} * entry_bytes(chip_) *
           (is_vector(port) ? chip_.pmu.banks : 1);
  std::int64_t token = bytes(access.format);
  if (is_vector(port)) token += std::int64_t{chip_.pcu.lanes - 1} * access.lane_stride;
  if (!access.row) return token;
  return plus_product(token, access.row->rows - 1, access.row->row_bytes);
}

void MemoryCheck::addresses(const Program& program, const std::string& where, const Port& port,
                            const Access& access) {
  if (is_vector(port)) lanes(where, access);
  in_buffer(program, where, port, access.buffer);
  if (access.restart) in_buffer(program, where, port, access.restart->buffer);
}

void MemoryCheck::in_buffer(const Program& program, const std::string& where, const Port& port,
                            int number) {
  const Access& access = *port.access;
  const Buffer& buffer = memory_.buffers[static_cast<std::size_t>(number)];
  if (access.first_slot < 0 || access.first_slot >= std::max(1, buffer.slots))
    inspection_.add(where, "first slot {} (there are {})", access.first_slot, buffer.slots);
  bounds(program, where, port, buffer);
  reach(program, where, access);
  if (access.looks_up_entry() && is_vector(port))
    aligned(program, where, access, buffer,
            {chip_.pmu.banks * 4, "banks x 4, so that each bank has a copy of the table"});
  else
    aligned(program, where, access, buffer,
            {access.looks_up_entry() ? 4 : bytes(access.format), "the width of its element"});
}

void MemoryCheck::lanes(const std::string& where, const Access& access) {
  const int width = access.looks_up_entry() ? 4 : bytes(access.format);
  if (access.looks_up_entry() && access.lane_stride != width)
    inspection_.add(where, "lane stride {} (4: each lane reads the copy of its bank)",
                    access.lane_stride);
  else if (access.lane_stride < width || access.lane_stride % width != 0)
    inspection_.add(where, "lane stride {} (a multiple of {})", access.lane_stride, width);
}

// Checks the lowest and the highest address of all firings that touch memory.
void MemoryCheck::bounds(const Program& program, const std::string& where, const Port& port,
                         const Buffer& buffer) {
  const Access& access = *port.access;
  std::optional<std::int64_t> low = access.offset, high = access.offset;
  const Box inside = program.where(port).clip(access.keep);
  for (std::size_t l = 0; l < inside.rank(); ++l) {
    if (inside[l].size() == 0) return;
    const std::int64_t stride = l < access.strides.size() ? access.strides[l] : 0;
    const std::int64_t first = stride < 0 ? inside[l].hi - 1 : inside[l].lo;
    const std::int64_t last = stride < 0 ? inside[l].lo : inside[l].hi - 1;
    if (low) low = plus_product(*low, stride, first);
    if (high) high = plus_product(*high, stride, last);
  }
  if (const auto bytes = span(port, access); high && bytes)
    high = plus_product(*high, *bytes, 1);
  else
    high.reset();
  if (!low || !high || *low < 0 || *high > buffer.slot_bytes)
    inspection_.add(where, "touches bytes {} to {} of {} (its slots have {})",
                    low ? std::to_string(*low) : "beyond 2^63",
                    high ? std::to_string(*high) : "beyond 2^63", buffer.name, buffer.slot_bytes);
}

// Checks addresses in all firings: they are computed even if memory is not touched.
void MemoryCheck::reach(const Program& program, const std::string& where, const Access& access) {
  std::optional<std::int64_t> low = access.offset, high = access.offset;
  for (std::size_t l = 0; l < access.strides.size(); ++l) {
    const std::int64_t stride = access.strides[l];
    std::optional<std::int64_t>& end = stride < 0 ? low : high;
    if (end) end = plus_product(*end, stride, program.space.extents[l] - 1);
  }
  if (!low || !high || *low < -kMostAddress || *high > kMostAddress)
    inspection_.add(where, "strides that take its address beyond 2^48 bytes in some firings");
}

// Checks that no element lies across two words, or a table's copies in other banks.
void MemoryCheck::aligned(const Program& program, const std::string& where, const Access& access,
                          const Buffer& buffer, const Multiple& unit) {
  bool whole =
      access.offset % unit.bytes == 0 && (buffer.slots <= 1 || buffer.slot_bytes % unit.bytes == 0);
  for (std::size_t l = 0; l < access.strides.size(); ++l)
    if (program.space.extents[l] > 1 && access.strides[l] % unit.bytes != 0) whole = false;
  if (!whole)
    inspection_.add(where, "offset, strides or slots that are not multiples of {} bytes ({})",
                    unit.bytes, unit.what);
}

}  // namespace rda::mapping
