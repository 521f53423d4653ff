// SPDX-License-Identifier: Apache-2.0
#include "draw/roofline.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "draw/style.h"
#include "picture/scale.h"
#include "picture/svg.h"

namespace rda::draw {
namespace {

using picture::Anchor;
using picture::Scale;

constexpr double kPlotLeft = 62, kPlotRight = kWidth - kMargin,
                 kPlot = 250;  ///< height of the plot
constexpr double kAround = 3;  ///< axes go on so many times farther than their numbers
constexpr double kMark = 4.5, kDegrees = 180 / 3.14159265358979;
constexpr double kSpeedSize = 9, kFromKnee = 14, kBelow = 9;
constexpr double kOperationsAt = 270, kRoofAt = 352;

/// "65.5 TB/s"
std::string speed_text(double bytes_per_second) {
  std::string_view prefixes = "kMGTPE";
  bytes_per_second /= 1000;
  while (bytes_per_second >= 1000 && prefixes.size() > 1) {
    bytes_per_second /= 1000;
    prefixes.remove_prefix(1);
  }
  return fmt::format("{} {}B/s", three_digits(bytes_per_second), prefixes.front());
}

struct Range {
  double lo = std::numeric_limits<double>::infinity(), hi = 0;
  void add(double number) {
    lo = std::min(lo, number);
    hi = std::max(hi, number);
  }
};

class RooflinePainter {
 public:
  explicit RooflinePainter(const RooflineFigure& figure)
      : figure_(figure),
        top_(title_height(figure.title) + 26),
        bottom_(top_ + kPlot),
        lowest_(static_cast<std::size_t>(
            std::ranges::min_element(figure.roofs, {}, &cost::Roof::tflops) -
            figure.roofs.begin())),
        x_(across()),
        y_(Scale::logarithmic(std::min(figure.tflops, ceiling()) / kAround, ceiling() * 2, bottom_,
                              top_)),
        svg_(kWidth, bottom_ + 48 + kLine * static_cast<double>(figure.roofs.size() + 1)) {}

  std::string run() {
    draw_title(svg_, figure_.title, kWidth);
    axes();
    roofs();
    for (std::size_t r = 1; r < figure_.roofs.size(); ++r) run_at(r);
    list();
    return svg_.take();
  }

 private:
  double ceiling() const { return figure_.roofs[0].tflops; }
  std::string_view colour_of_roof(std::size_t roof) const {
    return roof == lowest_ ? kAccent : kInk;
  }

  /// Operations a byte: those of the run, and those at which a bandwidth meets the level roof.
  Scale across() const {
    Range range;
    for (const cost::Roof& roof : figure_.roofs)
      if (roof.bytes_per_second > 0) {
        range.add(roof.operations_per_byte);
        range.add(ceiling() * 1e12 / roof.bytes_per_second);
      }
    if (range.hi == 0) range = {1, 1};
    return Scale::logarithmic(range.lo / kAround, range.hi * kAround, kPlotLeft, kPlotRight);
  }

  void axes() {
    for (const double tick : x_.ticks()) {
      const double x = x_.position(tick);
      svg_.line(x, top_, x, bottom_, kGrid, 0.6);
      draw_line(svg_, x, bottom_ + 11, picture::tick_text(tick), Anchor::middle);
    }
    for (const double tick : y_.ticks()) {
      const double y = y_.position(tick);
      svg_.line(kPlotLeft, y, kPlotRight, y, kGrid, 0.6);
      draw_line(svg_, kPlotLeft - 6, y, picture::tick_text(tick), Anchor::end);
    }
    svg_.line(kPlotLeft, bottom_, kPlotRight, bottom_, kInk, 0.8);
    svg_.line(kPlotLeft, top_, kPlotLeft, bottom_, kInk, 0.8);
    draw_line(svg_, kMargin, top_ - 14, "TFLOPS", Anchor::start, kQuiet);
    draw_line(svg_, (kPlotLeft + kPlotRight) / 2, bottom_ + 28, "operations a byte", Anchor::middle,
              kQuiet);
  }

  /// From the left edge or the bottom up to the level roof.
  void slope(double bytes_per_second, std::string_view colour, double width) {
    const auto tflops = [&](double operations) { return operations * bytes_per_second * 1e-12; };
    const double knee = ceiling() * 1e12 / bytes_per_second;
    const double least = std::max(x_.least(), y_.least() * 1e12 / bytes_per_second);
    svg_.line(x_.position(least), y_.position(tflops(least)), x_.position(knee),
              y_.position(ceiling()), colour, width);
  }

