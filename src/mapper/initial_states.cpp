// SPDX-License-Identifier: Apache-2.0
// States that begin with values of an earlier domain. The write program of a memory of the state
// has an item more for each sequence: the first ones come from there, and the others from the node
// whose value the state takes.
#include "mapper/initial_states.h"

#include <fmt/format.h>

#include <algorithm>

namespace rda::mapper {
bool begins_with_values(const Builder& b, NodeId node) { return b.node(node).initial.exists(); }

void make_room_for_initial(const Builder& b, Program& write) {
  const std::int64_t items = write.space.extents.back(), batch = b.graph.batch;
  write.space.extents.back() += batch;
  for (Port& in : write.inputs) in.where.add({item_loop(write), batch, batch + items});
}

void add_initial_vectors(Builder& b, const VectorMemory& memory, Program& write) {
  make_room_for_initial(b, write);
  const NodeId initial = b.node(memory.node).initial;
  const std::int64_t vectors = vectors_for(b.node(initial).size, b.rv(memory.format));
  const int row_loop = item_loop(write) - 1;
  if (vectors > write.space.extents[index(row_loop)])
    throw MappingError(b.node(memory.node).name,
                       fmt::format("begins with {} vectors, which are written in {} row groups (a "
                                   "smaller hu would fit)",
                                   vectors, write.space.extents[index(row_loop)]));
  Port in = port("initial", b.initial_vectors(initial, memory.format), 0,
                 {{row_loop, 0, vectors}, {item_loop(write), 0, b.graph.batch}});
  if (row_loop > 0) in.where.add({0, 0, 1});
  const Extent kept = vectors_in(b, memory);
  Access& access = in.access.emplace();
  access.offset = margin_bytes(b, memory) - kept.lo * b.vector_bytes();
  if (row_loop > 0) access.strides.push_back(0);
  access.strides.push_back(b.vector_bytes());
  access.slot_level = item_loop(write);
  if (kept.size() < vectors) access.keep = {{row_loop, kept.lo, kept.hi}};
  write.inputs.push_back(std::move(in));
}

void add_initial_memories(Builder& b) {
  for (const auto& [read, stream] : b.initial_reads) {
    const auto& [node, format] = read;
    const int vectors = vectors_for(b.node(node).size, b.rv(format));
    add_vector_memory(b,
                      {node, 0, vectors, b.vector_bytes(), 1, format,
                       fmt::format("{}.{}", b.node(node).name, word(format)), Role::vectors},
                      stream);
  }
}

void ask_for_initial_elements(Builder& b) {
  std::vector<NodeId> states;
  for (const auto& [read, streams] : b.scalar_reads)
    if (begins_with_values(b, read.node)) states.push_back(read.node);
  for (const NodeId state : states)
    for (const Bundle& bundle : b.bundles_of(b.node(state).next))
      b.element_operand(b.node(state).initial, bundle, 0);
}

}  // namespace rda::mapper
