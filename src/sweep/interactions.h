// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "sweep/fitted_factors.h"

namespace rda::sweep {

/// What two knobs do together beyond their main effects.
struct Interaction {
  std::string knob, with;  ///< `knob` has the greater main effect
  double share = 0;        ///< of the figure's variance: that of the pair's products, less chance
  json::Value with_from, with_to;
  double change_at_from = 0,
         change_at_to = 0;  ///< from end to end of `knob`, at the ends of `with`
};

struct Interactions {
  std::size_t pairs = 0;                 ///< that were tested
  std::vector<Interaction> significant;  ///< the largest share first
};

/// An interaction is significant if the test of its pair of knobs gives it by chance less than once
/// in 100 times the number of pairs, and if its share is not below kLeastInteraction.
inline constexpr double kChance = 0.01, kLeastInteraction = 0.01;

/// Adds the products of the linear terms of each pair of factors to the fit, a pair at a time.
/// @param shares  of the main effects, by factor
Interactions interactions(const FittedFactors& fitted, const std::vector<double>& shares);

}  // namespace rda::sweep
