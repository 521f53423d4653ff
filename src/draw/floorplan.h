// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "draw/lens.h"
#include "page/floorplan.h"

namespace rda::draw {

/// A floorplan to draw.
struct Figure {
  page::Floorplan plan;
  Lens lens;
  Cycle cycles = 0;   ///< of the run; 0: links are as thick as they have streams
  std::string title;  ///< empty: none
};

/// The picture as SVG, 460 wide (more for a grid of very many columns), with a legend below. The
/// same bytes for the same figure.
std::string to_svg(const Figure& figure, const Mapping& mapping);

}  // namespace rda::draw
