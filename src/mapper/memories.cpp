// SPDX-License-Identifier: Apache-2.0
// PMUs that hold whole vectors: the operands of dot units, and the outputs.
#include "mapper/memories.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "mapper/index.h"
#include "mapper/initial_states.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

/// The vectors [first, last) that have a part in a memory.
struct Vectors {
  int first, last;

  Vectors(const Builder& b, const VectorMemory& memory)
      : first(memory.lo * memory.token_bytes / b.vector_bytes()),
        last(ceil_div(memory.hi * memory.token_bytes, b.vector_bytes())) {}
};

void write_vectors(Builder& b, const VectorMemory& memory, NodeId source, Program& write) {
  write.space = {{vectors_for(b.node(source).size, b.rv(memory.format)), b.items(source)}};
  Port in = port("in", b.input_stream(source));
  Access& access = in.access.emplace();
  const auto [first, last] = Vectors(b, memory);
  access.offset = -std::int64_t{first} * b.vector_bytes();
  access.strides = {b.vector_bytes()};
  access.slot_level = 1;
  if (last - first < write.space.extents[0]) access.keep = {{0, first, last}};
  write.inputs.push_back(std::move(in));
}

void write_elements(Builder& b, const VectorMemory& memory, const Buffered& value, Program& write) {
  const NodeId writer = value.writer;
  const std::int64_t hu = b.hu(writer);
  const int element_bytes = b.element_bytes(memory.format);
  const Vectors vectors(b, memory);
  const std::int64_t in_vector = b.vector_bytes() / element_bytes;  // elements
  const std::int64_t first = vectors.first * in_vector;
  const std::int64_t last = std::min(vectors.last * in_vector, b.elements(writer));
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
    access.scale = b.node(writer).scale;
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
  const Vectors vectors(b, memory);
  const int rv = b.rv(memory.format);
  std::vector<Content> contents;
  for (int slot = 0; slot < value.filled; ++slot) {
    Content c;
    c.tensor = value.initial;
    c.slot = slot;
    c.first_row = slot;
    c.offset = margin_bytes(b, memory);
    c.first_col = std::int64_t{vectors.first} * rv;
    c.cols = std::min<std::int64_t>(std::int64_t{vectors.last - vectors.first} * rv,
                                    b.node(memory.node).size - c.first_col);
    c.format = memory.format;
    c.scale = b.node(memory.node).scale;
    c.word_each = !b.chip.pcu.packing;
    contents.push_back(c);
  }
  return contents;
}

}  // namespace

std::int64_t margin_bytes(const Builder& b, const VectorMemory& memory) {
  const NodeId writer = buffered(b, memory.node).writer;
  if (b.node(writer).op == Op::input) return 0;
  const std::vector<Bundle>& bundles = b.bundles_of(writer);
  const auto [first, last] = Vectors(b, memory);
  const bool whole =
      first == 0 && std::int64_t{last} * b.rv(memory.format) >= b.node(memory.node).size;
  if (whole || std::ranges::all_of(bundles, [](const Bundle& l) { return l.count() == 1; }))
    return 0;
  const std::int64_t hu = b.hu(writer);
  return ceil_div(hu * b.element_bytes(memory.format), b.vector_bytes()) * b.vector_bytes();
}

Buffered buffered(const Builder& b, NodeId node) {
  // To write and read a slot takes two items' cycles plus the latencies of write, full, read and
  // permit. Two slots allow two items in that time. Steps of one sequence are not closer than that;
  // sequences of a batch can be.
  if (b.node(node).op == Op::take) return {b.node(node).args[0], "", 0, 1};
  if (b.node(node).op != Op::state) return {node, "", 0, b.graph.batch > 1 ? 4 : 2};
  if (begins_with_values(b, node)) return {b.node(node).next, "", 0, b.graph.batch + 1};
  return {b.node(node).next, b.node(node).tensor, b.graph.batch, b.graph.batch + 1};
}

