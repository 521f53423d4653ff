// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cost/roofs.h"

namespace rda::draw {

/// A run under the roofs of its chip.
struct RooflineFigure {
  std::vector<cost::Roof> roofs;
  double tflops = 0;  ///< of the run, above 0
  std::string title;  ///< empty: none
};

/// The roofline as SVG, both axes logarithmic: the peak of map-reduce as a level line, what each
/// bandwidth allows as a sloping line, the run as a mark at the operations that it does for each
/// byte of a part, and below a line for each roof. The same bytes for the same figure.
std::string to_svg(const RooflineFigure& figure);

}  // namespace rda::draw
