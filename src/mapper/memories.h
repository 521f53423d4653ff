// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/ceil_div.h"
#include "mapper/builder.h"

namespace rda::mapper {

// What the files that build PMUs with a read and a write program share.

/// A value that is written element by element, and how its buffer starts.
struct Buffered {
  int writer;           ///< node whose values are stored
  std::string initial;  ///< tensor [batch, size] of the first `filled` slots
  int filled = 0;       ///< slots full at the start
  int slots = 2;
};

/// A state holds what its `next` made the step before, one slot a sequence and one to write into;
/// anything else has two slots, or four where sequences of a batch follow each other.
Buffered buffered(const Builder& b, int node);

/// The two programs of a PMU, and how they keep apart what one writes and the other reads.
struct Programs {
  Program read, write;
};

/// Adds them to a PMU with full and permit tokens for whole buffers: the outermost loop counts the
/// items.
void add_programs(Builder& b, Unit& pmu, const Buffered& value, Programs programs);

/// The same with each row as a buffer of its own, `slots` of them in a ring: the two outermost
/// loops count rows and items.
void add_row_programs(Builder& b, Unit& pmu, int slots, Programs programs);

/// The same with whole buffers of all rows, which may be read as soon as a part of the rows is
/// written: one token for each of `parts` parts. The two outermost loops count rows and items.
void add_part_programs(Builder& b, Unit& pmu, int slots, int parts, Programs programs);

/// A program that only reads its PMU's memory: its latency set, added to the PMU.
void add_read_program(const Builder& b, Unit& pmu, Program read);

/// A PMU that gathers vectors [lo, hi) of a node, element by element or vector by vector, and reads
/// them once for each of `rows` rows.
struct VectorMemory {
  int node, lo, hi;
  std::int64_t rows;
  std::string name;
  Role role;
};
/// Adds it as the writer of `stream`.
void add_vector_memory(Builder& b, const VectorMemory& memory, StreamId stream);

/// Adds the PMUs behind Builder::scalar_reads: states, values of an earlier phase; and biases.
void add_row_memories(Builder& b);
void add_biases(Builder& b);

}  // namespace rda::mapper
