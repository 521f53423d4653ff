// SPDX-License-Identifier: Apache-2.0
// PMUs that hold scalars, read once a row: biases, states, and values of an earlier phase.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "mapper/memories.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

std::vector<Content>& contents_of(Builder& b, int unit) {
  return std::get<PmuUnit>(b.mapping.units[Builder::index(unit)].body).buffers[0].contents;
}

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
  const bool state = b.node(node).op == Op::state;
  const Format format = state ? b.graph.formats.state : Format::fp32;  // gates stay as they are
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
      contents_of(b, unit).push_back(c);
    }
    if (const int stream = streams[Builder::index(u)]; stream >= 0) {
      Port out = port(fmt::format("out{}", u), stream, 0, b.ragged(node, u, 0));
      out.access = access;
      read.outputs.push_back(std::move(out));
      b.write_by(stream, unit);
    }
    Port in = port(fmt::format("in{}", u), b.value(value.writer, u), 0, b.ragged(node, u, 0));
    access.first_slot = value.filled;
    access.tap = state ? b.node(node).name : "";
    access.tap_row = u;
    access.tap_step = b.unrolling.hu;
    in.access = access;
    b.read_by(in.stream, unit);
    write.inputs.push_back(std::move(in));
  }
  add_programs(b, unit, name, value, std::move(read), std::move(write));
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

}  // namespace

// Biases of one phase and size share PMUs, as many as a PMU has scalar outputs.
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

void add_row_memories(Builder& b) {
  const int ports = std::max(1, std::min(b.chip.pmu.inputs.scalar, b.chip.pmu.outputs.scalar));
  for (const auto& [read, streams] : b.scalar_reads)
    if (b.node(read.node).op != Op::bias)
      for (const Share share : shares(b.unrolling.hu, ports))
        add_row_memory(b, read.node, read.phase, share, streams);
}

}  // namespace rda::mapper
