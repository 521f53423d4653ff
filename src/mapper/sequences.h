// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "mapper/memories.h"

namespace rda::mapper {

/// A memory of the items of one domain that a take reads in another domain: one slot with an entry
/// for each item that is read.
class KeptSequence {
 public:
  /// @param take  the node that reads
  KeptSequence(const Builder& b, NodeId take, std::int64_t entry_bytes);

  /// Adds a buffer of all entries to a PMU.
  void add_buffer(Unit& pmu, std::string name) const;

  /// Sets the address of an entry in a write port, and drops the items that nobody reads. The
  /// outermost of `loops` loops counts items.
  void write_entry(Access& access, std::size_t loops) const;

  /// Adds the loops over items to a program that reads.
  void add_read_loops(Program& read) const;
  /// Sets the address of an entry in a read port, whose program has `loops` loops below those over
  /// items.
  void read_entry(Access& access, std::size_t loops) const;

  /// Adds both programs. An entry may be read once it is written where both orders are the same,
  /// and once all are written otherwise.
  void add_programs(Builder& b, Unit& pmu, Programs programs) const;

 private:
  const Order order_;
  const std::int64_t batch_, from_steps_, to_steps_;
  const std::int64_t entry_bytes_;

  std::int64_t first_kept() const { return order_ == Order::last ? from_steps_ - 1 : 0; }
  std::int64_t entries() const { return (from_steps_ - first_kept()) * batch_; }
};

}  // namespace rda::mapper
