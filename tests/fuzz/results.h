// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "flow/inputs.h"
#include "rda/report.h"

namespace rda::fuzz {

// Shared by the targets of files that the program has written.

/// Reads what can be compared, and compares it with the first one that could be read, in the form
/// of a comparison that the bytes choose.
void compare_with_first(const std::string& file, std::string_view bytes);

/// A small workload on a small chip.
flow::Inputs smallest();
/// A report of few figures.
Report small_report();

}  // namespace rda::fuzz
