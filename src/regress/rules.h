// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "json/value.h"
#include "regress/golden.h"

namespace rda::regress {

// Whether a figure is what was recorded. The rules are those of VTR's golden results.

enum class Verdict {
  same,     ///< the recorded value
  within,   ///< another one, which its rule lets pass
  moved,    ///< another one, which fails
  missing,  ///< the run no longer has the figure: fails
  fresh     ///< nothing is recorded: fails unless new rows are allowed
};
constexpr std::array<std::string_view, 5> names(Verdict) {
  return {"same", "within", "moved", "missing", "new"};
}

/// Judges a figure. Equal values pass, whatever the rule; 3 and 3.0 are equal. Of two numbers the
/// ratio new / recorded has to be in the range, or the difference at most `abs`; a recorded 0 has
/// no ratio, so it passes only 0 or by `abs`. What is no number (NaN) never passes.
/// @param now  null pointer: the run does not have the figure
Verdict judge(const Metric& metric, const json::Value* now);

/// new / recorded; none where there is none: not both numbers, or recorded 0 and new another one.
std::optional<double> ratio(const json::Value& recorded, const json::Value& now);

/// The number that a value is; none if it is none.
std::optional<double> number(const json::Value& value);

/// "equal", "range [0.9, 1.1]", "range [0.9, 1.1] or +-100".
std::string rule_text(const Metric& metric);

}  // namespace rda::regress
