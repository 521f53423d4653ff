// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "flow/placement_cache.h"
#include "sweep/point.h"
#include "sweep/result.h"
#include "sweep/store.h"

namespace rda::app {

/// Runs a point, one core at a time, and puts what came out into the store; with `whole_report`
/// also the report with all units and streams, as `rdasim run` writes it. One call per process.
/// @return how it ended: no error (see sweep::is_error), which is for those to put who see it
/// @throws OutputError; InternalError and others: it met a bug
sweep::Status run_point(const sweep::Point& point, const sweep::Store& store,
                        flow::PlacementCache& cache, bool whole_report);

}  // namespace rda::app
