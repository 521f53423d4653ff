// SPDX-License-Identifier: Apache-2.0
#include "sweep/scatter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "base/text.h"
#include "sweep/scale.h"
#include "sweep/svg.h"

namespace rda::sweep {
namespace {

constexpr double kWidth = 900, kHeight = 560;
constexpr double kLeft = 90, kRight = 670, kTop = 66, kBottom = 490;  // of the designs
constexpr double kLegend = 690;
constexpr std::string_view kInk = "#222222", kGrey = "#666666", kGrid = "#e6e6e6";
constexpr double kDesign = 3.5, kFront = 6, kLetter = 6.1, kLabelSize = 11;
constexpr double kLegendLine = 21;
constexpr std::size_t kLongestName = 28;

struct Box {
  double x1, y1, x2, y2;
  bool meets(const Box& other) const {
    return x1 < other.x2 && other.x1 < x2 && y1 < other.y2 && other.y1 < y2;
  }
};

/// The smallest and the largest number of all designs.
std::pair<double, double> extent(const Scatter& scatter, double Mark::*part) {
  double lo = std::numeric_limits<double>::infinity(), hi = -lo;
  for (const Series& series : scatter.series)
    for (const Mark& mark : series.designs) {
      lo = std::min(lo, mark.*part);
      hi = std::max(hi, mark.*part);
    }
  return lo <= hi ? std::pair(lo, hi) : std::pair(0.0, 1.0);
}

class Painter {
 public:
  explicit Painter(const Scatter& scatter)
      : scatter_(scatter), x_(scale(&Mark::x, kLeft, kRight)), y_(scale(&Mark::y, kBottom, kTop)) {}

  std::string run() {
    svg_.text(kLeft, 28, scatter_.title, 17, kInk, Anchor::start, "font-weight=\"bold\"");
    svg_.text(kLeft, 48, scatter_.subtitle, 12, kGrey, Anchor::start);
    axes();
    for (std::size_t s = 0; s < scatter_.series.size(); ++s) designs(s);
    for (std::size_t s = 0; s < scatter_.series.size(); ++s) front_line(s);
    for (std::size_t s = 0; s < scatter_.series.size(); ++s) front(s);
    legend();
    labels();
    return svg_.take();
  }

 private:
  Scale scale(double Mark::*part, double first, double last) const {
    const auto [lo, hi] = extent(scatter_, part);
    return Scale(lo, hi, first, last);
  }

  void axes() {
    for (const double tick : x_.ticks()) {
      const double at = x_.position(tick);
      svg_.line(at, kTop, at, kBottom, kGrid, 1);
      svg_.text(at, kBottom + 18, tick_text(tick), 12, kInk, Anchor::middle);
    }
    for (const double tick : y_.ticks()) {
      const double at = y_.position(tick);
      svg_.line(kLeft, at, kRight, at, kGrid, 1);
      svg_.text(kLeft - 8, at + 4, tick_text(tick), 12, kInk, Anchor::end);
    }
    svg_.line(kLeft, kBottom, kRight, kBottom, kInk, 1);
    svg_.line(kLeft, kTop, kLeft, kBottom, kInk, 1);
    const double middle = (kLeft + kRight) / 2, height = (kTop + kBottom) / 2;
    svg_.text(middle, kBottom + 44, title(scatter_.x_title, x_, scatter_.more_x), 14, kInk,
              Anchor::middle);
    svg_.text(24, height, title(scatter_.y_title, y_, scatter_.more_y), 14, kInk, Anchor::middle,
              fmt::format("transform=\"rotate(-90 24 {:.1f})\"", height));
  }

  static std::string title(const std::string& text, const Scale& scale, bool more) {
    return fmt::format("{} ({}{} is better)", text, scale.is_log() ? "log scale, " : "",
                       more ? "more" : "less");
  }

  /// Designs at the same place are drawn once, so that a picture of very many stays small.
  void designs(std::size_t series) {
    std::set<std::pair<long, long>> drawn;
    for (const Mark& mark : scatter_.series[series].designs) {
      const double x = x_.position(mark.x), y = y_.position(mark.y);
      if (!drawn.emplace(std::lround(x), std::lround(y)).second) continue;
      svg_.mark(x, y, style_of(series), kDesign, true);
    }
  }

