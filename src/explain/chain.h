// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "explain/cause.h"

namespace rda::explain {

/// One link of a chain: `cause` enabled `effect`.
struct Edge {
  Cause cause;
  Event effect;
  Cycle from = 0, to = 0;  ///< the part of it that counts
};

/// The links of one time step, in the order of time: each starts where the one before ends.
struct Chain {
  std::vector<Edge> edges;
  Cycle from = 0, to = 0;
  std::int64_t period = 0;  ///< steps after which it comes back to the firing it runs to; 0: never
  ProgramId anchor;         ///< actor of that firing
};

/// The cycle in which the sinks have the last token of a step.
Event last_take(const History& history, std::int64_t step);

/// Walks back from the end of a step until the step's length is explained.
Chain find_chain(History& history, std::int64_t step);

}  // namespace rda::explain
