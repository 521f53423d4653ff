// SPDX-License-Identifier: Apache-2.0
#include "draw/chain.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "draw/board.h"
#include "draw/categories.h"
#include "draw/geometry.h"
#include "draw/style.h"
#include "draw/visits.h"
#include "picture/colours.h"
#include "picture/svg.h"

namespace rda::draw {
namespace {

using picture::Anchor;

constexpr double kRoute = 2, kHalo = 4, kThinLink = 0.4, kArrow = 3.2;
constexpr std::string_view kOther = "#ececec";
constexpr std::size_t kMostRows = 40;
constexpr double kRow = 15;
constexpr double kUnitAt = kMargin + 22, kCategoryAt = 258, kLinksAt = 386;

std::string numbers(const Visit& visit) { return fmt::format("{}", visit.number); }

class ChainPainter {
 public:
  ChainPainter(const ChainFigure& figure, const Mapping& mapping)
      : figure_(figure),
        mapping_(mapping),
        visits_(visits_of(figure.explanation)),
        looks_(looks()),
        geometry_(figure.plan, kWidth, title_height(figure.title)),
        width_(std::max(kWidth, geometry_.right())),
        svg_(width_, geometry_.bottom() + kRow * (static_cast<double>(rows()) + 2) + 12) {}

  std::string run() {
    draw_title(svg_, figure_.title, width_);
    Board::Widths widths;
    for (const page::LinkTraffic& link : figure_.plan.links)
      widths[std::minmax(link.from, link.to)] = kThinLink;
    Board(svg_, geometry_, figure_.plan, mapping_, looks_).draw(widths);
    for (const auto& [colour, width] :
         {std::pair(std::string_view("#ffffff"), kHalo), std::pair(kAccent, kRoute)})
      for (const Visit& visit : visits_) route(visit, colour, width);
    for (const Visit& visit : visits_) mark(visit);
    list();
    return svg_.take();
  }

 private:
  std::size_t rows() const { return std::min(visits_.size(), kMostRows + 1); }

  std::optional<UnitId> find(const std::string& name) const {
    for (const UnitId id : mapping_.units.ids())
      if (mapping_.units[id].name == name) return id;
    return std::nullopt;
  }

  /// Of the unit, which other visits may have coloured.
  std::string colour_at(const Visit& visit) const {
    const auto unit = find(visit.unit);
    return unit ? looks_[unit->index()].colour : std::string(kOther);
  }

  std::vector<Look> looks() const {
    std::vector<Look> looks(mapping_.units.size(), {std::string(kOther), "", "#b4b4b4"});
    std::vector<Cycle> most(looks.size(), -1);
    for (const Visit& visit : visits_)
      if (const auto unit = find(visit.unit); unit && visit.work > most[unit->index()]) {
        most[unit->index()] = visit.work;
        looks[unit->index()] = {colour_of(figure_.explanation, visit.category), ""};
      }
    return looks;
  }

  Point end_at(const Unit& unit) const {
    const int site = unit.site().row * figure_.plan.cols + unit.site().col;
    if (const auto* edge = std::get_if<EdgePort>(&unit.place))
      for (const page::PortPlace& port : figure_.plan.ports)
        if (port.kind == unit.kind && port.number == edge->port) return geometry_.port_at(port);
    return geometry_.near_switch(site);
  }

  /// The ways of the tokens that the visit waited for, from their writers to the unit.
  void route(const Visit& visit, std::string_view colour, double width) {
    const auto unit = find(visit.unit);
    if (!unit) return;
    for (const StreamId id : mapping_.streams.ids())
      if (std::ranges::find(visit.streams, mapping_.streams[id].name) != visit.streams.end())
        route(id, mapping_.units[*unit], colour, width);
  }

  void route(StreamId id, const Unit& reader, std::string_view colour, double width) {
    const page::StreamPlace& stream = figure_.plan.streams[id.index()];
    const int site = reader.site().row * figure_.plan.cols + reader.site().col;
    const auto last = std::ranges::find(stream.sites, site);
    if (last == stream.sites.end()) return;
    std::vector<Point> points{end_at(reader)};
    for (int node = static_cast<int>(last - stream.sites.begin()); node >= 0;
         node = stream.parents[static_cast<std::size_t>(node)])
      points.push_back(geometry_.switch_at(stream.sites[static_cast<std::size_t>(node)]));
    points.push_back(end_at(mapping_.units[mapping_.streams[id].from]));
    for (std::size_t i = 0; i + 1 < points.size(); ++i)
      svg_.line(points[i].x, points[i].y, points[i + 1].x, points[i + 1].y, colour, width,
                "stroke-linecap=\"round\"");
    if (colour == kAccent) arrow(points);
  }