  /// Steps from design to design: between two of them the worse value of each.
  void front_line(std::size_t series) {
    std::vector<FrontMark> front = scatter_.series[series].front;
    std::ranges::stable_sort(front, {}, &FrontMark::x);
    std::string points;
    const auto add = [&](double x, double y) {
      points +=
          fmt::format("{}{:.1f},{:.1f}", points.empty() ? "" : " ", x_.position(x), y_.position(y));
    };
    for (std::size_t i = 0; i < front.size(); ++i) {
      const FrontMark& mark = front[i];
      if (i > 0) {
        const FrontMark& before = front[i - 1];
        add(scatter_.more_x ? before.x : mark.x,
            scatter_.more_y ? std::min(before.y, mark.y) : std::max(before.y, mark.y));
      }
      add(mark.x, mark.y);
    }
    if (front.size() > 1) svg_.path(points, style_of(series).colour);
  }

  void front(std::size_t series) {
    for (const FrontMark& mark : scatter_.series[series].front) {
      const double x = x_.position(mark.x), y = y_.position(mark.y);
      svg_.mark(x, y, style_of(series), kFront, false);
      taken_.push_back({x - kFront, y - kFront, x + kFront, y + kFront});
    }
  }

  void labels() {
    for (std::size_t s = 0; s < scatter_.series.size(); ++s)
      for (const FrontMark& mark : scatter_.series[s].front)
        if (!mark.label.empty()) label(mark, style_of(s).colour);
  }

  /// Puts the label where nothing is in its way, if there is such a place.
  void label(const FrontMark& mark, std::string_view colour) {
    const double x = x_.position(mark.x), y = y_.position(mark.y);
    const double width = kLetter * static_cast<double>(mark.label.size());
    constexpr std::array<std::pair<int, int>, 6> kSides{
        {{1, -1}, {1, 1}, {-1, 1}, {-1, -1}, {0, 2}, {0, -2}}};
    for (const auto& [right, below] : kSides) {
      const double begin = x + right * 9 + (right - 1) / 2.0 * width;
      const double middle = y + below * 9;
      const Box box{begin, middle - 7, begin + width, middle + 7};
      const auto meets = [&](const Box& other) { return box.meets(other); };
      if (box.x1 < kLeft || box.x2 > kWidth || box.y1 < kTop - 10 || box.y2 > kBottom ||
          std::ranges::any_of(taken_, meets))
        continue;
      taken_.push_back(box);
      svg_.text(x + right * 9, middle + 4, mark.label, kLabelSize, colour,
                right > 0   ? Anchor::start
                : right < 0 ? Anchor::end
                            : Anchor::middle,
                "stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\"");
      return;
    }
  }

  void legend() {
    double y = kTop + 8;
    for (std::size_t s = 0; s < scatter_.series.size(); ++s) {
      if (scatter_.series[s].name.empty()) continue;
      svg_.mark(kLegend + 8, y, style_of(s), kFront, false);
      svg_.text(kLegend + 22, y + 4, one_line(scatter_.series[s].name, kLongestName), 12, kInk,
                Anchor::start);
      y += kLegendLine;
    }
    y += 8;
    const Style grey{kGrey, 0};
    svg_.mark(kLegend + 8, y, grey, kFront, false);
    svg_.text(kLegend + 22, y + 4, "no other design beats it", 12, kGrey, Anchor::start);
    y += kLegendLine;
    svg_.mark(kLegend + 8, y, grey, kDesign, true);
    svg_.text(kLegend + 22, y + 4, "another design", 12, kGrey, Anchor::start);
    taken_.push_back({kLegend, 0, kWidth, y + kLegendLine});
  }

  const Scatter& scatter_;
  const Scale x_, y_;
  Svg svg_{kWidth, kHeight};
  std::vector<Box> taken_;
};

}  // namespace

std::string to_svg(const Scatter& scatter) { return Painter(scatter).run(); }

}  // namespace rda::sweep
