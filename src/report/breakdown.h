// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "rda/report.h"

namespace rda::report {

/// The cycles of all units by layer, direction, gate and kind, in this order.
std::vector<BreakdownRow> breakdown_of(const Mapping& mapping, const RunResult& result);

/// The rows of each layer and gate as a table for people: at most 80 columns, all kinds added.
std::string breakdown_text(const Report& report);

}  // namespace rda::report
