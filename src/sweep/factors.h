// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "sweep/factor.h"

namespace rda::sweep {

/// Knobs of designs as factors of which none follows from others.
struct Factors {
  std::vector<Factor> kept;
  std::vector<std::string> computed;  ///< knobs that vary and set nothing
  std::vector<std::string> partial;   ///< knobs that not every design has
  /// A knob that was left out, because its value follows from those of others.
  struct Following {
    std::string knob;
    std::vector<std::string> from;
  };
  std::vector<Following> following;
  std::vector<std::string> given_away;  ///< knobs left out, because others give away their values
};

/// Fewer observations than terms (a constant among them) and these are too few for a claim.
inline constexpr std::size_t kFewestToSpare = 5;

/// The knobs that vary. Knobs that follow from each other become one factor. Of knobs that follow
/// from others, those are left out that a spec would derive: the coarser one of two, else the one
/// with the most values.
/// @param sets  whether a knob sets something
Factors factors_of(std::span<const Observation> observations,
                   const std::function<bool(const std::string& knob)>& sets);

/// A column of ones, then those of all terms.
std::vector<Numbers> columns_of(std::span<const Factor> factors, std::size_t observations);

}  // namespace rda::sweep
