// SPDX-License-Identifier: Apache-2.0
// PMUs that store an input vector by vector, or a take, and send it row by row.
#include <fmt/format.h>

#include <algorithm>

#include "mapper/sequences.h"

namespace rda::mapper {
namespace {

/// Format in which a memory holds the elements of an input or a take: that in which they come.
Format held_format(const Builder& b, NodeId writer) {
  return b.node(writer).op == Op::input ? b.node(writer).formats.activations : Format::fp32;
}

void add_input_memory(Builder& b, NodeId node, int phase, int number,
                      const std::vector<Builder::Operand>& reads) {
  const Buffered value = buffered(b, node);
  const Format format = held_format(b, value.writer);
  const int element = b.element_bytes(format), hu = b.hu(node);
  const auto vectors = static_cast<int>(vectors_for(b.node(node).size, b.rv(format)));
  const VectorMemory memory{node,
                            0,
                            vectors,
                            b.vector_bytes(),
                            1,
                            format,
                            fmt::format("{}.elements{}[{}]", b.node(node).name, phase, number),
                            Role::rows};
  Unit pmu = new_unit(UnitKind::pmu, memory.name, b.origin_of(node, Role::rows, {phase, number}));
  Programs programs{{}, write_program(b, memory)};
  TurnLoops loops{1, b.rows(node)};
  for (const auto& [stream, bundle] : reads) loops.turns = std::max(loops.turns, bundle.count());
  programs.read.space = loops.space(b.items(node));
  const std::size_t inner = programs.read.space.rank() - 1;
  for (const auto& [stream, bundle] : reads) {
    Port out =
        port(fmt::format("out{}", bundle.begin), stream, 0, loops.bounds(b, node, bundle, 0));
    Access& access = out.access.emplace();
    access.offset = std::int64_t{bundle.begin} * element;
    if (loops.turns > 1) access.strides.push_back(element);
    access.strides.push_back(std::int64_t{hu} * element);
    access.slot_level = static_cast<int>(inner);
    access.format = format;
    if (b.mapping.streams[stream].kind == TokenKind::vector)
      access.lane_stride = b.value_bytes(format);
    access.scale = b.node(node).scale;
    programs.read.outputs.push_back(std::move(out));
  }
  if (b.node(node).op == Op::take) {
    programs.read.space.extents.pop_back();  // the loop over items
    KeptSequence(b, node, slot_bytes(b, memory)).add(b, pmu, std::move(programs));
  } else {
    const Buffered own = buffered(b, node, slot_bytes(b, memory));
    pmu.buffers.push_back({"vectors", 0, slot_bytes(b, memory), own.slots, {}});
    add_programs(b, pmu, own, std::move(programs));
  }
  b.add_unit(std::move(pmu));
}

}  // namespace

void add_input_memories(Builder& b, const Builder::ScalarRead& read,
                        const std::vector<Builder::Operand>& streams) {
  int number = 0;
  for (const auto& share :
       even_shares(streams, std::max(1, b.chip.pmu.outputs[b.plan.element_kind()])))
    add_input_memory(b, read.node, read.phase, number++, share);
}

}  // namespace rda::mapper
