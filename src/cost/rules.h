// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "json/shape.h"
#include "rda/cost.h"

namespace rda::cost {

/// Supplies that scaling factors hold for (Stillmaker and Baas 2017), V.
inline constexpr double kLeastVolts = 0.5, kMostVolts = 1.2;

/// Energy at a node and supply relative to others.
inline double energy_at(const ScalingFactors& node, double volts) {
  return node.v2 * volts * volts + node.v1 * volts + node.v0;
}

/// The rules that no range of a single value can express, as far as the table breaks them: each
/// value has a source and each source a value; lists by tracks are equally long and never fall;
/// a published interconnect has switches; nodes fall, and their energy is positive at 0.5 to 1.2 V.
std::vector<json::Problem> broken_rules(const CostTable& table);

}  // namespace rda::cost
