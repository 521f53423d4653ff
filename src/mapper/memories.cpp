// SPDX-License-Identifier: Apache-2.0
// PMUs that hold what is not a weight: biases, states, vectors that products read, and the output.
#include <fmt/format.h>

#include <algorithm>

#include "mapper/builder.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

/// A value that is written element by element, and how its buffer starts.
struct Buffered {
  int writer;           ///< node whose values are stored
  std::string initial;  ///< tensor [batch, size] of the first `filled` slots
  int filled = 0;       ///< slots full at the start
  int slots = 2;
};

/// A state holds what its `next` made the step before, one slot a sequence; anything else is
/// double-buffered.
Buffered buffered(const Builder& b, int node) {
  if (b.node(node).op != Op::state) return {node, "", 0, 2};
  return {b.node(node).next, b.node(node).tensor, b.graph.batch, b.graph.batch + 1};
}

/// Makes read and write program of a PMU keep step at whole-buffer grain. `item_level`: loops below
/// it are one item.
void synchronise(Builder& b, int unit, const std::string& name, const Buffered& value) {
  auto& pmu = std::get<PmuUnit>(b.mapping.units[Builder::index(unit)].body);
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
  sync(*pmu.read, "full", full, "freed", permit);
  sync(*pmu.write, "permit", permit, "filled", full);
}

PmuUnit& pmu_of(Builder& b, int unit) {
  return std::get<PmuUnit>(b.mapping.units[Builder::index(unit)].body);
}

// ---- vectors -------------------------------------------------------------------------------

/// A PMU that gathers vectors [lo, hi) of a node, element by element or vector by vector, and reads
/// them once for each of `rows` rows.
struct VectorMemory {
  int node, lo, hi;
  std::int64_t rows;
  std::string name;
};

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
  read.latency = mapping::read_latency(b.chip, read);
  write.latency = mapping::write_latency(write);
  pmu_of(b, unit).read = std::move(read);
  pmu_of(b, unit).write = std::move(write);
  synchronise(b, unit, memory.name, value);
}

// ---- scalars -------------------------------------------------------------------------------

/// Units u in [begin, end) of one node that share a PMU.
struct Share {
  int begin, end;
};

std::vector<Share> shares(int units, int most) {
  std::vector<Share> result;
  const int groups = (units + most - 1) / most;
  for (int g = 0; g < groups; ++g) result.push_back({units * g / groups, units * (g + 1) / groups});
  return result;
}

/// Bytes from one unit's elements to the next unit's: a word more than whole rows of banks, so that
/// units that are accessed together never meet in a bank.
std::int64_t region_bytes(const Builder& b, std::int64_t elements_bytes) {
  const std::int64_t row = std::int64_t{b.chip.pmu.banks} * 4;
  return ceil_div(elements_bytes, row) * row + 4;
}

/// A PMU that stores a scalar value of units [begin, end) and reads it back later: a state, or a
/// value of an earlier phase.
void add_row_memory(Builder& b, int node, int phase, Share share, const std::vector<int>& streams) {
  const Buffered value = buffered(b, node);
  const Format format = b.graph.formats.state;
  const std::int64_t region = region_bytes(b, b.rows(node) * bytes(format));
  PmuUnit pmu;
  pmu.buffers.push_back({"rows", 0, region * (share.end - share.begin), value.slots, {}});
  const std::string name = fmt::format("{}.memory{}[{}]", b.node(node).name, phase, share.begin);
  const int unit = b.add_unit(name, std::move(pmu));
  Program read, write;
  read.loops = write.loops = {b.rows(node), b.items()};
  for (int u = share.begin; u < share.end; ++u) {
    Access access;
    access.offset = region * (u - share.begin);
    access.strides = {bytes(format)};
    access.slot_level = 1;
    access.format = format;
    for (int slot = 0; slot < value.filled; ++slot) {
      Content c{value.initial,      slot,  access.offset, 0, slot, 1, 1, u, b.unrolling.hu,
                b.rows_of(node, u), format};
      pmu_of(b, unit).buffers[0].contents.push_back(c);
    }
    if (const int stream = streams[Builder::index(u)]; stream >= 0) {
      Port out = port(fmt::format("out{}", u), stream, 0, b.ragged(node, u, 0));
      out.access = access;
      read.outputs.push_back(std::move(out));
      b.write_by(stream, unit);
    }
    Port in = port(fmt::format("in{}", u), b.value(value.writer, u), 0, b.ragged(node, u, 0));
    access.first_slot = value.filled;
    access.tap = b.node(node).op == Op::state ? b.node(node).name : "";
    access.tap_row = u;
    access.tap_step = b.unrolling.hu;
    in.access = access;
    b.read_by(in.stream, unit);
    write.inputs.push_back(std::move(in));
  }
  read.latency = mapping::read_latency(b.chip, read);
  write.latency = mapping::write_latency(write);
  pmu_of(b, unit).read = std::move(read);
  pmu_of(b, unit).write = std::move(write);
  synchronise(b, unit, name, value);
}

/// A stream of a bias and what it reads.
struct BiasStream {
  int node, u, stream;
};

