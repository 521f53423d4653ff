// SPDX-License-Identifier: Apache-2.0
// PMUs that hold whole vectors: the operands of dot units, and the outputs.
#include "mapper/memories.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "mapper/index.h"
#include "mapper/initial_states.h"

namespace rda::mapper {
namespace {

void write_vectors(Builder& b, const VectorMemory& memory, NodeId source, Program& write) {
  write.space = {{vectors_for(b.node(source).size, b.rv(memory.format)), b.items(source)}};
  Port in = port("in", b.input_stream(source));
  Access& access = in.access.emplace();
  const auto [first, last] = vectors_in(b, memory);
  access.offset = -first * b.vector_bytes();
  access.strides = {b.vector_bytes()};
  access.slot_level = 1;
  if (last - first < write.space.extents[0]) access.keep = {{0, first, last}};
  write.inputs.push_back(std::move(in));
}

void write_elements(Builder& b, const VectorMemory& memory, const Buffered& value, Program& write) {
  const NodeId writer = value.writer;
  const std::int64_t hu = b.hu(writer);
  const int element_bytes = b.element_bytes(memory.format);
  const Extent vectors = vectors_in(b, memory);
  const std::int64_t in_vector = b.vector_bytes() / element_bytes;  // elements
  const std::int64_t first = vectors.lo * in_vector;
  const std::int64_t last = std::min(vectors.hi * in_vector, b.elements(writer));
  TurnLoops loops{1, b.rows(writer)};
  for (const Bundle& bundle : b.bundles_of(writer))
    loops.turns = std::max(loops.turns, bundle.count());
  write.space = loops.space(b.items(writer));
  const int row_loop = loops.turns == 1 ? 0 : 1;
  for (const Bundle& bundle : b.bundles_of(writer)) {
    Port in = port(fmt::format("in{}", bundle.begin), b.value(writer, bundle), 0,
                   loops.bounds(b, writer, bundle, 0));
    Access& access = in.access.emplace();
    access.format = memory.format;
    access.scale = b.node(memory.node).scale;
    if (b.plan.vectors()) access.lane_stride = b.value_bytes(memory.format);
    access.offset = margin_bytes(b, memory) + (bundle.begin - first) * element_bytes;
    if (loops.turns > 1) access.strides.push_back(element_bytes);
    access.strides.push_back(hu * element_bytes);
    access.slot_level = row_loop + 1;
    access.first_slot = value.filled;
    // Row groups in which the bundle has an element of the slice.
    const std::int64_t from = std::max<std::int64_t>(0, ceil_div(first - (bundle.end - 1), hu));
    const std::int64_t to = std::max(from, ceil_div(last - bundle.begin, hu));
    if (from > 0 || to < b.rows_of(writer, bundle.begin)) access.keep = {{row_loop, from, to}};
    write.inputs.push_back(std::move(in));
  }
}

/// The initial contents of a slice: one slot for each sequence.
std::vector<Content> initial_vectors(const Builder& b, const VectorMemory& memory,
                                     const Buffered& value) {
  const Extent vectors = vectors_in(b, memory);
  const int rv = b.rv(memory.format);
  std::vector<Content> contents;
  for (int slot = 0; slot < value.filled; ++slot) {
    Content c;
    c.tensor = value.initial;
    c.slot = slot;
    c.first_row = slot;
    c.offset = margin_bytes(b, memory);
    c.first_col = vectors.lo * rv;
    c.cols = std::min<std::int64_t>(vectors.size() * rv, b.node(memory.node).size - c.first_col);
    c.format = memory.format;
    c.scale = b.node(memory.node).scale;
    c.word_each = !b.chip.pcu.packing;
    contents.push_back(c);
  }
  return contents;
}

}  // namespace

Extent vectors_in(const Builder& b, const VectorMemory& memory) {
  return {std::int64_t{memory.lo} * memory.token_bytes / b.vector_bytes(),
          ceil_div(std::int64_t{memory.hi} * memory.token_bytes, b.vector_bytes())};
}

std::int64_t margin_bytes(const Builder& b, const VectorMemory& memory) {
  const NodeId writer = buffered(b, memory.node).writer;
  if (b.node(writer).op == Op::input) return 0;
  const std::vector<Bundle>& bundles = b.bundles_of(writer);
  const auto [first, last] = vectors_in(b, memory);
  const bool whole = first == 0 && last * b.rv(memory.format) >= b.node(memory.node).size;
  if (whole || std::ranges::all_of(bundles, [](const Bundle& l) { return l.count() == 1; }))
    return 0;
  const std::int64_t hu = b.hu(writer);
  return round_up(hu * b.element_bytes(memory.format), b.vector_bytes());
}

Buffered buffered(const Builder& b, NodeId node) {
  // To write and read a slot takes two items' cycles plus the latencies of write, full, read and
  // permit. Two slots allow two items in that time. Steps of one sequence are not closer than that;
  // sequences of a batch can be.
  if (b.node(node).op == Op::take) return {b.node(node).args[0], "", 0, 1};
  if (b.node(node).op != Op::state)
    return {node, "", 0, b.graph.sequences_of(b.node(node)) > 1 ? 4 : 2};
  if (begins_with_values(b, node)) return {b.node(node).next, "", 0, b.graph.batch + 1};
  return {b.node(node).next, b.node(node).tensor, b.graph.batch, b.graph.batch + 1};
}

Buffered buffered(const Builder& b, NodeId node, std::int64_t slot_bytes) {
  Buffered value = buffered(b, node);
  const bool fits = value.slots * slot_bytes <= b.chip.pmu.capacity_bytes();
  if (b.node(node).op != Op::state && !fits) value.slots = std::min(value.slots, 2);
  return value;
}

std::int64_t slot_bytes(const Builder& b, const VectorMemory& memory) {
  const auto [first, last] = vectors_in(b, memory);
  return (last - first) * b.vector_bytes() + 2 * margin_bytes(b, memory);
}

Program write_program(Builder& b, const VectorMemory& memory) {
  const Buffered value = buffered(b, memory.node);
  Program write;
  if (b.node(value.writer).op == Op::input)
    write_vectors(b, memory, value.writer, write);
  else
    write_elements(b, memory, value, write);
  if (begins_with_values(b, memory.node)) add_initial_vectors(b, memory, write);
  return write;
}

void add_vector_memory(Builder& b, const VectorMemory& memory, StreamId stream) {
  if (b.node(memory.node).op == Op::take) return add_sequence_memory(b, memory, stream);
  const Buffered value = buffered(b, memory.node, slot_bytes(b, memory));
  Unit pmu = new_unit(UnitKind::pmu, memory.name,
                      b.origin_of(memory.node, memory.role, {memory.lo, memory.hi}));
  pmu.buffers.push_back(
      {"vectors", 0, slot_bytes(b, memory), value.slots, initial_vectors(b, memory, value)});
  Programs programs;
  programs.read.space = {{memory.hi - memory.lo, memory.rows, b.items(memory.node)}};
  programs.read.outputs.push_back(vector_port(b, memory, stream));
  programs.read.outputs.front().access->slot_level = 2;
  programs.write = write_program(b, memory);
  add_programs(b, pmu, value, std::move(programs));
  b.add_unit(std::move(pmu));
}

Port vector_port(const Builder& b, const VectorMemory& memory, StreamId stream) {
  Port out = port("out", stream);
  out.access.emplace().strides = {memory.token_bytes};
  out.access->offset = margin_bytes(b, memory) + std::int64_t{memory.lo} * memory.token_bytes -
                       vectors_in(b, memory).lo * b.vector_bytes();
  return out;
}

void add_memories(Builder& b) {
  std::vector<Builder::VectorRead> named;
  for (const auto& [read, stream] : b.vector_reads) {
    const auto others = std::ranges::count_if(
        named, [&](const Builder::VectorRead& n) { return n.is_named_as(read); });
    named.push_back(read);
    add_vector_memory(b,
                      {read.node, read.lo, read.hi, b.operand_bytes(),
                       b.stages.tilings[read.reader].rows(), read.format,
                       fmt::format("{}[{}:{}].vectors{}{}", b.node(read.node).name, read.lo,
                                   read.hi, read.phase, Builder::VectorRead::suffix(others)),
                       Role::vectors},
                      stream);
  }
  add_initial_memories(b);
  add_biases(b);
  add_row_memories(b);
}

}  // namespace rda::mapper