  /// "24.6 TB/s" along the upper part of a sloping line, below it.
  void name_slope(double bytes_per_second) {
    const double knee = ceiling() * 1e12 / bytes_per_second;
    const double x = x_.position(knee), y = y_.position(ceiling());
    const double run = x - x_.position(knee / 10), rise = y_.position(ceiling() / 10) - y;
    const double angle = std::atan2(rise, run), sin = std::sin(angle), cos = std::cos(angle);
    const double left = x - kFromKnee * cos + kBelow * sin,
                 top = y + kFromKnee * sin + kBelow * cos;
    svg_.text(
        left, top, speed_text(bytes_per_second), kSpeedSize, kQuiet, Anchor::end,
        fmt::format("transform=\"rotate({:.1f} {:.1f} {:.1f})\"", -angle * kDegrees, left, top));
  }

  void roofs() {
    std::set<double> slopes;
    for (const cost::Roof& roof : figure_.roofs)
      if (roof.bytes_per_second > 0) slopes.insert(roof.bytes_per_second);
    for (const double bytes_per_second : slopes) {
      slope(bytes_per_second, kWire, 1.2);
      name_slope(bytes_per_second);
    }
    if (lowest_ > 0) slope(figure_.roofs[lowest_].bytes_per_second, kAccent, 2);
    svg_.line(kPlotLeft, y_.position(ceiling()), kPlotRight, y_.position(ceiling()),
              colour_of_roof(0), 2);
    draw_line(svg_, kPlotLeft + 6, y_.position(ceiling()) - 9,
              fmt::format("{}, {} TFLOPS", figure_.roofs[0].part, three_digits(ceiling())));
  }

  /// The run as a part sees it, and the way up to the part's roof.
  void run_at(std::size_t roof) {
    const cost::Roof& of = figure_.roofs[roof];
    const double x = x_.position(of.operations_per_byte), y = y_.position(figure_.tflops);
    svg_.line(x, y, x, y_.position(std::min(of.tflops, ceiling())), colour_of_roof(roof), 1,
              "stroke-dasharray=\"2 3\"");
    svg_.mark(x, y, style_at(roof), kMark, false);
  }

  /// Marks differ in their shapes, but for parts that are at one place.
  picture::Style style_at(std::size_t roof) const {
    const auto at = [&](const cost::Roof& of) {
      return of.bytes_per_second > 0 ? std::lround(x_.position(of.operations_per_byte)) : -1;
    };
    const auto first = std::ranges::find(figure_.roofs, at(figure_.roofs[roof]), at);
    const auto place = static_cast<std::size_t>(first - figure_.roofs.begin());
    return {colour_of_roof(roof), picture::style_of(place - 1).shape};
  }

  void row(double y, std::string_view part, const std::string& operations, const std::string& roof,
           const std::string& reached, std::string_view colour) {
    draw_line(svg_, kMargin + 16, y, part, Anchor::start, colour);
    draw_line(svg_, kOperationsAt, y, operations, Anchor::end, colour);
    draw_line(svg_, kRoofAt, y, roof, Anchor::end, colour);
    draw_line(svg_, kPlotRight, y, reached, Anchor::end, colour);
  }

  void list() {
    double y = bottom_ + 48;
    row(y, fmt::format("the run: {} TFLOPS", three_digits(figure_.tflops)), "operations a byte",
        "roof, TFLOPS", "reached", kQuiet);
    for (std::size_t r = 0; r < figure_.roofs.size(); ++r) {
      const cost::Roof& roof = figure_.roofs[r];
      y += kLine;
      const bool moves = roof.bytes_per_second > 0;
      if (moves)
        svg_.mark(kMargin + 5, y, style_at(r), kMark, false);
      else
        svg_.line(kMargin, y, kMargin + 10, y, colour_of_roof(r), 2);
      row(y, roof.part, moves ? three_digits(roof.operations_per_byte) : "",
          three_digits(roof.tflops), percent_of(figure_.tflops, roof.tflops), colour_of_roof(r));
    }
  }

  const RooflineFigure& figure_;
  const double top_, bottom_;
  const std::size_t lowest_;
  const Scale x_, y_;
  picture::Svg svg_;
};

}  // namespace

std::string to_svg(const RooflineFigure& figure) { return RooflinePainter(figure).run(); }

}  // namespace rda::draw
