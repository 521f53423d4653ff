// SPDX-License-Identifier: Apache-2.0
#include "mapper/sequences.h"

#include <utility>

#include "mapper/sequence_columns.h"

namespace rda::mapper {

KeptSequence::KeptSequence(const Builder& b, NodeId take, std::int64_t entry_bytes)
    : take_(take),
      order_(b.node(take).order),
      made_(b.graph.sequences_of(b.node(b.node(take).args[0]))),
      read_(b.graph.sequences_of(b.node(take))),
      from_steps_(b.graph.steps_of(b.node(b.node(take).args[0]))),
      to_steps_(b.graph.steps_of(b.node(take))),
      entry_bytes_(entry_bytes) {}

void KeptSequence::write_entry(Access& access, std::size_t loops) const {
  access.strides.resize(loops);
  access.strides.back() = entry_bytes_;
  access.offset -= first_kept() * made_ * entry_bytes_;
  access.slot_level = static_cast<int>(loops);
  if (first_kept() > 0)
    access.keep.add({static_cast<int>(loops) - 1, first_kept() * made_, from_steps_ * made_});
}

void KeptSequence::add_read_loops(Program& read) const {
  if (read_ > 1) read.space.extents.push_back(read_);
  read.space.extents.push_back(to_steps_);
}

void KeptSequence::read_entry(Access& access, std::size_t loops) const {
  const std::int64_t step = made_ * entry_bytes_;
  access.strides.resize(loops);
  if (read_ > 1) access.strides.push_back(made_ > 1 ? entry_bytes_ : 0);
  access.strides.push_back(order_ == Order::same ? step : order_ == Order::reverse ? -step : 0);
  if (order_ == Order::reverse) access.offset += (from_steps_ - 1) * step;
  access.slot_level = static_cast<int>(access.strides.size());
}

void KeptSequence::add(Builder& b, Unit& pmu, Programs programs) const {
  pmu.buffers.push_back({"vectors", 0, entries() * entry_bytes_, 1, {}});
  if (entries() * entry_bytes_ > b.chip.pmu.capacity_bytes()) b.too_long.insert(b.node(take_).name);
  for (Port& in : programs.write.inputs) write_entry(*in.access, programs.write.space.rank());
  for (Port& out : programs.read.outputs) read_entry(*out.access, programs.read.space.rank());
  add_read_loops(programs.read);
  const bool step_by_step = order_ == Order::same && made_ == read_;
  const int items = read_ > 1 ? 2 : 1;  // loops over items of the program that reads
  add_filled_programs(b, pmu, std::move(programs), step_by_step ? 1 : 0, step_by_step ? items : 0);
}

void read_rows(const Builder& b, const SequenceReader& reader, Program& read, Port out,
               std::int64_t row_bytes, std::int64_t sequence_bytes) {
  read.space.extents.push_back(reader.rows);
  out.access->strides.push_back(row_bytes);
  if (const int sequences = b.graph.sequences_of(b.node(reader.node)); sequences > 1) {
    read.space.extents.push_back(sequences);
    out.access->strides.push_back(sequence_bytes);
  }
  read.space.extents.push_back(b.graph.steps_of(b.node(reader.node)));
  out.access->slot_level = static_cast<int>(read.space.rank());
  read.outputs.push_back(std::move(out));
}

SequencePrograms rows_of_sequence(Builder& b, const VectorMemory& memory,
                                  const SequenceReader& reader, StreamId stream) {
  const std::int64_t entry = slot_bytes(b, memory), step = b.graph.batch * entry;
  const std::int64_t steps = b.graph.steps_of(b.node(memory.node));
  SequencePrograms made{{{}, write_program(b, memory)}, steps * step};
  const std::size_t loops = made.programs.write.space.rank();
  for (Port& in : made.programs.write.inputs) {
    in.access->strides.resize(loops);
    in.access->strides.back() = entry;
    in.access->slot_level = static_cast<int>(loops);
  }
  Port out = vector_port(b, memory, stream);
  out.access->offset += (reader.reversed ? steps - 1 - reader.u : reader.u) * step;
  made.programs.read.space = {{memory.hi - memory.lo}};
  read_rows(b, reader, made.programs.read, std::move(out),
            (reader.reversed ? -1 : 1) * b.hu(reader.node) * step, entry);
  return made;
}

namespace {

/// The PMU of a transposed take: a row of the matrix for each item.
void add_rows_memory(Builder& b, const VectorMemory& memory, StreamId stream) {
  const Node& take = b.node(memory.node);
  const SequenceColumns columns(
      b, {take.args[0], take.order, true, memory.lo, memory.hi, memory.format});
  Unit pmu = new_unit(UnitKind::pmu, memory.name,
                      b.origin_of(memory.node, memory.role, {memory.lo, memory.hi}));
  pmu.buffers.push_back({"vectors", 0, columns.bytes(), 1, {}});
  Programs programs{{}, columns.write_program()};
  programs.read.space = {{memory.hi - memory.lo, memory.rows, b.items(memory.node)}};
  Port out = port("out", stream);
  out.access.emplace().strides = {b.vector_bytes(), 0, columns.row_bytes()};
  out.access->slot_level = static_cast<int>(programs.read.space.rank());
  programs.read.outputs.push_back(std::move(out));
  add_filled_programs(b, pmu, std::move(programs), 0, 0);
  b.add_unit(std::move(pmu));
}

}  // namespace

void add_sequence_memory(Builder& b, const VectorMemory& memory, StreamId stream) {
  if (b.node(memory.node).transposed) return add_rows_memory(b, memory, stream);
  Unit pmu = new_unit(UnitKind::pmu, memory.name,
                      b.origin_of(memory.node, memory.role, {memory.lo, memory.hi}));
  Programs programs{{}, write_program(b, memory)};
  programs.read.space = {{memory.hi - memory.lo, memory.rows}};
  programs.read.outputs.push_back(vector_port(b, memory, stream));
  KeptSequence(b, memory.node, slot_bytes(b, memory)).add(b, pmu, std::move(programs));
  b.add_unit(std::move(pmu));
}

}  // namespace rda::mapper
