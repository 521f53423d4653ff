// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "flow/what_if.h"

namespace rda::shrink {

using Changes = std::vector<flow::KnobChange>;

/// Where a value is looked for: in [least, present], and first at `first`.
struct ValueRange {
  std::int64_t least = 0, first = 0, present = 0;
};

/// The least value of the range that bisection finds. `present` is taken to hold and is not tried.
/// If `first` holds, lower values are tried, else only higher ones. Where `holds` is not monotone,
/// the value found still holds, but a lower one may hold as well.
std::int64_t least_value(const ValueRange& range, const std::function<bool(std::int64_t)>& holds);

/// What a set of changes is asked.
using Asked = std::function<bool(const Changes&)>;

/// Changes that hold together: all of them if they do, else one after the other, each as far as
/// least_value() finds behind those before it. The set returned is the last one that held.
/// @param saves  whether the last one of the changes is of use behind those before it; others are
/// left out
Changes lowered_together(const Changes& changes, const Asked& saves, const Asked& holds);

}  // namespace rda::shrink
