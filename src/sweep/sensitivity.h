// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sweep/factors.h"
#include "sweep/interactions.h"

namespace rda::sweep {

/// What a knob does to the fitted figure.
struct MainEffect {
  std::vector<std::string> knobs;  ///< several: each follows from the other
  double share = 0;                ///< of the figure's variance: that of the knob's part of the fit
  bool clear = false;  ///< an F test of what the fit loses without it: by chance less than kChance
  /// From the least to the greatest value; of texts, from that with the least figure to that with
  /// the greatest.
  json::Value from, to;  ///< of the first knob
  /// A further knob, and its values where the first one has these.
  struct Along {
    std::string knob;
    json::Value from, to;
  };
  std::vector<Along> along;
  double change = 0;  ///< of the figure: a factor if the fit is logarithmic, else a difference
  /// The value between them at which the fitted figure is least or greatest, if it is clearly
  /// beyond what it is at both ends.
  std::optional<json::Value> turn;
  bool turn_is_least = false;
};

/// Which knobs decide a figure: a least-squares fit of it.
struct Sensitivity {
  std::size_t designs = 0, terms = 0;  ///< terms: with the constant
  bool is_logarithm = false;           ///< the fit is of the figure's logarithm
  bool has_squares = true;             ///< else there are too few designs for curves
  std::string why_not;                 ///< if there is no fit; then what follows is empty
  double explained = 0, adjusted = 0;  ///< R2, and R2 adjusted for the number of terms
  double in_common = 0;                ///< R2 less all shares: not 0 if values of knobs go together
  std::vector<MainEffect> effects;     ///< largest share first
  Interactions interactions;
  Factors factors;  ///< of knobs, and what was left out
  /// A knob whose values the other knobs give away, and which part of its variance they do.
  struct Confounded {
    std::string knob;
    double share;
  };
  std::vector<Confounded> confounded;
};

/// Main effects: terms of all knobs at once (a number: linear and, from three values on, square;
/// anything else: a term a value). Interactions: products of linear terms, a pair of knobs at a
/// time. Shares are rounded to 1e-4 and changes to four digits, so that the last bits of a library
/// do not show. @param sets  whether a knob sets something
Sensitivity sensitivity(std::span<const Observation> observations,
                        const std::function<bool(const std::string& knob)>& sets);

}  // namespace rda::sweep
