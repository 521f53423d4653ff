// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "json/value.h"
#include "sweep/results.h"
#include "sweep/setting.h"

namespace rda::sweep {

/// What a point has under a name: a figure of its report, else one of its knobs, else another value
/// of its chip, workload or mapping options by dotted name (pcu.lanes), else what is computed of
/// these (grid.pcus). None: nothing, or a list.
std::optional<json::Value> value_at(const Results::Row& row, const std::string& name,
                                    const std::vector<Computed>& computed);

/// The names under which value_at() finds numbers that are no figures and no knobs.
std::vector<std::string> other_numbers(const Point& point, const std::vector<Computed>& computed);

}  // namespace rda::sweep
