// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "rda/mapping.h"

namespace rda::sim::reference {

// What a firing does at its ports and in memory, computed directly from the bounds in the mapping.
// The reference engine checks the fast one, so it shares no code with it here, and does not use
// Bounds and Box.

/// Whether the firing lies in all of the ranges.
bool inside(const std::vector<Bound>& ranges, Index index);

/// Whether every loop below `port.level` is at its last index inside `port.where`.
bool at_last(const Program& program, const Port& port, Index index);

/// Whether the firing makes a token on this output.
bool makes_token(const Program& program, const Port& output, Index index);

/// The number that the loops at and above `level` count.
std::int64_t item_of(const Program& program, int level, Index index);

/// The byte address of an access; for a look-up, of the first entry of the table.
std::int64_t byte_address(const Program& program, const std::vector<Buffer>& buffers,
                          const Access& access, Index index);

}  // namespace rda::sim::reference
