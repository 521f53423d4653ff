// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "process/children.h"
#include "rda/report.h"
#include "rda/simulate.h"

namespace rda::flow {

/// Streams of one group (src/mapping/group.h).
struct StreamGroup {
  std::string name;  ///< "dot -> sum"
  std::vector<StreamId> streams;
};

/// The streams of a mapping that have a route, by group and in the order of the groups' names. If
/// there are too many groups, those with the shortest routes become one, "others", the last.
std::vector<StreamGroup> stream_groups(const Mapping& mapping);

/// Simulates the mapping in threads (with the reference engine, in child processes): as a whole on
/// the ideal network, and its first steps with one group of streams on it at a time. All but
/// `cost_cycles`, which takes the cycles of the run on its routes. `how` gives engine and cycle
/// limit; `at_once` of them run at the same time. With the reference engine, call before this
/// process simulates. @throws what the simulations throw, but for deadlocks
NetworkCost network_cost(const Chip& chip, const Mapping& mapping, const SimulateOptions& how,
                         int at_once = process::kAllThreads);

}  // namespace rda::flow
