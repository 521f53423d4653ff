// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "mapper/memories.h"

namespace rda::mapper {

/// A memory of the items of one domain that a take reads in another domain: one slot with an entry
/// for each item that is read.
class KeptSequence {
 public:
  /// @param take  the node that reads
  KeptSequence(const Builder& b, NodeId take, std::int64_t entry_bytes);

  /// Gives a PMU its buffer of all entries, and both programs. An entry may be read once it is
  /// written where both orders are the same, and once all are written otherwise.
  /// @param programs  that write an item into a slot, in an outermost loop over items, and read a
  ///                  slot, without loops over items
  void add(Builder& b, Unit& pmu, Programs programs) const;

 private:
  /// Sets the address of an entry in a write port, and drops the items that nobody reads.
  void write_entry(Access& access, std::size_t loops) const;
  /// Adds the loops over items to a program that reads.
  void add_read_loops(Program& read) const;
  /// Sets the address of an entry in a read port with `loops` loops below those over items.
  void read_entry(Access& access, std::size_t loops) const;

  const NodeId take_;
  const Order order_;
  const std::int64_t made_, read_;  // items of each step, made and read
  const std::int64_t from_steps_, to_steps_;
  const std::int64_t entry_bytes_;

  std::int64_t first_kept() const { return order_ == Order::last ? from_steps_ - 1 : 0; }
  std::int64_t entries() const { return (from_steps_ - first_kept()) * made_; }
};

/// How the rows of a reader, which are the steps of a sequence, are spread over its positions.
struct SequenceReader {
  NodeId node;  ///< in whose items the rows are read
  int u;        ///< position: it reads rows u, u + hu, …
  std::int64_t rows;
  bool reversed;  ///< the last step was made first
};

/// The programs of a memory of a whole sequence, an entry for each item, that sends tokens
/// [lo, hi) of each row in each item of the reader.
struct SequencePrograms {
  Programs programs;
  std::int64_t bytes;  ///< of the buffer
};
SequencePrograms rows_of_sequence(Builder& b, const VectorMemory& memory,
                                  const SequenceReader& reader, StreamId stream);

/// Adds the loops over the rows of the reader and over its items to a program that sends them.
void read_rows(const Builder& b, const SequenceReader& reader, Program& read, Port out,
               std::int64_t row_bytes, std::int64_t sequence_bytes);

}  // namespace rda::mapper
