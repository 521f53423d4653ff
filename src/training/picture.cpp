// SPDX-License-Identifier: Apache-2.0
#include "training/picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string_view>

#include "picture/scale.h"
#include "picture/svg.h"

namespace rda::training {
namespace {

using picture::Anchor;
using picture::Scale;

constexpr double kWidth = 640, kLeft = 70, kRight = 620, kPlot = 220, kBetween = 60, kTop = 40;
constexpr std::string_view kInk = "#222222", kGrid = "#e2e2e2";

struct XY {
  double x, y;
};
using Line = std::vector<XY>;

/// Means over so many neighbours that about a hundred points are left.
Line losses_of(const Curve& curve) {
  const std::size_t each = std::max<std::size_t>(1, curve.points.size() / 100);
  Line line;
  for (std::size_t i = 0; i + each <= curve.points.size(); i += each) {
    double sum = 0;
    for (std::size_t k = 0; k < each; ++k) sum += curve.points[i + k].loss;
    line.push_back({static_cast<double>(i + each), sum / static_cast<double>(each)});
  }
  return line;
}

Line metrics_of(const Curve& curve) {
  Line line;
  for (const Point& point : curve.points)
    if (point.test) line.push_back({static_cast<double>(point.batch + 1), point.test->metric});
  return line;
}

class CurvesPainter {
 public:
  explicit CurvesPainter(const std::vector<Curve>& curves) : curves_(curves) {
    for (const Curve& curve : curves)
      if (std::ranges::find(labels_, curve.label) == labels_.end()) labels_.push_back(curve.label);
  }

  std::string run(const Workload& workload) {
    const bool tests = curves_.front().last_test() != nullptr;
    const double height = kTop + (tests ? 2 : 1) * (kPlot + kBetween);
    picture::Svg svg(kWidth, height);
    legend(svg);
    plot(svg, kTop, losses_of, "loss of a batch");
    if (tests) plot(svg, kTop + kPlot + kBetween, metrics_of, "test: " + metric_name(workload));
    svg.text((kLeft + kRight) / 2, height - 10, "batches", 12, kInk, Anchor::middle);
    return svg.take();
  }

 private:
  std::string_view colour(const Curve& curve) const {
    const auto at = std::ranges::find(labels_, curve.label) - labels_.begin();
    return picture::style_of(static_cast<std::size_t>(at)).colour;
  }

  void legend(picture::Svg& svg) const {
    double x = kLeft;
    for (std::size_t i = 0; i < labels_.size(); ++i) {
      svg.box(x, 12, 14, 4, picture::style_of(i).colour);
      svg.text(x + 18, 18, labels_[i], 11, kInk, Anchor::start);
      x += 32 + 6.5 * static_cast<double>(labels_[i].size());
    }
  }

  void plot(picture::Svg& svg, double top, Line (*line_of)(const Curve&),
            const std::string& title) const {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    double lo = kInfinity, hi = -kInfinity, most = 1;
    for (const Curve& curve : curves_)
      for (const XY& point : line_of(curve)) {
        lo = std::min(lo, point.y), hi = std::max(hi, point.y);
        most = std::max(most, point.x);
      }
    if (!(lo < hi)) lo -= 0.5, hi += 0.5;
    const double bottom = top + kPlot;
    const Scale x(0, most, kLeft, kRight), y(lo, hi, bottom, top);
    for (const double tick : x.ticks()) {
      svg.line(x.position(tick), top, x.position(tick), bottom, kGrid, 1);
      svg.text(x.position(tick), bottom + 15, picture::tick_text(tick), 11, kInk, Anchor::middle);
    }
    for (const double tick : y.ticks()) {
      svg.line(kLeft, y.position(tick), kRight, y.position(tick), kGrid, 1);
      svg.text(kLeft - 6, y.position(tick) + 4, picture::tick_text(tick), 11, kInk, Anchor::end);
    }
    svg.text(18, (top + bottom) / 2, title, 12, kInk, Anchor::middle,
             fmt::format("transform=\"rotate(-90 18 {:.1f})\"", (top + bottom) / 2));
    for (const Curve& curve : curves_) {
      std::string points;
      for (const XY& point : line_of(curve))
        points += fmt::format("{}{:.1f},{:.1f}", points.empty() ? "" : " ", x.position(point.x),
                              y.position(point.y));
      svg.path(points, colour(curve));
    }
  }

  const std::vector<Curve>& curves_;
  std::vector<std::string> labels_;  // in the order of the curves
};

}  // namespace

std::string curves_picture(const Workload& workload, const std::vector<Curve>& curves) {
  return CurvesPainter(curves).run(workload);
}

}  // namespace rda::training
