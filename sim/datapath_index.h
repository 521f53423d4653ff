// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rda/mapping.h"

namespace rda::sim {

/// The loop indices of one firing, innermost first.
using Index = std::span<const std::int64_t>;

/// Whether the firing lies in all of the ranges.
bool inside(const std::vector<Bound>& ranges, Index index);

/// Whether every loop below `port.level` is at its last index inside `port.where`.
bool at_last(const Program& program, const Port& port, Index index);

/// Whether the firing makes a token on this output.
inline bool makes_token(const Program& program, const Port& output, Index index) {
  return inside(output.where, index) && at_last(program, output, index);
}

/// The input whose token stands for input number `input`: this one, or one that takes turns with
/// it; -1 where none of them is inside its `where`.
int on_turn(const Program& program, int input, Index index);

/// The number that the loops at and above `level` count.
std::int64_t item_of(const Program& program, int level, Index index);

/// The row of its tensor that a tapped write is.
std::int64_t tap_row(const Access& access, Index index);

/// The byte address of an access, without a look-up's table index.
std::int64_t byte_address(const Program& program, const std::vector<Buffer>& buffers,
                          const Access& access, Index index);

}  // namespace rda::sim
