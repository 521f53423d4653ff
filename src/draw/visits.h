// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rda/explain.h"

namespace rda::draw {

/// Consecutive entries of a critical chain at one unit: the way to it, and its work.
struct Visit {
  std::string unit;
  std::size_t number = 0;                 ///< from 1 on: of the units of the chain, in their order
  std::vector<std::string> streams = {};  ///< on which a token came
  Cycle links = 0;                        ///< on the way, and waiting for room
  Cycle work = 0;                         ///< all other cycles
  ChainCategory category = ChainCategory::links;  ///< of most of the work; links if there is none
};

/// The visits of a chain, in its order: their cycles add up to the length of the chain.
std::vector<Visit> visits_of(const Explanation& explanation);

}  // namespace rda::draw
