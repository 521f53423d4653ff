// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "regress/compare.h"

namespace rda::regress {

// What all forms of a comparison say.

/// A ratio with four decimals; "-" for none.
std::string number_text(const std::optional<double>& value);
/// A value with up to six digits, on one line.
std::string value_text(const json::Value& value);
/// "24 of 51 figures differ", and a line break.
std::string verdict(const Comparison& comparison);
/// The figures that one report has alone, a line a report.
std::vector<std::string> figures_only(const Comparison& comparison);
/// The pairs that differ, the largest difference first.
std::vector<const Pair*> worst_of(const Comparison& comparison, std::size_t most);
/// The metrics that differ, or all of them if there are few.
std::vector<const Summary*> shown(const Comparison& comparison);

}  // namespace rda::regress
