// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "json/shape.h"
#include "rda/graph.h"

namespace rda::workload {

/// The problems of the formats at pointer `at`: formats of other uses, and combinations that no
/// unit multiplies.
void check_formats(const Formats& formats, const std::string& at,
                   std::vector<json::Problem>& problems);

}  // namespace rda::workload
