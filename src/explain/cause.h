// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "explain/history.h"
#include "rda/explain.h"

namespace rda::explain {

/// An event of the run.
struct Event {
  enum class What {
    fire,   ///< a program fired; a source sent, a sink took
    enter,  ///< the firing's last bank cycle, where it has more than one
    leave,  ///< the firing's tokens were put on their first links
    cross   ///< a token left a switch
  };
  What what = What::fire;
  ProgramId program;        ///< of all events except a crossing
  StreamId stream;          ///< of a crossing
  std::int64_t number = 0;  ///< of the firing; of a crossing: of the token
  int node = -1;            ///< of a crossing
  Cycle at = 0;
  friend bool operator==(const Event&, const Event&) = default;

  /// An event of a program's firing.
  static Event of(What what, ProgramId id, std::int64_t firing, Cycle at) {
    return {what, id, {}, firing, -1, at};
  }
};

/// The event that enabled another event: the last one that it needed. Of several in the same cycle
/// the first in the order of docs/explain.md.
struct Cause {
  Event event;
  ChainKind kind = ChainKind::firings;
  ProgramId program;  ///< that fired, moved or held; of hops: reader or writer
  StreamId stream;    ///< of hops and room
  /// Of a token: cycles since the firing had everything else. Of room: cycles for which the
  /// pipeline held.
  Cycle waited = 0;
};

/// Whether the event is a firing in cycle 0, which nothing enabled.
bool is_start(const Event& event);

/// Finds the cause of an event that is not a start, and checks that no other candidate came too
/// late for the event. `history` is not const because it computes its answers on demand.
Cause cause_of(History& history, const Event& event);

}  // namespace rda::explain
