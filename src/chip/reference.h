// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "json/knobs.h"

namespace rda {

/// JSON Schema (draft 7) of a chip file.
std::string chip_schema();
/// Markdown table of all knobs of a chip.
std::string chip_reference_markdown();
/// All knobs of a chip.
std::vector<json::Knob> chip_knobs();

}  // namespace rda
