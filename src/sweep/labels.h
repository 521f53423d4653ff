// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "picture/svg.h"

namespace rda::sweep {

/// A rectangle of a picture, in its units; y grows downwards.
struct Box {
  double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
  bool meets(const Box& other) const {
    return x1 < other.x2 && other.x1 < x2 && y1 < other.y2 && other.y1 < y2;
  }
  bool holds(const Box& other) const {
    return x1 <= other.x1 && other.x2 <= x2 && y1 <= other.y1 && other.y2 <= y2;
  }
};

/// Where the text of a label begins, is in the middle, or ends.
struct LabelPlace {
  double x = 0, y = 0;
  picture::Anchor anchor = picture::Anchor::start;
  bool far = false;  ///< too far from its mark to be understood without a line between them
};

/// Finds places for the labels of marks where nothing else is.
class Labels {
 public:
  /// @param area  in which labels have to be
  explicit Labels(const Box& area) : area_(area) {}

  void take(const Box& box) { taken_.push_back(box); }

  /// A place for a label of this width, beside the mark at x, y or else farther away, which is then
  /// taken; none if there is no such place.
  std::optional<LabelPlace> place(double x, double y, double width);

 private:
  bool is_free(const Box& box) const;

  const Box area_;
  std::vector<Box> taken_;
};

}  // namespace rda::sweep
