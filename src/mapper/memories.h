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

/// Gives PMU `unit` its programs and makes them keep step at whole-buffer grain: the outermost loop
/// counts the items.
void add_programs(Builder& b, int unit, const std::string& name, const Buffered& value,
                  Program read, Program write);

/// The same with each row as a buffer of its own, `slots` of them in a ring: the two outermost
/// loops count rows and items.
void add_row_programs(Builder& b, int unit, const std::string& name, int slots, Program read,
                      Program write);

/// The same with whole buffers of all rows, which may be read as soon as a part of the rows is
/// written: one token for each of `parts` parts. The two outermost loops count rows and items.
void add_part_programs(Builder& b, int unit, const std::string& name, int slots, int parts,
                       Program read, Program write);

/// A PMU that gathers vectors [lo, hi) of a node, element by element or vector by vector, and reads
/// them once for each of `rows` rows.
struct VectorMemory {
  int node, lo, hi;
  std::int64_t rows;
  std::string name;
};
/// Adds it as the writer of `stream`.
void add_vector_memory(Builder& b, const VectorMemory& memory, int stream);

/// Adds the PMUs behind Builder::scalar_reads: states, values of an earlier phase; and biases.
void add_row_memories(Builder& b);
void add_biases(Builder& b);

}  // namespace rda::mapper
