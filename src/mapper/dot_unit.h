// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "mapper/index.h"
#include "mapper/memories.h"
#include "mapper/slices.h"

namespace rda::mapper {

/// A dot unit under construction. It computes all rows of its first slice, then of the next slice.
struct DotUnit {
  Builder& b;
  std::string name;
  int u, number;  ///< position, and number among the dot units of this gate and position
  std::vector<Slice> slices;  ///< one for each pass

  int vectors() const { return slices.front().hi - slices.front().lo; }
  int passes() const { return static_cast<int>(slices.size()); }
  NodeId row_node() const { return slices.front().pieces.front().product; }
  std::int64_t rows() const { return b.rows_of(row_node(), u); }
  /// Bytes of the weights of one row in one pass.
  std::int64_t row_bytes() const { return std::int64_t{vectors()} * b.vector_bytes(); }

  Space space(std::int64_t row_count) const {
    if (passes() == 1) return {{vectors(), row_count, b.items(row_node())}};
    return {{vectors(), row_count, passes(), b.items(row_node())}};
  }
  Origin origin(Role role, std::vector<int> index) const {
    return b.origin_of(row_node(), role, std::move(index));
  }
  /// Bounds of the firings that multiply vectors [lo, hi) of the gate in pass `pass`.
  Bounds columns(int pass, int lo, int hi) const {
    const Slice& slice = slices[index(pass)];
    Bounds where;
    if (lo > slice.lo || hi < slice.hi) where.add({0, lo - slice.lo, hi - slice.lo});
    if (passes() > 1) where.add({kPassLoop, pass, pass + 1});
    return where;
  }
};

/// Adds the PMU that keeps the sequence that a piece of a dot unit multiplies with, and sends the
/// rows of the unit in each item.
StreamId add_sequence_weights(const DotUnit& dot, std::size_t piece);

}  // namespace rda::mapper
