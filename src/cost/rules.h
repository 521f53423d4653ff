// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "json/shape.h"
#include "rda/cost.h"

namespace rda::cost {

/// The rules that no range of a single value can express, as far as the table breaks them: each
/// value has a source and each source a value; lists by tracks are equally long and never fall;
/// a published interconnect has switches; nodes fall, and their energy is positive at 0.5 to 1.2 V.
std::vector<json::Problem> broken_rules(const CostTable& table);

}  // namespace rda::cost
