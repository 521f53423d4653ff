// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
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
  std::int64_t wire = 0;      ///< price of a link of its tree, which grows with the stream's rate
  std::int64_t delay = 0;     ///< price of its longest writer–reader distance; 0 if no path that
                              ///< the run waits for passes it
  bool timed = false;         ///< its tokens come row by row, or the only step waits for them, so
                              ///< PlaceTiming follows them
  /// Timed: cycles that the reader units[i] can be late before its full FIFO stops the writer; 0
  /// for the writer.
  std::vector<int> lateness;
  int skid = 0;  ///< timed, one reader: such cycles that each switch on the route adds
};

/// The sites of a grid, the units to place on them, and the nets between the units.
struct PlaceProblem {
  int rows = 0, cols = 0;
  PerKind tracks;
  int hop_latency = 1;
  Site open;              ///< rows and columns, from site (0, 0), that units may use
  bool one_step = false;  ///< is of a run of one step, which takes as long as its longest path
  /// By site, row by row: the kind of unit that it takes; none outside `open`.
  std::vector<std::optional<UnitKind>> kind_at;
  IdVector<UnitId, char> movable;  ///< by unit: 0 for stream ports, else 1
  IdVector<UnitId, UnitKind> kind;
  /// By unit: whether it is a PMU that is written and does not pass rows on.
  IdVector<UnitId, char> is_memory;
  /// By unit: whether the paths that the run waits for begin and end there. They are those around
  /// the recurrence, from memory to memory, or those of a run's only step, from port to port.
  IdVector<UnitId, char> is_end;
  IdVector<UnitId, int> latency;  ///< by unit: cycles from input to output
  IdVector<NetId, PlaceNet> nets;
  IdVector<UnitId, std::vector<NetId>> nets_of;  ///< by unit

  /// Number of a site in vectors by site.
  std::size_t number_of(Site site) const {
    return static_cast<std::size_t>(site.row * cols + site.col);
  }
};

/// @param region  rows and columns, from site (0, 0), that units may use; 0: all
/// @param one_step  whether a run of one step is taken as such; else as one of many steps
PlaceProblem make_problem(const Chip& chip, const Mapping& mapping, Site region = {},
                          bool one_step = true);

}  // namespace rda::mapper
