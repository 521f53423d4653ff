// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include "base/ceil_div.h"
#include "mapper/builder.h"

namespace rda::mapper {

// Shared by the files that build PMUs with a read and a write program.

/// The writer of a buffered value, and the slots of its buffer at the start.
struct Buffered {
  NodeId writer;        ///< node whose values are stored
  std::string initial;  ///< tensor [batch, size] with the contents of the first `filled` slots
  int filled = 0;       ///< slots full at the start
  int slots = 2;
};

/// The buffer of a node's value. A state is written by its node `next`, and has one filled slot for
/// each sequence and one slot to write into. Other values have 2 slots, or 4 if the batch has
/// several sequences.
Buffered buffered(const Builder& b, NodeId node);
/// The same, with slots of so many bytes: of a value that is no state, a PMU that does not hold
/// four has two.
Buffered buffered(const Builder& b, NodeId node, std::int64_t slot_bytes);

/// The read and the write program of a PMU.
struct Programs {
  Program read, write;
};

/// The number of the loop over items: the outermost one.
inline int item_loop(const Program& program) { return static_cast<int>(program.space.rank()) - 1; }

/// Adds the programs to a PMU, with `full` and permit tokens for whole buffers. The outermost loop
/// of each program counts items.
void add_programs(Builder& b, Unit& pmu, const Buffered& value, Programs programs);

/// As add_programs(), for rows of a tensor that are read and written once: each is written where it
/// was read. At the end the PMU sends a token, Builder::updated.
void add_kept_programs(Builder& b, Unit& pmu, Programs programs);

/// As add_programs(), but each slot holds one row group, in a ring of `slots`. The two outermost
/// loops count row groups and items.
void add_row_programs(Builder& b, Unit& pmu, int slots, Programs programs);

/// As add_programs(), but with `parts` `full` tokens for each buffer: the rows of a part can be
/// read once that part is written. The permit is for the whole buffer. The two outermost loops
/// count row groups and items.
void add_part_programs(Builder& b, Unit& pmu, int slots, int parts, Programs programs);

/// The ports of a ring that `full` and permit tokens pass through, without their streams.
struct RingPorts {
  Port filled, full;   ///< of the program that writes, and of the one that reads
  Port freed, permit;  ///< of the program that reads, and of the one that writes
};

/// As add_programs(), but with a `full` and a permit token for each of `slots` slots where `ports`
/// say.
void add_ring_programs(Builder& b, Unit& pmu, int slots, Programs programs, RingPorts ports);

/// As add_programs(), but nothing is overwritten, so there are no permits: a `full` token for each
/// iteration of the `written` outermost loops of the write program lets the read program begin an
/// iteration of its `read` outermost loops. Of several repetitions each has a slot, or two if the
/// PMU holds them, and a permit.
void add_filled_programs(Builder& b, Unit& pmu, Programs programs, int written, int read);

/// Sets the latency of a program that reads memory, and adds the program to the PMU.
void add_read_program(const Builder& b, Unit& pmu, Program read);

/// A PMU that stores tokens [lo, hi) of a node, of `token_bytes` each, and sends them once in each
/// of `rows` row groups. It takes what an input node sends as vectors, and other values as
/// elements.
struct VectorMemory {
  NodeId node;
  int lo, hi;
  int token_bytes;
  std::int64_t rows;
  Format format;
  std::string name;
  Role role;
};
/// Bytes that a slot has before and behind the vectors of a slice. A bundle at an end of the slice
/// also brings elements of the neighbouring slice, which are stored there. A whole number of
/// elements that are vectors lies in a vector of the slice.
std::int64_t margin_bytes(const Builder& b, const VectorMemory& memory);
/// The vectors that have a part in it.
Extent vectors_in(const Builder& b, const VectorMemory& memory);
/// Bytes of one item.
std::int64_t slot_bytes(const Builder& b, const VectorMemory& memory);
/// The program that writes it, into a slot for each item.
Program write_program(Builder& b, const VectorMemory& memory);
/// A port that sends the vectors of a slot.
Port vector_port(const Builder& b, const VectorMemory& memory, StreamId stream);

/// Adds the PMU as the writer of `stream`.
void add_vector_memory(Builder& b, const VectorMemory& memory, StreamId stream);

/// As add_vector_memory(), for a take: the PMU keeps whole sequences.
void add_sequence_memory(Builder& b, const VectorMemory& memory, StreamId stream);
/// The access of a look-up by the tokens of input `index`: the table of an operator, which it adds
/// to the PMU if that has none. A vector looks up in a copy for each bank.
Access look_up_access(const Builder& b, Unit& pmu, Op op, TokenKind kind, int index);

/// Most vectors of rows that one PMU of biases or of rows sends: few streams leave it, so they are
/// short, and the few vector tracks around it suffice.
inline constexpr int kMostVectors = 3;

/// Splits a list into as few parts of at most `most` as possible, of about the same length.
template <typename T>
std::vector<std::vector<T>> even_shares(const std::vector<T>& all, int most) {
  std::vector<std::vector<T>> shares;
  const std::ptrdiff_t size = std::ssize(all), count = ceil_div(size, most);
  for (std::ptrdiff_t i = 0; i < count; ++i)
    shares.emplace_back(all.begin() + size * i / count, all.begin() + size * (i + 1) / count);
  return shares;
}

/// Adds the PMUs from which `streams` bring the elements of an input or a take to the readers of a
/// phase.
void add_input_memories(Builder& b, const Builder::ScalarRead& read,
                        const std::vector<Builder::Operand>& streams);

/// Add the PMUs of Builder::scalar_reads: states, merged values and values of an earlier phase; and
/// biases.
void add_row_memories(Builder& b);
void add_biases(Builder& b);

}  // namespace rda::mapper
