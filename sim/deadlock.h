// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "rda/simulate.h"

namespace rda::sim {

/// The reason why a program cannot continue.
enum class WaitKind {
  token,  ///< an input that it needs has no token, and none is on the stream's route to it: the
          ///< writer must make one
  room,   ///< its pipeline (or source) holds: a reader's FIFO and all buffers before it are full
  fork,   ///< an input that it needs has no token, but one waits at a fork because the buffers to
          ///< another reader are full
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

/// Describes a deadlock: the shortest cycle of waits and the FIFO that would break it. Without a
/// cycle: a program that waits for a program that is done. The order of `waits` does not matter.
/// @param cycle  the cycle of the last change plus 1
std::string explain_deadlock(const Chip& chip, const Mapping& mapping, Cycle cycle,
                             std::vector<Wait> waits);

/// The message of CycleLimitError.
std::string explain_cycle_limit(Cycle max_cycles);

}  // namespace rda::sim
