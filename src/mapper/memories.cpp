// SPDX-License-Identifier: Apache-2.0
// PMUs that hold vectors: those that products read, and the output.
#include "mapper/memories.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "mapping/latency.h"

namespace rda::mapper {
namespace {

void write_vectors(Builder& b, int unit, const VectorMemory& memory, Program& write) {
  const Node& source = b.node(memory.node);
  write.loops = {vectors_for(source.size, b.unrolling.rv), b.items()};
  Port in = port("in", b.value(memory.node, 0));
  Access& access = in.access.emplace();
  access.offset = -std::int64_t{memory.lo} * b.vector_bytes();
  access.strides = {b.vector_bytes()};
  access.slot_level = 1;
  if (memory.hi - memory.lo < write.loops[0]) access.keep = {{0, memory.lo, memory.hi}};
  b.read_by(in.stream, unit);
  write.inputs.push_back(std::move(in));
}

void write_elements(Builder& b, int unit, const VectorMemory& memory, const Buffered& value,
                    Program& write) {
  const int writer = value.writer, filled = value.filled;
  const std::int64_t hu = b.unrolling.hu, rv = b.unrolling.rv;
  const std::int64_t first = memory.lo * rv;
  const std::int64_t last = std::min(memory.hi * rv, b.node(writer).size);
  write.loops = {b.rows(writer), b.items()};
  for (int u = 0; u < b.unrolling.hu; ++u) {
    Port in = port(fmt::format("in{}", u), b.value(writer, u), 0, b.ragged(writer, u, 0));
    Access& access = in.access.emplace();
    access.format = b.graph.formats.activations;
    access.scale = b.node(writer).scale;
    access.offset = (u - first) * b.element_bytes();
    access.strides = {hu * b.element_bytes()};
    access.slot_level = 1;
    access.first_slot = filled;
    const std::int64_t from = std::max<std::int64_t>(0, ceil_div(first - u, hu));
    const std::int64_t to = std::max(from, ceil_div(last - u, hu));
    if (from > 0 || to < b.rows_of(writer, u)) access.keep = {{0, from, to}};
    b.read_by(in.stream, unit);
    write.inputs.push_back(std::move(in));
  }
}

/// The slice's initial contents, a slot for each sequence.
std::vector<Content> initial_vectors(const Builder& b, const VectorMemory& memory,
                                     const Buffered& value) {
  std::vector<Content> contents;
  for (int slot = 0; slot < value.filled; ++slot) {
    Content c;
    c.tensor = value.initial;
    c.slot = slot;
    c.first_row = slot;
    c.first_col = std::int64_t{memory.lo} * b.unrolling.rv;
    c.cols = std::min<std::int64_t>(std::int64_t{memory.hi - memory.lo} * b.unrolling.rv,
                                    b.node(memory.node).size - c.first_col);
    c.format = b.graph.formats.activations;
    c.scale = b.node(memory.node).scale;
    c.word_each = !b.chip.pcu.packing;
    contents.push_back(c);
  }
  return contents;
}

}  // namespace

Buffered buffered(const Builder& b, int node) {
  // Two slots alternate in twice an item's cycles and the latencies of write, full, read and
  // permit. Steps of one sequence are further apart than that; sequences of a batch need not be.
  if (b.node(node).op != Op::state) return {node, "", 0, b.graph.batch > 1 ? 4 : 2};
  return {b.node(node).next, b.node(node).tensor, b.graph.batch, b.graph.batch + 1};
}

void add_programs(Builder& b, int unit, const std::string& name, const Buffered& value,
                  Program read, Program write) {
  read.latency = mapping::read_latency(b.chip, read);
  write.latency = mapping::write_latency(write);
  const int full = b.local(name + ".full", unit, value.filled);
  const int permit = b.local(name + ".permit", unit, value.slots - value.filled);
  const auto sync = [](Program& program, const std::string& takes, int in, const std::string& sends,
                       int out) {
    const int item_level = static_cast<int>(program.loops.size()) - 1;
    std::vector<Bound> first;
    for (int loop = 0; loop < item_level; ++loop) first.push_back({loop, 0, 1});
    program.inputs.push_back(port(takes, in, 0, first));
    program.outputs.push_back(port(sends, out, item_level));
  };
  sync(read, "full", full, "freed", permit);
  sync(write, "permit", permit, "filled", full);
  auto& pmu = std::get<PmuUnit>(b.mapping.units[Builder::index(unit)].body);
  pmu.read = std::move(read);
  pmu.write = std::move(write);
}

void add_vector_memory(Builder& b, const VectorMemory& memory, int stream) {
  const Buffered value = buffered(b, memory.node);
  const std::int64_t bytes = std::int64_t{memory.hi - memory.lo} * b.vector_bytes();
  PmuUnit pmu;
  pmu.buffers.push_back({"vectors", 0, bytes, value.slots, initial_vectors(b, memory, value)});
  const int unit = b.add_unit(memory.name, std::move(pmu));
  Program read, write;
  read.loops = {memory.hi - memory.lo, memory.rows, b.items()};
  Port out = port("out", stream);
  out.access.emplace().strides = {b.vector_bytes()};
  out.access->slot_level = 2;
  read.outputs.push_back(std::move(out));
  b.write_by(stream, unit);
  if (b.node(memory.node).op == Op::input)
    write_vectors(b, unit, memory, write);
  else
    write_elements(b, unit, memory, value, write);
  add_programs(b, unit, memory.name, value, std::move(read), std::move(write));
}

void add_memories(Builder& b) {
  std::int64_t rows = 1;
  for (std::size_t n = 0; n < b.graph.nodes.size(); ++n)
    if (b.graph.nodes[n].op == Op::matvec) rows = std::max(rows, b.rows(static_cast<int>(n)));
  for (const auto& [read, stream] : b.vector_reads)
    add_vector_memory(
        b,
        {read.node, read.lo, read.hi, rows,
         fmt::format("{}[{}:{}].vectors{}", b.node(read.node).name, read.lo, read.hi, read.phase)},
        stream);
  add_biases(b);
  add_row_memories(b);
}

}  // namespace rda::mapper
