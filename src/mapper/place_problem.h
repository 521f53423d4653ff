// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "rda/chip.h"
#include "rda/mapping.h"

namespace rda::mapper {

/// A net of a placement.
using NetId = Id<struct NetTag>;

/// A stream as the placer sees it.
struct PlaceNet {
  StreamId stream;
  TokenKind kind = TokenKind::scalar;
  std::vector<UnitId> units;  ///< the writer first, then the readers, each once
  std::int64_t wire = 0;      ///< price of a link of its tree: the more, the busier it is
  std::int64_t delay = 0;     ///< price of its longest writer–reader distance; 0 if not recurrent
  bool timed = false;         ///< its tokens keep step with the rows: PlaceTiming follows it
  std::vector<int> room;  ///< timed: cycles that each reader may be late before its FIFO holds the
                          ///< writer up, as `units` (the writer's is 0)
  int skid = 0;           ///< timed, one reader: the same of each switch on the way
};

/// What can be moved where, and what is joined.
struct PlaceProblem {
  int rows = 0, cols = 0;
  PerKind tracks;
  int hop_latency = 1;
  Site open;  ///< rows and columns from site (0, 0) on that units may take
  /// Of each site, row by row; none where no unit may go.
  std::vector<std::optional<UnitKind>> kind_at;
  IdVector<UnitId, char> movable;   ///< 0 for stream ports
  IdVector<UnitId, UnitKind> kind;  ///< of each unit
  /// A PMU that is written, but for those that pass rows on: ways around the recurrence begin and
  /// end there.
  IdVector<UnitId, char> is_memory;
  IdVector<UnitId, int> latency;  ///< of each unit's way from input to output
  IdVector<NetId, PlaceNet> nets;
  IdVector<UnitId, std::vector<NetId>> nets_of;  ///< of each unit
};

/// @param region  rows and columns from site (0, 0) on that units may take; 0: all
PlaceProblem make_problem(const Chip& chip, const Mapping& mapping, Site region = {});

}  // namespace rda::mapper
