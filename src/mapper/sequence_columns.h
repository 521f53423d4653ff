// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "mapper/memories.h"

namespace rda::mapper {

/// Some columns of a matrix that a PMU keeps, of which each item of a node makes one.
struct ColumnsOf {
  NodeId made;
  Order order;
  /// Whether the items of all sequences are columns of one matrix. Otherwise each sequence has a
  /// matrix of its own, whose columns are its steps.
  bool whole;
  int lo, hi;  ///< vectors [lo, hi) of each row
  Format format;
};

/// How these columns lie in the PMU, and how they are written. A row is a word longer than its
/// vectors, so that neighbouring rows are in different banks.
class SequenceColumns {
 public:
  SequenceColumns(Builder& b, const ColumnsOf& columns);

  std::int64_t row_bytes() const { return std::int64_t{of_.hi - of_.lo} * b_.vector_bytes() + 4; }
  /// From the matrix of a sequence to that of the next one; 0: there is one matrix.
  std::int64_t sequence_bytes() const {
    return of_.whole ? 0 : b_.node(of_.made).size * row_bytes();
  }
  /// Of all matrices.
  std::int64_t bytes() const {
    return b_.node(of_.made).size * row_bytes() * (of_.whole ? 1 : sequences_);
  }
  /// Writes an element as it is made, or drops it.
  Program write_program() const;

 private:
  /// The loops over items: over all of them, or over the sequences and over the steps.
  bool has_one_loop() const {
    return sequences_ == 1 || (of_.whole && of_.order != Order::reverse);
  }
  Extent kept_iterations() const;
  Access access(const Bundle& bundle, const TurnLoops& loops) const;

  Builder& b_;
  const ColumnsOf of_;
  const std::int64_t steps_, sequences_;
  const std::int64_t element_;       // bytes
  const std::int64_t first_, last_;  // columns
};

}  // namespace rda::mapper
