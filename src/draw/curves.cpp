// SPDX-License-Identifier: Apache-2.0
#include "draw/curves.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

#include "picture/scale.h"
#include "picture/svg.h"

namespace rda::draw {
namespace {

using picture::Anchor;
using picture::Scale;
using training::Curve;

constexpr double kCurvesWidth = 640, kCurvesLeft = 70, kCurvesRight = 620, kCurvesPlot = 220,
                 kCurvesBetween = 60, kCurvesTop = 40;
constexpr std::string_view kCurvesInk = "#222222", kCurvesGrid = "#e2e2e2";

struct CurveXY {
  double x, y;
};
using CurveLine = std::vector<CurveXY>;

/// Points whose y is the mean over curves of the same batches: `y` gives that of a point, or none.
CurveLine mean_of(const std::vector<const Curve*>& curves, auto y) {
  CurveLine line;
  for (std::size_t i = 0; i < curves.front()->points.size(); ++i) {
    double sum = 0;
    for (const Curve* curve : curves) sum += y(curve->points[i]).value_or(std::nan(""));
    if (!std::isnan(sum))
      line.push_back({static_cast<double>(i + 1), sum / static_cast<double>(curves.size())});
  }
  return line;
}

/// Means over so many neighbours that about forty points are left.
CurveLine losses_of(const std::vector<const Curve*>& curves) {
  const CurveLine all =
      mean_of(curves, [](const training::Point& point) { return std::optional(point.loss); });
  const std::size_t each = std::max<std::size_t>(1, all.size() / 40);
  CurveLine line;
  for (std::size_t i = 0; i + each <= all.size(); i += each) {
    double sum = 0;
    for (std::size_t k = 0; k < each; ++k) sum += all[i + k].y;
    line.push_back({all[i + each - 1].x, sum / static_cast<double>(each)});
  }
  return line;
}

CurveLine metrics_of(const std::vector<const Curve*>& curves) {
  return mean_of(curves, [](const training::Point& point) {
    return point.test ? std::optional(point.test->metric) : std::nullopt;
  });
}

class CurvesPainter {
 public:
  explicit CurvesPainter(const std::vector<Curve>& curves) {
    for (const Curve& curve : curves) {
      const auto at = std::ranges::find(series_, curve.label, &Series::label);
      if (at == series_.end())
        series_.push_back({curve.label, {&curve}});
      else
        at->curves.push_back(&curve);
    }
  }

  std::string run(const Workload& workload) {
    const bool tests = series_.front().curves.front()->last_test() != nullptr;
    const double height = kCurvesTop + (tests ? 2 : 1) * (kCurvesPlot + kCurvesBetween);
    picture::Svg svg(kCurvesWidth, height);
    legend(svg);
    plot(svg, kCurvesTop, losses_of, "loss of a batch");
    if (tests)
      plot(svg, kCurvesTop + kCurvesPlot + kCurvesBetween, metrics_of,
           "test: " + training::metric_name(workload));
    svg.text((kCurvesLeft + kCurvesRight) / 2, height - 10, "batches", 12, kCurvesInk,
             Anchor::middle);
    return svg.take();
  }

 private:
  /// The curves of one precision, one for each seed.
  struct Series {
    std::string label;
    std::vector<const Curve*> curves;
  };

  void legend(picture::Svg& svg) const {
    double x = kCurvesLeft;
    for (std::size_t i = 0; i < series_.size(); ++i) {
      svg.box(x, 12, 14, 4, picture::style_of(i).colour);
      svg.text(x + 18, 18, series_[i].label, 11, kCurvesInk, Anchor::start);
      x += 32 + 6.5 * static_cast<double>(series_[i].label.size());
    }
    const std::size_t seeds = series_.front().curves.size();
    if (seeds > 1)
      svg.text(kCurvesRight, 18, fmt::format("mean of {} seeds", seeds), 11, kCurvesInk,
               Anchor::end);
  }

  void plot(picture::Svg& svg, double top, CurveLine (*line_of)(const std::vector<const Curve*>&),
            const std::string& title) const {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    double lo = kInfinity, hi = -kInfinity, most = 1;
    for (const Series& series : series_)
      for (const CurveXY& point : line_of(series.curves)) {
        lo = std::min(lo, point.y), hi = std::max(hi, point.y);
        most = std::max(most, point.x);
      }
    if (!(lo < hi)) lo -= 0.5, hi += 0.5;
    const double bottom = top + kCurvesPlot;
    const Scale x(0, most, kCurvesLeft, kCurvesRight), y(lo, hi, bottom, top);
    for (const double tick : x.ticks()) {
      svg.line(x.position(tick), top, x.position(tick), bottom, kCurvesGrid, 1);
      svg.text(x.position(tick), bottom + 15, picture::tick_text(tick), 11, kCurvesInk,
               Anchor::middle);
    }
    for (const double tick : y.ticks()) {
      svg.line(kCurvesLeft, y.position(tick), kCurvesRight, y.position(tick), kCurvesGrid, 1);
      svg.text(kCurvesLeft - 6, y.position(tick) + 4, picture::tick_text(tick), 11, kCurvesInk,
               Anchor::end);
    }
    svg.text(18, (top + bottom) / 2, title, 12, kCurvesInk, Anchor::middle,
             fmt::format("transform=\"rotate(-90 18 {:.1f})\"", (top + bottom) / 2));
    for (std::size_t i = 0; i < series_.size(); ++i) {
      std::string points;
      for (const CurveXY& point : line_of(series_[i].curves))
        points += fmt::format("{}{:.1f},{:.1f}", points.empty() ? "" : " ", x.position(point.x),
                              y.position(point.y));
      svg.path(points, picture::style_of(i).colour);
    }
  }

  std::vector<Series> series_;  // in the order of the curves
};

}  // namespace

std::string curves_picture(const Workload& workload, const std::vector<Curve>& curves) {
  return CurvesPainter(curves).run(workload);
}

}  // namespace rda::draw
