// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "explain/history.h"
#include "rda/explain.h"

namespace rda::explain {

/// Something that happened in one cycle.
struct Event {
  enum class What {
    fire,   ///< a program fired; that of a source sent, that of a sink took
    enter,  ///< the firing's last bank cycle, where it has more than one
    leave,  ///< the firing's tokens were put on their first links
    cross   ///< a token left a switch
  };
  What what = What::fire;
  ProgramId program;        ///< none of a crossing
  StreamId stream;          ///< of a crossing
  std::int64_t number = 0;  ///< firing; of a crossing the token
  int node = -1;            ///< of a crossing
  Cycle at = 0;
  friend bool operator==(const Event&, const Event&) = default;

  /// An event of a program's firing.
  static Event of(What what, ProgramId id, std::int64_t firing, Cycle at) {
    return {what, id, {}, firing, -1, at};
  }
};

/// What enabled an event: the one thing without which it would have come earlier. Of several that
/// came in the same cycle the first in the order of docs/explain.md.
struct Cause {
  Event event;
  ChainKind kind = ChainKind::firings;
  ProgramId program;  ///< that fired, whose pipeline moved, that held
  StreamId stream;    ///< of hops and room
  /// Of a token: how long the unit had had all else. Of room: how long the pipeline held for it.
  Cycle waited = 0;
};

/// Whether nothing enabled the event: it came in cycle 0, as early as anything can.
bool is_start(const Event& event);

/// Finds what enabled an event that is not a start, and checks that nothing else came later.
/// `History` answers questions by and by, so it is not const.
Cause cause_of(History& history, const Event& event);

}  // namespace rda::explain
