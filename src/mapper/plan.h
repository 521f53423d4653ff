// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "rda/map.h"

namespace rda::mapper {

/// The choices a partition follows.
struct Plan {
  int hu = 1, ru = 1, rv = 1;  ///< rows and column slices side by side, values of a vector
  int turns = 1;               ///< of the hu rows, those that share a scalar unit, at most
  Sums sums = Sums::units;     ///< units or chain
  Products products = Products::together;  ///< together or input_first

  bool chained() const { return sums == Sums::chain; }
  bool input_first() const { return products == Products::input_first; }
  /// How often a dot unit runs through its rows in a step.
  int passes() const { return input_first() ? 2 : 1; }
};

/// Loops of a dot unit and of its weights: vectors, rows, passes if there are several, items.
inline constexpr int kPassLoop = 2;
inline bool has_passes(const Program& program) { return program.space.rank() == 4; }

/// A range of the hu rows computed side by side: units u in [begin, end). Their elements come in
/// turns, in this order, on one stream.
struct Units {
  int begin = 0, end = 1;
  int count() const { return end - begin; }
  friend bool operator==(const Units&, const Units&) = default;
};

/// "[3]", or "[0:6]" of several.
std::string index_text(Units units);

}  // namespace rda::mapper
