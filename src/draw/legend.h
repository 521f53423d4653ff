// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "draw/floorplan.h"
#include "draw/geometry.h"
#include "picture/svg.h"

namespace rda::draw {

inline constexpr double kWidth = 460;  ///< of a picture: a column of a paper and a half
inline constexpr std::string_view kInk = "#222222", kWire = "#8c8c8c", kUnused = "#c8c8c8";
inline constexpr double kPortSize = 4.5;

/// The corners of a triangle around a point that points into the grid, or out of it.
std::string triangle(Point at, Side side, bool outwards, double size);

/// How thick links are: bytes a cycle in both directions, or streams if nothing ran.
class TrafficScale {
 public:
  TrafficScale(const Figure& figure, double most_width);

  double amount_of(const page::LinkTraffic& link) const;
  double width_of(double amount) const;
  /// Amounts for the legend: a small one, if there is, and the largest.
  std::vector<double> samples() const;
  /// "12.5 B/cycle"
  std::string text(double amount) const;

 private:
  Cycle cycles_;
  double most_ = 0, most_width_;
};

double legend_height(const Figure& figure);

/// What colours, shapes and lines mean, from this corner on.
void draw_legend(picture::Svg& svg, const Figure& figure, const TrafficScale& scale, Point corner);

}  // namespace rda::draw
