// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "page/floorplan.h"
#include "rda/explain.h"
#include "rda/mapping.h"

namespace rda::draw {

/// A critical chain to draw on the floorplan of its mapping.
struct ChainFigure {
  page::Floorplan plan;
  Explanation explanation;
  std::string title;  ///< empty: none
};

/// The picture as SVG: the chain's units with their numbers in its order, coloured by what most of
/// their cycles are, the routes between them, and below a line for each visit of a unit. The same
/// bytes for the same chain.
std::string to_svg(const ChainFigure& figure, const Mapping& mapping);

}  // namespace rda::draw
