// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/ceil_div.h"
#include "rda/ids.h"
#include "rda/map.h"

namespace rda::mapper {

/// The number of a stage (mapper/stages.h).
using StageId = Id<struct StageTag>;

/// Rows and column slices that a stage computes at the same time.
struct Unrolling {
  int hu = 1, ru = 1;
  friend bool operator==(const Unrolling&, const Unrolling&) = default;
};

/// The choices that a partition follows. An *element* of a value is what a data token between units
/// brings: a row, or with hv = lanes the vector of as many rows.
struct Plan {
  int hu = 1, ru = 1;                      ///< elements and column slices at the same time
  int turns = 1;                           ///< most rows that share one scalar unit
  Sums sums = Sums::units;                 ///< units or chain
  Products products = Products::together;  ///< together or input_first
  int hv = 1;                              ///< rows of an element: 1 or the lanes of a PCU
  Weights weights = Weights::own;          ///< anything but policy
  /// Weights::mixed: sixteenths of the PMUs that nothing else needs which hold weights, and their
  /// number, which the partition of the other units tells.
  int pmu_sixteenths = 16;
  std::int64_t more_pmus = 0;
  /// Quarters of the cycles of the stage with the most products that stages of rows may take.
  int rows_quarters = 1;
  Sequences whole_sequences = Sequences::resident;  ///< anything but policy
  int sequences = 1;  ///< of a batch that share weights from off-chip memory, row by row
  std::map<StageId, Unrolling> own = {};  ///< of the stages that do not take `hu` and `ru`

  bool vectors() const { return hv > 1; }
  TokenKind element_kind() const { return vectors() ? TokenKind::vector : TokenKind::scalar; }
  /// Elements of a value of `rows` rows.
  std::int64_t elements(std::int64_t rows) const { return ceil_div(rows, hv); }
  bool chained() const { return sums == Sums::chain; }
  bool input_first() const { return products == Products::input_first; }
  Unrolling unrolling(StageId stage) const {
    const auto found = own.find(stage);
    return found == own.end() ? Unrolling{hu, ru} : found->second;
  }
};

/// The loops of a dot unit and of its weights, innermost first: vectors, rows, passes (only if
/// there are several), items.
inline constexpr int kPassLoop = 2;
inline bool has_passes(const Program& program) { return program.space.rank() == 4; }

/// Positions u in [begin, end) of a row group (the hu rows computed at the same time) whose
/// elements follow each other on one stream, in this order.
struct Bundle {
  int begin = 0, end = 1;
  int count() const { return end - begin; }
  friend bool operator==(const Bundle&, const Bundle&) = default;
};

/// "[3]" for one position, "[0:6]" for several.
std::string index_text(Bundle bundle);

}  // namespace rda::mapper
