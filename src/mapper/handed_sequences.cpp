// SPDX-License-Identifier: Apache-2.0
#include "mapper/handed_sequences.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "base/ceil_div.h"
#include "graph/handed.h"
#include "mapper/index.h"
#include "mapper/stream_ports.h"
#include "mapping/index.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

/// Bytes of an item of a sequence.
std::int64_t row_bytes(const Builder& b, const HandedSequence& sequence) {
  return std::int64_t{vectors_for(sequence.size, b.rv(sequence.format))} * b.vector_bytes();
}

const std::string& buffer_name(const HandedSequence& sequence) {
  return sequence.beside.empty() ? sequence.tensor : sequence.beside;
}

int buffer_of(const Builder& b, const HandedSequence& sequence) {
  const auto buffer = std::ranges::find(b.mapping.memory, buffer_name(sequence), &Buffer::name);
  return static_cast<int>(buffer - b.mapping.memory.begin());
}

/// Where the first item of a sequence lies in its buffer, and how far apart its items are.
struct Place {
  std::int64_t offset = 0, pitch = 0;
};

Place place_of(const Builder& b, const HandedSequence& sequence) {
  Place place;
  for (const HandedSequence& other : b.graph.handed_over) {
    if (other.tensor == sequence.tensor) place.offset = place.pitch;
    if (buffer_name(other) == buffer_name(sequence)) place.pitch += row_bytes(b, other);
  }
  return place;
}

bool is_read(const Builder& b, const std::string& tensor) {
  return std::ranges::any_of(
      b.graph.nodes, [&](const Node& node) { return node.handed_over && node.tensor == tensor; });
}

/// An address generator with this program, behind those that were added before.
void add_ag(Builder& b, std::string name, Origin origin, Program program) {
  const AgConfig& ags = b.chip.memory->ags;
  const int port = ags.count - 1 - mapping::count(b.mapping, UnitKind::ag);
  const Site site = port_site(b.chip, UnitKind::ag, port);
  Unit unit = new_unit(UnitKind::ag, std::move(name), std::move(origin));
  unit.place = EdgePort{port, site.row, site.col};
  program.latency = mapping::latency_of(b.chip, program);
  unit.programs.push_back(std::move(program));
  b.add_unit(std::move(unit));
}

}  // namespace

bool is_spilled(const Graph& graph, const Output& output) {
  return output.handed_over && graph::handed_over_as(graph, output.tensor)->spilled;
}

int handed_ags(const Graph& graph) {
  return static_cast<int>(std::ranges::count(graph.nodes, true, &Node::handed_over) +
                          std::ranges::count(graph.outputs, true, &Output::handed_over));
}

void add_handed_buffers(Builder& b) {
  if (b.graph.handed_over.empty()) return;
  const bool sections =
      std::ranges::any_of(b.graph.handed_over, std::not_fn(&HandedSequence::spilled));
  const std::string what = sections ? "sections" : "sequences";
  if (!b.chip.memory)
    throw MappingError(what, "the chip has no off-chip memory (\"memory\": {} would do)");
  if (const int needed = handed_ags(b.graph); needed > b.chip.memory->ags.count)
    throw MappingError("ags",
                       fmt::format("needs {}, the chip has {}", needed, b.chip.memory->ags.count));
  std::int64_t offset = 0;
  for (const HandedSequence& sequence : b.graph.handed_over) {
    if (!b.chip.pcu.packing && bytes(sequence.format) < 4)
      throw MappingError(what, fmt::format("{} values lie in words of their own without "
                                           "pcu.packing (fp32 would do)",
                                           word(sequence.format)));
    if (buffer_of(b, sequence) < std::ssize(b.mapping.memory)) continue;  // beside an earlier one
    const std::int64_t pitch = place_of(b, sequence).pitch;
    Buffer buffer{buffer_name(sequence), offset, sequence.items * pitch, 1, {}};
    if (!sequence.spilled && is_read(b, sequence.tensor)) {
      Content content;
      content.tensor = sequence.tensor;
      content.pitch = pitch;
      content.rows = sequence.items;
      content.cols = sequence.size;
      content.format = sequence.format;
      content.scale = sequence.scale;
      buffer.contents.push_back(std::move(content));
    }
    offset = round_up(offset + buffer.slot_bytes, b.chip.memory->channels.burst_bytes);
    b.mapping.memory.push_back(std::move(buffer));
  }
}

void add_handed_input(Builder& b, NodeId node) {
  const Node& input = b.node(node);
  const HandedSequence& sequence = *graph::handed_over_as(b.graph, input.tensor);
  const Place place = place_of(b, sequence);
  const std::int64_t vectors = row_bytes(b, sequence) / b.vector_bytes();
  const std::int64_t step = b.graph.batch * place.pitch;
  const StreamId stream = b.input_stream(node);
  Stream& x = b.mapping.streams[stream];
  x.kind = TokenKind::vector;
  x.rate = b.rate_of(vectors);
  Program program;
  program.space = {{vectors, b.graph.batch, b.graph.steps_of(input)}};
  Port out = port("out", stream);
  Access& access = out.access.emplace();
  access.buffer = buffer_of(b, sequence);
  access.strides = {b.vector_bytes(), place.pitch, step};
  access.offset = place.offset;
  if (input.order != Order::same) access.offset += (sequence.steps - 1) * step;
  if (input.order == Order::reverse) access.strides.back() = -step;
  if (input.order == Order::last) access.strides.back() = 0;
  access.slot_level = static_cast<int>(program.space.rank());
  if (sequence.spilled)  // it waits until all items are in memory
    program.inputs.push_back(port("written", b.written(input.tensor), access.slot_level));
  program.outputs.push_back(std::move(out));
  program.work = ExternalAccess{};
  add_ag(b, "off_chip." + input.name, b.origin_of(node, Role::source), std::move(program));
}

void add_handed_output(Builder& b, const Output& output, StreamId vectors) {
  const HandedSequence& sequence = *graph::handed_over_as(b.graph, output.tensor);
  const Place place = place_of(b, sequence);
  const int width = bytes(sequence.format);
  Program program;
  program.space = {{ceil_div(b.node(output.node).size, b.chip.pcu.lanes), b.items(output.node)}};
  Port in = port("in", vectors);
  Access& access = in.access.emplace();
  access.buffer = buffer_of(b, sequence);
  access.offset = place.offset;
  access.strides = {std::int64_t{b.chip.pcu.lanes} * width, place.pitch};
  access.lane_stride = width;
  access.format = sequence.format;
  access.scale = sequence.scale;
  access.slot_level = 1;
  if (!sequence.spilled) {
    access.tap = output.tensor;
    access.tap_step = b.chip.pcu.lanes;
  }
  program.inputs.push_back(std::move(in));
  const StreamId written = b.written(output.tensor);
  program.outputs.push_back(port("written", written, sequence.spilled ? 2 : 1));
  program.work = ExternalAccess{true};
  add_ag(b, "off_chip." + output.tensor, b.origin_of(output.node, Role::sink), std::move(program));
  if (!sequence.spilled)
    add_token_sink(b, output.tensor, b.origin_of(output.node, Role::sink), b.items(output.node),
                   written);
}

}  // namespace rda::mapper