  /// In the middle of the route, in its direction. @param points  from its end to its begin
  void arrow(const std::vector<Point>& points) {
    const std::size_t middle = points.size() / 2;
    const Point to = points[middle - 1], from = points[middle];
    const double dx = to.x - from.x, dy = to.y - from.y;
    const Side side = std::abs(dx) > std::abs(dy) ? (dx > 0 ? Side::west : Side::east)
                                                  : (dy > 0 ? Side::north : Side::south);
    svg_.polygon(triangle({(from.x + to.x) / 2, (from.y + to.y) / 2}, side, false, kArrow),
                 {kAccent, "#ffffff", 0.6});
  }

  /// The number of a unit in its tile or port.
  void mark(const Visit& visit) {
    const auto id = find(visit.unit);
    if (!id) return;
    const Unit& unit = mapping_.units[*id];
    const int site = unit.site().row * figure_.plan.cols + unit.site().col;
    const bool port = std::holds_alternative<EdgePort>(unit.place);
    const double side = geometry_.tile(), size = std::clamp(0.68 * side, 7.0, 12.0);
    Point at = geometry_.corner(site);
    at = port ? Point{end_at(unit).x, end_at(unit).y - 2 * kPortSize}
              : Point{at.x + side / 2, at.y + side / 2};
    const bool on_paper = port || side < size;
    svg_.text(at.x, at.y + 0.36 * size, numbers(visit), size,
              on_paper ? kInk : picture::ink_on(looks_[id->index()].colour), Anchor::middle,
              on_paper ? "stroke=\"#ffffff\" stroke-width=\"2\" paint-order=\"stroke\"" : "");
  }

  void row(double y, const std::string& unit, const std::string& category, const std::string& links,
           const std::string& work, std::string_view colour = kInk) {
    draw_line(svg_, kUnitAt, y, picture::fitted(unit, kCategoryAt - kUnitAt, kTextSize),
              Anchor::start, colour);
    draw_line(svg_, kCategoryAt, y, category, Anchor::start, colour);
    draw_line(svg_, kLinksAt, y, links, Anchor::end, colour);
    draw_line(svg_, kWidth - kMargin, y, work, Anchor::end, colour);
  }

  /// A line for each visit, and a last one of all cycles.
  void list() {
    double y = geometry_.bottom() + kRow / 2;
    row(y, "unit", "its work", "links", "work", kQuiet);
    Cycle links = 0, work = 0;
    for (std::size_t v = 0; v < visits_.size(); ++v) {
      const Visit& visit = visits_[v];
      links += visit.links;
      work += visit.work;
      if (v > kMostRows) continue;
      y += kRow;
      if (v == kMostRows) {
        row(y, fmt::format("and {} visits more", visits_.size() - v), "", "", "", kQuiet);
        continue;
      }
      svg_.tile(kMargin, y - 6.5, 16, 13, 2, {colour_at(visit), kInk, 0.4});
      svg_.text(kMargin + 8, y + 3.2, numbers(visit), 9, picture::ink_on(colour_at(visit)),
                Anchor::middle);
      row(y, visit.unit, visit.work > 0 ? words_of(visit.category) : "",
          visit.links > 0 ? fmt::format("{}", visit.links) : "",
          visit.work > 0 ? fmt::format("{}", visit.work) : "");
    }
    y += kRow;
    svg_.line(kMargin, y - kRow / 2, kWidth - kMargin, y - kRow / 2, kUnused, 0.6);
    const Explanation& e = figure_.explanation;
    row(y, fmt::format("step {} of {}: {} cycles", e.step, e.steps, e.cycles), "",
        fmt::format("{}", links), fmt::format("{}", work));
  }

  const ChainFigure& figure_;
  const Mapping& mapping_;
  const std::vector<Visit> visits_;
  const std::vector<Look> looks_;
  const Geometry geometry_;
  const double width_;
  picture::Svg svg_;
};

}  // namespace

std::string to_svg(const ChainFigure& figure, const Mapping& mapping) {
  return ChainPainter(figure, mapping).run();
}

}  // namespace rda::draw
