// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "rda/chip.h"
#include "rda/mapping.h"

namespace rda::report {

/// How full the network of one kind of token is, and what its routes pay for it.
struct Detours {
  std::int64_t links = 0;  ///< that some route takes
  std::int64_t full = 0;   ///< of these, all tracks of which are taken
  /// Hops beyond the shortest way, of the longest detour in each group of recurrent streams, added
  /// up: a step passes each group once.
  std::int64_t hops = 0;
};

Detours detours_of(const Chip& chip, const Mapping& mapping, TokenKind kind);

}  // namespace rda::report
