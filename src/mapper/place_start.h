// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "mapper/place_problem.h"

namespace rda::mapper {

/// A placement to begin with: unit by unit, the one most strongly joined to those already placed
/// goes to the free site of its kind nearest to them. Requires enough sites of each kind.
/// @param fixed  sites of the units that are not movable; others are ignored
IdVector<UnitId, Site> greedy_start(const PlaceProblem& problem, IdVector<UnitId, Site> fixed);

}  // namespace rda::mapper
