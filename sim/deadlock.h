// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "rda/simulate.h"

namespace rda::sim {

/// What keeps a program from going on.
enum class WaitKind {
  token,  ///< an input it needs has no token, and none is on the stream's route to it: the writer
          ///< has to make one
  room,   ///< its pipeline (or source) holds: a reader's FIFO and all buffers from the writer to it
          ///< are full
  fork,  ///< an input it needs has no token, but one waits at a fork on the way because the buffers
         ///< to another reader are full
};

/// One program waits for another. The programs follow from kind and stream: the waiting one is the
/// stream's reader in `unit` (token, fork) or its writer (room); the one waited for is the stream's
/// writer (token) or its reader in `other` (room, fork).
struct Wait {
  UnitId unit;
  WaitKind kind = WaitKind::token;
  StreamId stream;
  UnitId other;
  friend auto operator<=>(const Wait&, const Wait&) = default;
};

/// Says why nothing moves any more: the shortest cycle of waits and the FIFO that would break it,
/// or, when there is none, who waits for a program that is done. `waits` may come in any order.
/// @param cycle  the cycle of the last change plus 1
std::string explain_deadlock(const Chip& chip, const Mapping& mapping, Cycle cycle,
                             std::vector<Wait> waits);

/// The message of CycleLimitError.
std::string explain_cycle_limit(Cycle max_cycles);

}  // namespace rda::sim
