// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "draw/floorplan.h"
#include "draw/geometry.h"
#include "picture/svg.h"

namespace rda::draw {

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
