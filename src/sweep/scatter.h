// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace rda::sweep {

/// A design in a picture.
struct Mark {
  double x = 0, y = 0;
};
/// One that no other beats.
struct FrontMark : Mark {
  std::string label;
};

/// Designs that are compared with each other, in one colour and shape.
struct Series {
  std::string name;
  std::vector<Mark> designs;
  std::vector<FrontMark> front;
};

/// A picture of designs: all of them pale, those that no other one beats large, joined by the line
/// that no design is beyond, and labelled.
struct Scatter {
  std::string title, subtitle, x_title, y_title;
  bool more_x = false, more_y = false;  ///< more is better
  std::vector<Series> series;
};

/// The picture as SVG, 900 x 560, or higher for a long legend. The same bytes for the same picture.
/// @param left_out  if given: how many labels found no place, also shortened; the picture says it
/// too
std::string to_svg(const Scatter& scatter, std::size_t* left_out = nullptr);

}  // namespace rda::sweep
