// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
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

/// Builds the PMUs that stream the weights of dot units, a vector a cycle.
///
/// A PMU holds as many whole rows as fit. With Weights::shared the rows of a dot unit that fill no
/// whole PMU lie in PMUs that serve two dot units of the same rhythm each: one of them in its first
/// rows, the other in its last rows.
///
///     dot[0]: own [0, 84)              last [84, 137) ┐ shared
///     dot[1]: first [0, 31) ┘ own [31, 115) last [115, 137) ┐ shared
///     dot[2]: first [0, 53) ┘ own [53, 137)
class WeightMemories {
 public:
  explicit WeightMemories(Builder& b) : b_(b) {}

  /// Adds the memories of a dot unit, and its input ports.
  /// @throws MappingError  if a PMU does not hold one row
  void add(const DotUnit& dot, Program& program, DotProduct& product);
  /// Adds the shared memories that only one dot unit reads.
  void finish();

 private:
  /// The rows [first, first + rows) of a dot unit, and the stream that brings them.
  struct Part {
    DotUnit dot;
    std::int64_t first, rows;
    StreamId stream;
    int number;  ///< among the parts of the dot unit
  };
  /// A shared PMU that one dot unit reads so far.
  struct Open {
    Part part;
    bool last;          ///< whether these are last rows
    std::int64_t free;  ///< rows that another dot unit may have
  };
  /// Dot units that multiply at the same time: stage, phase, number, tokens and passes.
  using Rhythm = std::tuple<StageId, int, int, int, int>;
  /// The rows of a dot unit that lie in its own memories.
  struct Own {
    std::int64_t begin, end;
  };

  Part part(const DotUnit& dot, std::int64_t first, std::int64_t rows);
  void share(const DotUnit& dot, Own& own, std::int64_t in_one);
  void add_memory(const std::vector<Part>& parts);
  Rhythm rhythm(const DotUnit& dot) const;

  Builder& b_;
  std::vector<Part> parts_;  // of the dot unit at hand
  std::map<Rhythm, Open> open_;
};

}  // namespace rda::mapper
