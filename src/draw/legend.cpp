// SPDX-License-Identifier: Apache-2.0
#include "draw/legend.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "base/ceil_div.h"
#include "draw/board.h"
#include "draw/style.h"
#include "picture/colours.h"

namespace rda::draw {
namespace {

using picture::Anchor;
using picture::Fill;
using picture::Svg;

constexpr std::size_t kColumns = 3;
constexpr double kColumn = (kWidth - 2 * kMargin) / kColumns;
constexpr double kLeastLink = 0.6;
constexpr int kSteps = 40;  ///< of a scale of colours
constexpr double kScaleWidth = 2 * kColumn - 2 * kSwatch;

std::size_t lines_of(const Lens& lens) {
  return lens.amount.empty() ? ceil_div(lens.entries.size(), kColumns) : 2;
}

/// A line of the legend, the middle of which is at y.
class Row {
 public:
  Row(Svg& svg, Point at) : svg_(svg), at_(at) {}

  void text(double x, const std::string& text, Anchor anchor = Anchor::start) {
    draw_line(svg_, x, at_.y, text, anchor);
  }
  void swatch(double x, double radius, const Fill& fill) {
    svg_.tile(x, at_.y - kSwatch / 2, kSwatch, kSwatch, radius, fill);
  }
  /// In a swatch at x.
  void mark(double x, const Look& look) {
    svg_.text(x + kSwatch / 2, at_.y + 3, look.mark, 8, picture::ink_on(look.colour),
              Anchor::middle);
  }
  /// Behind a swatch at x.
  void name(double x, const std::string& name) { text(x + kSwatch + 6, name); }

 private:
  Svg& svg_;
  Point at_;
};

void draw_entries(Svg& svg, const Lens& lens, Point at) {
  const std::size_t lines = lines_of(lens);
  for (std::size_t n = 0; n < lens.entries.size(); ++n) {
    const Entry& entry = lens.entries[n];
    Row row(svg, {at.x, at.y + kLine * static_cast<double>(n % lines)});
    const double x = at.x + kColumn * static_cast<double>(n / lines);
    row.swatch(x, 0, {entry.look.colour, kInk, 0.4});
    row.mark(x, entry.look);
    row.name(x, fmt::format("{} ({})", entry.name, entry.units));
  }
}

/// A strip of colours with its ends and its middle below.
void draw_scale(Svg& svg, const Lens& lens, Point at) {
  Row name(svg, at), numbers(svg, {at.x, at.y + kLine});
  name.text(at.x, lens.amount);
  const double left = at.x + kColumn;
  for (int step = 0; step < kSteps; ++step)
    svg.box(left + kScaleWidth * step / kSteps, at.y - kSwatch / 2, kScaleWidth / kSteps + 0.3,
            kSwatch, picture::amount_colour((step + 0.5) / kSteps));
  for (const double part : {0.0, 0.5, 1.0})
    numbers.text(left + kScaleWidth * part, fmt::format("{:.3g} %", 100 * part * lens.most),
                 Anchor::middle);
}

void draw_shapes(Svg& svg, Point at) {
  constexpr double kQuarter = (kWidth - 2 * kMargin) / 4;
  const Fill used{"#ffffff", kInk, 0.8};
  Row row(svg, at);
  row.swatch(at.x, 0, used);
  row.name(at.x, "PCU");
  row.swatch(at.x + kQuarter, kSwatch / 2, used);
  row.name(at.x + kQuarter, "PMU");
  const double port = at.x + 2 * kQuarter, unused = at.x + 3 * kQuarter;
  svg.polygon(triangle({port + kSwatch / 2, at.y}, Side::west, false, kPortSize),
              {kInk, kInk, 0.6});
  row.name(port, "source, sink");
  row.swatch(unused, 0, {"#ffffff", kUnused, 0.6});
  row.name(unused, "unused");
}

void draw_traffic(Svg& svg, const TrafficScale& scale, Point at) {
  Row row(svg, at);
  row.text(at.x, "links, both directions");
  double x = at.x + kColumn;
  for (const double amount : scale.samples()) {
    svg.line(x, at.y, x + 26, at.y, kWire, scale.width_of(amount));
    row.text(x + 33, scale.text(amount));
    x += kColumn;
  }
}

}  // namespace

TrafficScale::TrafficScale(const Figure& figure, double most_width)
    : cycles_(figure.cycles), most_width_(std::max(most_width, kLeastLink)) {
  std::map<std::pair<int, int>, double> both;
  for (const page::LinkTraffic& link : figure.plan.links) {
    double& amount = both[std::minmax(link.from, link.to)];
    amount += amount_of(link);
    most_ = std::max(most_, amount);
  }
}

double TrafficScale::amount_of(const page::LinkTraffic& link) const {
  if (cycles_ == 0) return static_cast<double>(link.streams);
  return static_cast<double>(link.bytes) / static_cast<double>(cycles_);
}

double TrafficScale::width_of(double amount) const {
  return most_ > 0 ? kLeastLink + (most_width_ - kLeastLink) * amount / most_ : kLeastLink;
}

std::vector<double> TrafficScale::samples() const {
  if (most_ == 0) return {};
  if (cycles_ > 0) return {most_ / 4, most_};
  return most_ > 1 ? std::vector<double>{1, most_} : std::vector<double>{1};
}

std::string TrafficScale::text(double amount) const {
  if (cycles_ > 0) return fmt::format("{:.3g} B/cycle", amount);
  return fmt::format("{} {}", amount, amount == 1 ? "stream" : "streams");
}

double legend_height(const Figure& figure) {
  return kLine * (static_cast<double>(lines_of(figure.lens)) + 2) + 8;
}

void draw_legend(Svg& svg, const Figure& figure, const TrafficScale& scale, Point corner) {
  const Lens& lens = figure.lens;
  Point at{corner.x, corner.y + kLine / 2};
  lens.amount.empty() ? draw_entries(svg, lens, at) : draw_scale(svg, lens, at);
  at.y += kLine * static_cast<double>(lines_of(lens));
  draw_shapes(svg, at);
  at.y += kLine;
  draw_traffic(svg, scale, at);
}

}  // namespace rda::draw