namespace {

constexpr std::size_t kRead = 0, kWrite = 1;  // programs of a PMU that has both

/// Bounds of the firings in which all loops but the outermost `counting` are at their first index.
Bounds at_first(const Program& program, int counting) {
  Bounds first;
  for (int loop = 0; loop < static_cast<int>(program.space.rank()) - counting; ++loop)
    first.add({loop, 0, 1});
  return first;
}

/// A local control stream between the two programs of a PMU, and its two ports.
struct Signal {
  std::string name;
  std::int64_t initial;  ///< tokens at the start
  std::size_t from;      ///< number of the program that sends the tokens
  Port out, in;
};

void add_signal(Builder& b, Unit& pmu, Signal signal) {
  signal.out.stream = signal.in.stream = b.add_local(signal.name, signal.initial);
  pmu.programs[signal.from].outputs.push_back(std::move(signal.out));
  pmu.programs[kWrite - signal.from].inputs.push_back(std::move(signal.in));
}

void set_programs(const Builder& b, Unit& pmu, Programs programs) {
  programs.write.work = MemoryAccess{.writes = true};
  programs.write.latency = mapping::latency_of(b.chip, programs.write);
  add_read_program(b, pmu, std::move(programs.read));
  pmu.programs.push_back(std::move(programs.write));
}

/// Adds the streams of `full` and permit tokens: one token of each for each iteration of the
/// outermost `counting` loops. At the start, `filled` of the `slots` slots are full.
void add_signals(Builder& b, Unit& pmu, int filled, int slots, int counting) {
  const auto level = [&](std::size_t program) {
    return static_cast<int>(pmu.programs[program].space.rank()) - counting;
  };
  const auto first = [&](std::size_t program) { return at_first(pmu.programs[program], counting); };
  const StreamId none;
  // A state that begins with values is read no more once the items of all steps are written.
  const std::int64_t written = pmu.programs[kWrite].space.extents.back();
  const std::int64_t read = pmu.programs[kRead].space.extents.back();
  Bounds awaited;
  if (read < written)
    awaited.add({static_cast<int>(pmu.programs[kWrite].space.rank()) - 1, 0, read});
  add_signal(b, pmu,
             {pmu.name + ".full", filled, kWrite, port("filled", none, level(kWrite), awaited),
              port("full", none, 0, first(kRead))});
  add_signal(b, pmu,
             {pmu.name + ".permit", slots - filled, kRead, port("freed", none, level(kRead)),
              port("permit", none, 0, first(kWrite))});
}

}  // namespace

void add_read_program(const Builder& b, Unit& pmu, Program read) {
  read.work = MemoryAccess{};
  read.latency = mapping::latency_of(b.chip, read);
  pmu.programs.push_back(std::move(read));
}

void add_programs(Builder& b, Unit& pmu, const Buffered& value, Programs programs) {
  set_programs(b, pmu, std::move(programs));
  add_signals(b, pmu, value.filled, value.slots, 1);
}

void add_row_programs(Builder& b, Unit& pmu, int slots, Programs programs) {
  set_programs(b, pmu, std::move(programs));
  add_signals(b, pmu, 0, slots, 2);
}

void add_part_programs(Builder& b, Unit& pmu, int slots, int parts, Programs programs) {
  const auto row_loop = [](const Program& p) { return static_cast<int>(p.space.rank()) - 2; };
  const Program &read = programs.read, &write = programs.write;
  const int in = row_loop(read), out = row_loop(write);
  const std::int64_t rows = write.space.extents[index(out)];
  const Bounds first = at_first(read, 2), permit = at_first(write, 1);
  const std::int64_t last_turn = out == 0 ? 0 : write.space.extents[0] - 1;
  const int freed = static_cast<int>(read.space.rank()) - 1;
  set_programs(b, pmu, std::move(programs));
  const StreamId none;
  const int signals = static_cast<int>(std::min<std::int64_t>(parts, rows));
  for (int part = 0; part < signals; ++part) {
    const std::int64_t begin = rows * part / signals, end = rows * (part + 1) / signals;
    Port filled = port(fmt::format("filled{}", part), none, 0, {{out, end - 1, end}});
    if (out > 0) filled.where.add({0, last_turn, last_turn + 1});
    Port full = port(fmt::format("full{}", part), none, 0, first);
    full.where.add({in, begin, begin + 1});
    add_signal(
        b, pmu,
        {fmt::format("{}.full{}", pmu.name, part), 0, kWrite, std::move(filled), std::move(full)});
  }
  add_signal(b, pmu,
             {pmu.name + ".permit", slots, kRead, port("freed", none, freed),
              port("permit", none, 0, permit)});
}

void add_filled_programs(Builder& b, Unit& pmu, Programs programs, int written, int read) {
  const int level = static_cast<int>(programs.write.space.rank()) - written;
  const Bounds first = at_first(programs.read, read);
  set_programs(b, pmu, std::move(programs));
  const StreamId none;
  add_signal(
      b, pmu,
      {pmu.name + ".full", 0, kWrite, port("filled", none, level), port("full", none, 0, first)});
}

std::int64_t slot_bytes(const Builder& b, const VectorMemory& memory) {
  const auto [first, last] = Vectors(b, memory);
  return std::int64_t{last - first} * b.vector_bytes() + 2 * margin_bytes(b, memory);
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
  const Buffered value = buffered(b, memory.node);
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
                       std::int64_t{Vectors(b, memory).first} * b.vector_bytes();
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
