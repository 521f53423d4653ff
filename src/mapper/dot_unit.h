// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "mapper/builder.h"
#include "mapper/index.h"
#include "mapper/slices.h"

namespace rda::mapper {

/// A dot unit under construction. It computes all rows of its first slice, then of the next slice.
struct DotUnit {
  Builder& b;
  std::string name;
  int u, number;  ///< position, and number among the dot units of this gate and position
  std::vector<Slice> slices;  ///< one for each pass

  int tokens() const { return slices.front().hi - slices.front().lo; }
  int passes() const { return static_cast<int>(slices.size()); }
  NodeId row_node() const { return slices.front().pieces.front().product; }
  std::int64_t rows() const { return b.rows_of(row_node(), u); }
  /// Bytes from one row of weights to the next in one pass. With rows in lanes an odd number of
  /// words: so the rows of a vector lie in different banks.
  std::int64_t pitch() const {
    const std::int64_t bytes = std::int64_t{tokens()} * b.operand_bytes();
    return b.plan.vectors() && bytes / 4 % 2 == 0 ? bytes + 4 : bytes;
  }
  /// Bytes of the weights of one element in one pass.
  std::int64_t element_bytes() const { return b.plan.hv * pitch(); }

  Space space(std::int64_t row_count) const {
    if (passes() == 1) return {{tokens(), row_count, b.items(row_node())}};
    return {{tokens(), row_count, passes(), b.items(row_node())}};
  }
  Origin origin(Role role, std::vector<int> index) const {
    return b.origin_of(row_node(), role, std::move(index));
  }
  /// Bounds of the firings that multiply tokens [lo, hi) of the gate in pass `pass`.
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

/// The rows [first, first + rows) of a dot unit, and the stream that brings them.
struct WeightPart {
  DotUnit dot;
  std::int64_t first, rows;
  StreamId stream;
  int number;  ///< among the parts of the dot unit
};

/// Dot units that multiply at the same time: stage, tokens, and the phase of each pass.
using DotRhythm = std::tuple<StageId, int, std::vector<int>>;
inline DotRhythm rhythm_of(const DotUnit& dot) {
  std::vector<int> phases;
  for (const Slice& slice : dot.slices)
    phases.push_back(dot.b.when[slice.pieces.front().product].phase);
  return {dot.b.stages.of[dot.row_node()], dot.tokens(), std::move(phases)};
}

/// Where the weights of a part lie: its first byte, and bytes from one element to the next.
struct WeightLayout {
  std::int64_t base, distance;
};
/// Adds the weights of a part: one pass after the other.
void add_weight_contents(const WeightPart& part, WeightLayout layout,
                         std::vector<Content>& contents);

/// @throws MappingError  that says that a PMU does not hold a row of so many bytes
[[noreturn]] void refuse_row(const DotUnit& dot, std::int64_t bytes);

/// The program that sends the rows of one part after those of another in each item, and the buffer
/// in which they lie.
struct ResidentWeights {
  Program read;
  Buffer buffer;
};
/// @param rows  row groups of the program, if it has more than the parts have
ResidentWeights resident_weights(const std::vector<WeightPart>& parts, std::int64_t rows);
/// A PMU of weights, without programs and buffers.
Unit weight_memory(const WeightPart& part);

/// All dot units, in the order in which they are built.
std::vector<DotUnit> dot_units_of(Builder& b);

}  // namespace rda::mapper
