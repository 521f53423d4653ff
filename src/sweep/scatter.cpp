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
#include "picture/scale.h"
#include "picture/svg.h"
#include "sweep/labels.h"

namespace rda::sweep {
namespace {

using picture::Anchor, picture::fitted, picture::Scale, picture::Style, picture::style_of,
    picture::tick_text;

constexpr double kWidth = 900, kHeight = 560;
constexpr double kLeft = 90, kRight = 670, kTop = 66, kBottom = 490;  // of the designs
constexpr double kLegend = 690;
constexpr std::string_view kInk = "#222222", kGrey = "#666666", kGrid = "#e6e6e6";
constexpr double kDesign = 3.5, kFront = 6, kLetter = 6.1, kLabelSize = 11;
constexpr double kLegendLine = 21;
constexpr std::size_t kLongestName = 28, kShortLabel = 16;

/// What a picture of this many series needs for its legend, and at least kHeight.
double height_of(std::size_t series) {
  return std::max(kHeight, kTop + kLegendLine * (static_cast<double>(series) + 3));
}

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
    svg_.text(kLeft, 28, fitted(scatter_.title, kWidth - kLeft, 17), 17, kInk, Anchor::start,
              "font-weight=\"bold\"");
    svg_.text(kLeft, 48, fitted(scatter_.subtitle, kWidth - kLeft, 12), 12, kGrey, Anchor::start);
    axes();
    for (std::size_t s = 0; s < scatter_.series.size(); ++s) designs(s);
    for (std::size_t s = 0; s < scatter_.series.size(); ++s) front_line(s);
    for (std::size_t s = 0; s < scatter_.series.size(); ++s) front(s);
    legend();
    labels();
    note_left_out();
    return svg_.take();
  }

  std::size_t left_out() const { return left_out_; }

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
    svg_.text(middle, kBottom + 44, title(scatter_.x_title, x_, scatter_.more_x, kRight - kLeft),
              14, kInk, Anchor::middle);
    svg_.text(24, height, title(scatter_.y_title, y_, scatter_.more_y, kBottom - kTop), 14, kInk,
              Anchor::middle, fmt::format("transform=\"rotate(-90 24 {:.1f})\"", height));
  }

  /// The title of an axis of this length. What is better is never cut off.
  static std::string title(const std::string& text, const Scale& scale, bool more, double length) {
    const std::string about = fmt::format(" ({}{} is better)", scale.is_log() ? "log scale, " : "",
                                          more ? "more" : "less");
    constexpr double kSize = 14, kLetterWidth = 0.5 * kSize;
    return fitted(text, length - kLetterWidth * static_cast<double>(about.size()), kSize) + about;
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
      labels_.take({x - kFront, y - kFront, x + kFront, y + kFront});
    }
  }

  void labels() {
    for (std::size_t s = 0; s < scatter_.series.size(); ++s)
      for (const FrontMark& mark : scatter_.series[s].front)
        if (!mark.label.empty()) label(mark, style_of(s).colour);
  }

  /// Puts the label where nothing is in its way, shortened if it has to be.
  void label(const FrontMark& mark, std::string_view colour) {
    const double x = x_.position(mark.x), y = y_.position(mark.y);
    for (const std::size_t letters : {mark.label.size(), kShortLabel}) {
      const std::string text = one_line(mark.label, std::max(letters, kShortLabel));
      const auto place = labels_.place(x, y, kLetter * static_cast<double>(text.size()));
      if (!place) continue;
      if (place->far) svg_.line(x, y, place->x, place->y - 4, colour, 0.6);
      svg_.text(place->x, place->y, text, kLabelSize, colour, place->anchor,
                "stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\"");
      return;
    }
    ++left_out_;
  }

  /// What the picture lacks is said in it.
  void note_left_out() {
    if (left_out_ == 0) return;
    svg_.text(kRight, kTop - 4, fmt::format("{} without room for a label", left_out_), 11, kGrey,
              Anchor::end);
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
    labels_.take({kLegend, 0, kWidth, y + kLegendLine});
  }

  const Scatter& scatter_;
  const Scale x_, y_;
  picture::Svg svg_{kWidth, height_of(scatter_.series.size())};
  Labels labels_{{kLeft, kTop - 10, kWidth, kBottom}};
  std::size_t left_out_ = 0;
};

}  // namespace

std::string to_svg(const Scatter& scatter, std::size_t* left_out) {
  Painter painter(scatter);
  std::string svg = painter.run();
  if (left_out) *left_out = painter.left_out();
  return svg;
}

}  // namespace rda::sweep
