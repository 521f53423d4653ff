// SPDX-License-Identifier: Apache-2.0
#include "sweep/labels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace rda::sweep {
namespace {

constexpr double kGap = 9, kHalfHeight = 7;
constexpr double kNearest = 28, kFarthest = 420, kStep = 14;  // of places away from the mark
constexpr int kDirections = 16;

/// A place to try: its text's point, and on which side of this point the text is (1: right).
struct Trial {
  double x, y;
  int right;

  Box box(double width) const {
    const double begin = x + (right - 1) / 2.0 * width;
    return {begin, y - kHalfHeight, begin + width, y + kHalfHeight};
  }
  LabelPlace place(bool far) const {
    return {x, y + 4,
            right > 0   ? picture::Anchor::start
            : right < 0 ? picture::Anchor::end
                        : picture::Anchor::middle,
            far};
  }
};

/// Beside the mark first, then all around it, farther and farther away.
std::vector<Trial> trials(double x, double y) {
  constexpr std::array<std::pair<int, int>, 6> kSides{
      {{1, -1}, {1, 1}, {-1, 1}, {-1, -1}, {0, 2}, {0, -2}}};
  std::vector<Trial> all;
  for (const auto& [right, below] : kSides)
    all.push_back({x + right * kGap, y + below * kGap, right});
  for (double away = kNearest; away <= kFarthest; away += kStep)
    for (int i = 0; i < kDirections; ++i) {
      const double angle = 2 * std::numbers::pi * (i + 0.5) / kDirections;
      all.push_back(
          {x + away * std::cos(angle), y - away * std::sin(angle), std::cos(angle) > 0 ? 1 : -1});
    }
  return all;
}

}  // namespace

bool Labels::is_free(const Box& box) const {
  return area_.holds(box) &&
         std::ranges::none_of(taken_, [&](const Box& other) { return box.meets(other); });
}

std::optional<LabelPlace> Labels::place(double x, double y, double width) {
  for (const Trial& trial : trials(x, y)) {
    const Box box = trial.box(width);
    if (!is_free(box)) continue;
    taken_.push_back(box);
    return trial.place(std::hypot(trial.x - x, trial.y - y) >= kNearest - 1);
  }
  return std::nullopt;
}

}  // namespace rda::sweep
