// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "mapper/place_problem.h"

namespace rda::mapper {

/// A placement to begin with: unit by unit, the one most strongly joined to those already placed
/// goes to the free site of its kind nearest to them. Requires enough sites of each kind.
/// @param fixed  sites of the units that are not movable; others are ignored
std::vector<Site> greedy_start(const PlaceProblem& problem, std::vector<Site> fixed);

}  // namespace rda::mapper