void add_bias_memory(Builder& b, int number, const std::vector<BiasStream>& streams) {
  PmuUnit pmu;
  Program& read = pmu.read.emplace();
  const auto width = static_cast<std::int64_t>(streams.size()) * 4;
  const std::int64_t rows = b.rows(streams.front().node);
  read.loops = {rows, b.items()};
  pmu.buffers.push_back({"biases", 0, rows * width, 1, {}});
  for (std::size_t i = 0; i < streams.size(); ++i) {
    const auto [node, u, stream] = streams[i];
    const auto offset = static_cast<std::int64_t>(i) * 4;
    Content c;
    c.tensor = b.node(node).tensor;
    c.offset = offset;
    c.pitch = width;
    c.first_row = u;
    c.row_step = b.unrolling.hu;
    c.rows = b.rows_of(node, u);
    pmu.buffers[0].contents.push_back(c);
    Port out = port(fmt::format("{}[{}]", b.node(node).name, u), stream, 0, b.ragged(node, u, 0));
    out.access.emplace().offset = offset;
    out.access->strides = {width};
    out.access->slot_level = 2;
    read.outputs.push_back(std::move(out));
  }
  read.latency = mapping::read_latency(b.chip, read);
  const int unit = b.add_unit(fmt::format("bias[{}]", number), std::move(pmu));
  for (const BiasStream& s : streams) b.write_by(s.stream, unit);
}

/// Biases of one phase and size share PMUs, as many as a PMU has scalar outputs.
void add_biases(Builder& b) {
  std::map<std::pair<int, std::int64_t>, std::vector<BiasStream>> groups;
  for (const auto& [read, streams] : b.scalar_reads)
    if (b.node(read.node).op == Op::bias)
      for (std::size_t u = 0; u < streams.size(); ++u)
        groups[{read.phase, b.node(read.node).size}].push_back(
            {read.node, static_cast<int>(u), streams[u]});
  const int most = std::min(b.chip.pmu.outputs.scalar, b.chip.pmu.banks);
  int number = 0;
  for (const auto& [key, streams] : groups)
    for (const Share share : shares(static_cast<int>(streams.size()), std::max(1, most)))
      add_bias_memory(b, number++, {streams.begin() + share.begin, streams.begin() + share.end});
}

}  // namespace

void add_memories(Builder& b) {
  std::int64_t rows = 1;
  for (std::size_t n = 0; n < b.graph.nodes.size(); ++n)
    if (b.graph.nodes[n].op == Op::matvec) rows = std::max(rows, b.rows(static_cast<int>(n)));
  const auto vector_reads = b.vector_reads;
  for (const auto& [read, stream] : vector_reads)
    add_vector_memory(
        b,
        {read.node, read.lo, read.hi, rows,
         fmt::format("{}[{}:{}].vectors{}", b.node(read.node).name, read.lo, read.hi, read.phase)},
        stream);
  add_biases(b);
  const int ports = std::max(1, std::min(b.chip.pmu.inputs.scalar, b.chip.pmu.outputs.scalar));
  const auto scalar_reads = b.scalar_reads;
  for (const auto& [read, streams] : scalar_reads)
    if (b.node(read.node).op != Op::bias)
      for (const Share share : shares(b.unrolling.hu, ports))
        add_row_memory(b, read.node, read.phase, share, streams);
}

void add_sources_and_sinks(Builder& b) {
  int port_number = 0;
  for (std::size_t n = 0; n < b.graph.nodes.size(); ++n) {
    if (b.graph.nodes[n].op != Op::input) continue;
    const int node = static_cast<int>(n);
    const std::int64_t vectors = vectors_for(b.node(node).size, b.unrolling.rv);
    const int stream = b.value(node, 0);
    b.mapping.streams[Builder::index(stream)].kind = TokenKind::vector;
    SourceUnit source{port_number,         stream,
                      vectors * b.items(), vectors,
                      b.node(node).tensor, b.graph.formats.activations,
                      b.node(node).scale};
    if (port_number >= b.chip.stream.sources.count)
      throw MappingError("source ports", fmt::format("needs {}, the chip has {}", port_number + 1,
                                                     b.chip.stream.sources.count));
    const Site site = source_site(b.chip, port_number++);
    const int unit = b.add_unit("source." + b.node(node).name, source);
    b.mapping.units.back().row = site.row;
    b.mapping.units.back().col = site.col;
    b.write_by(stream, unit);
  }
  // h of every step leaves through a PMU that gathers its elements into vectors.
  const int output = b.graph.output;
  const int vectors = vectors_for(b.node(output).size, b.unrolling.rv);
  if (b.chip.stream.sinks.count < 1) throw MappingError("sink ports", "needs 1, the chip has 0");
  const int stream = b.add_stream(
      "y", TokenKind::vector, static_cast<double>(vectors) / static_cast<double>(b.step_cycles()));
  add_vector_memory(b, {output, 0, vectors, 1, "y.gather"}, stream);
  SinkUnit sink{0,
                stream,
                vectors * b.items(),
                vectors,
                "y",
                b.graph.formats.activations,
                b.node(output).scale};
  const Site site = sink_site(b.chip, 0);
  const int unit = b.add_unit("sink.y", sink);
  b.mapping.units.back().row = site.row;
  b.mapping.units.back().col = site.col;
  b.read_by(stream, unit);
}

}  // namespace rda::mapper
