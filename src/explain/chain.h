// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "explain/cause.h"

namespace rda::explain {

/// Two events: `cause` enabled `effect`.
struct Edge {
  Cause cause;
  Event effect;
  Cycle from = 0, to = 0;  ///< its cycles within the chain
};

/// The critical chain of one time step: edges in the order of time, each starting where the
/// previous one ends.
struct Chain {
  std::vector<Edge> edges;
  Cycle from = 0, to = 0;
  std::int64_t period = 0;  ///< as Explanation::period
  ProgramId anchor;         ///< program of the firing at the end; none if `period` is 0
};

/// The firing with which the sinks have the last token of a step.
Event last_take(const History& history, std::int64_t step);

/// Walks back from an event to the start of the run, from each event to the one that enabled it.
void walk_back(History& history, Event from, const std::function<void(Edge)>& take);

/// The edge from a last event to the end of its cycle.
Edge last_cycle(const Event& last);

/// Finds the critical chain of a step (docs/explain.md, "From where to where").
Chain find_chain(History& history, std::int64_t step);

}  // namespace rda::explain
