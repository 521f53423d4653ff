// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "json/knobs.h"

namespace rda {

/// JSON Schema (draft 7) of a workload file.
std::string workload_schema();
/// Markdown table of all knobs of a workload.
std::string workload_reference_markdown();
/// All knobs of a workload.
std::vector<json::Knob> workload_knobs();

}  // namespace rda
