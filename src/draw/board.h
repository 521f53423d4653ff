// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "draw/geometry.h"
#include "draw/lens.h"
#include "page/floorplan.h"
#include "picture/svg.h"

namespace rda::draw {

inline constexpr double kPortSize = 4.5;
inline constexpr double kStub = 0.6;  ///< thickness of the line from a unit to its switch

/// The corners of a triangle around a point that points into the grid, or out of it.
std::string triangle(Point at, Side side, bool outwards, double size);

/// Draws a chip with a mapping on it: links, then tiles and ports, each unit as its look says.
class Board {
 public:
  /// Both directions of each link.
  using Widths = std::map<std::pair<int, int>, double>;

  /// All of them must outlive the board. @param looks  by unit
  Board(picture::Svg& svg, const Geometry& geometry, const page::Floorplan& plan,
        const Mapping& mapping, const std::vector<Look>& looks)
      : svg_(svg), geometry_(geometry), plan_(plan), mapping_(mapping), looks_(looks) {}

  /// @param widths  how thick links are; those that are missing are not drawn
  void draw(const Widths& widths);

 private:
  void line(Point a, Point b, double width);
  void stubs();
  void tiles();
  void tile(int site, const Look* look);
  void ports();

  picture::Svg& svg_;
  const Geometry& geometry_;
  const page::Floorplan& plan_;
  const Mapping& mapping_;
  const std::vector<Look>& looks_;
};

}  // namespace rda::draw
