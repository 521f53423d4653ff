// SPDX-License-Identifier: Apache-2.0
// PMUs that store an input vector by vector and send it row by row.
#include <fmt/format.h>

#include <algorithm>

#include "mapper/memories.h"

namespace rda::mapper {
namespace {

void add_input_memory(Builder& b, NodeId node, int phase, int number,
                      const std::vector<Builder::Operand>& reads) {
  const Format format = b.node(node).formats.activations;
  const int element = b.element_bytes(format), hu = b.hu(node);
  const std::int64_t vectors = vectors_for(b.node(node).size, b.rv(format));
  const Buffered value = buffered(b, node);
  Unit pmu =
      new_unit(UnitKind::pmu, fmt::format("{}.elements{}[{}]", b.node(node).name, phase, number),
               b.origin_of(node, Role::rows, {phase, number}));
  pmu.buffers.push_back({"vectors", 0, vectors * b.vector_bytes(), value.slots, {}});
  Programs programs;
  programs.write.space = {{vectors, b.items()}};
  Port in = port("in", b.input_stream(node));
  in.access.emplace().strides = {b.vector_bytes()};
  in.access->slot_level = 1;
  programs.write.inputs.push_back(std::move(in));
  TurnLoops loops{1, b.rows(node)};
  for (const auto& [stream, bundle] : reads) loops.turns = std::max(loops.turns, bundle.count());
  programs.read.space = loops.space(b.items());
  for (const auto& [stream, bundle] : reads) {
    Port out =
        port(fmt::format("out{}", bundle.begin), stream, 0, loops.bounds(b, node, bundle, 0));
    Access& access = out.access.emplace();
    access.offset = std::int64_t{bundle.begin} * element;
    if (loops.turns > 1) access.strides.push_back(element);
    access.strides.push_back(std::int64_t{hu} * element);
    access.slot_level = loops.turns > 1 ? 2 : 1;
    access.format = format;
    if (b.plan.vectors()) access.lane_stride = b.value_bytes(format);
    access.scale = b.node(node).scale;
    programs.read.outputs.push_back(std::move(out));
  }
  add_programs(b, pmu, value, std::move(programs));
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
