// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "json/value.h"
#include "regress/golden.h"

namespace rda::regress {

// Compares a figure with the recorded one. The rules are those of VTR's golden results.

enum class Verdict {
  same,     ///< the recorded value
  within,   ///< another value, which passes by its rule
  moved,    ///< another value, which fails
  missing,  ///< the run no longer has the figure: fails
  fresh     ///< nothing is recorded: fails unless new rows are allowed
};
constexpr std::array<std::string_view, 5> names(Verdict) {
  return {"same", "within", "moved", "missing", "new"};
}

/// Judges a figure. Equal values pass, whatever the rule; 3 and 3.0 are equal. Other numbers pass
/// if the ratio new / recorded is in the range, or the difference is at most `abs`. A recorded 0
/// has no ratio. NaN never passes.
/// @param now  null pointer: the run does not have the figure
Verdict judge(const Metric& metric, const json::Value* now);

/// new / recorded; none if not both are numbers, or if 0 is recorded and the new value is not 0.
std::optional<double> ratio(const json::Value& recorded, const json::Value& now);

/// The value as a number; none if it is not a number.
std::optional<double> number(const json::Value& value);

/// "equal", "range [0.9, 1.1]", "range [0.9, 1.1] or +-100".
std::string rule_text(const Metric& metric);

}  // namespace rda::regress
