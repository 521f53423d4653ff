// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "mapper/place_problem.h"
#include "mapper/place_timing.h"
#include "unit/mapper/support_netlist.h"

namespace rda::mapper {

/// A net list whose units have sites, and what the placer times of it on the published chip.
struct TimedNetList {
  NetList n;
  PlaceProblem problem;  ///< of the last timing()

  PlaceTiming timing() {
    problem = make_problem(large_chip(), n.mapping);
    PlaceTiming timing(problem);
    IdVector<UnitId, Site> sites;
    for (const Unit& unit : n.mapping.units) sites.push_back(unit.site());
    timing.update(sites);
    return timing;
  }
};

}  // namespace rda::mapper
