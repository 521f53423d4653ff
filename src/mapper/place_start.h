// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "mapper/place_problem.h"

namespace rda::mapper {

/// A first placement. Repeatedly takes the unit that is joined most strongly to the placed units
/// and puts it at the nearest free site of its kind. Requires enough sites of each kind.
/// @param fixed  sites of the units that are not movable; other entries are ignored
IdVector<UnitId, Site> greedy_start(const PlaceProblem& problem, IdVector<UnitId, Site> fixed);

}  // namespace rda::mapper
