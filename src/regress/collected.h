// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "regress/compare.h"

namespace rda::regress {

/// Whether a text is the table that `rdasim sweep collect` writes as CSV.
bool is_collected(std::string_view text);

/// A cell as integer, real number or else text.
json::Value cell_value(const std::string& cell);

/// The points of such a table. Points of two tables are the same if their knobs are: the columns
/// between `message` and the figures. Points without a result are left out.
/// @throws ConfigError  naming `file` and row
Comparand collected_comparand(std::string_view text, const std::string& file);

}  // namespace rda::regress
