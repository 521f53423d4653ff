// SPDX-License-Identifier: Apache-2.0
#include "draw/floorplan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "draw/geometry.h"
#include "draw/legend.h"
#include "picture/colours.h"
#include "picture/svg.h"

namespace rda::draw {
namespace {

using picture::Anchor;
using picture::Fill;
using picture::Svg;

constexpr double kTitleHeight = 20, kTitleSize = 13;
constexpr double kLeastMarked = 7;  ///< side of a tile that holds a letter

class FloorplanPainter {
 public:
  FloorplanPainter(const Figure& figure, const Mapping& mapping)
      : figure_(figure),
        mapping_(mapping),
        geometry_(figure.plan, kWidth, figure.title.empty() ? 0 : kTitleHeight),
        scale_(figure, 0.7 * geometry_.channel()),
        width_(std::max(kWidth, geometry_.right())),
        svg_(width_, geometry_.bottom() + legend_height(figure)) {}

  std::string run() {
    if (!figure_.title.empty())
      svg_.text(width_ / 2, kTitleHeight - 4,
                picture::fitted(figure_.title, width_ - 2 * Geometry::kMargin, kTitleSize),
                kTitleSize, kInk, Anchor::middle);
    links();
    stubs();
    tiles();
    ports();
    draw_legend(svg_, figure_, scale_, {Geometry::kMargin, geometry_.bottom()});
    return svg_.take();
  }

 private:
  int site_of(const Unit& unit) const {
    return unit.site().row * figure_.plan.cols + unit.site().col;
  }
  void line(Point a, Point b, double width) {
    svg_.line(a.x, a.y, b.x, b.y, kWire, width, "stroke-linecap=\"round\"");
  }

  /// One line for both directions of a link.
  void links() {
    std::map<std::pair<int, int>, double> traffic;
    for (const page::LinkTraffic& link : figure_.plan.links)
      traffic[std::minmax(link.from, link.to)] += scale_.amount_of(link);
    for (const auto& [ends, amount] : traffic)
      line(geometry_.switch_at(ends.first), geometry_.switch_at(ends.second),
           scale_.width_of(amount));
  }

  /// From each unit to its switch.
  void stubs() {
    for (const Unit& unit : mapping_.units) {
      const Point corner = geometry_.corner(site_of(unit));
      const double inside = 0.86 * geometry_.tile();
      if (std::holds_alternative<GridSite>(unit.place))
        line({corner.x + inside, corner.y + inside}, geometry_.switch_at(site_of(unit)), 0.6);
    }
  }

  void tiles() {
    std::map<int, const Look*> looks;
    for (const UnitId unit : mapping_.units.ids())
      if (std::holds_alternative<GridSite>(mapping_.units[unit].place))
        looks[site_of(mapping_.units[unit])] = &figure_.lens.units[unit.index()];
    for (int site = 0; site < figure_.plan.rows * figure_.plan.cols; ++site) {
      const auto look = looks.find(site);
      tile(site, look == looks.end() ? nullptr : look->second);
    }
  }

  void tile(int site, const Look* look) {
    const bool memory = figure_.plan.kinds[static_cast<std::size_t>(site)] == 'M';
    const Point at = geometry_.corner(site);
    const double side = geometry_.tile();
    const Fill fill = look ? Fill{look->colour, kInk, 0.4} : Fill{"#ffffff", kUnused, 0.6};
    svg_.tile(at.x, at.y, side, side, memory ? side / 2 : 0, fill);
    if (!look || look->mark.empty() || side < kLeastMarked) return;
    const double size = std::min(0.68 * side, 12.0);
    svg_.text(at.x + side / 2, at.y + side / 2 + 0.36 * size, look->mark, size,
              picture::ink_on(look->colour), Anchor::middle);
  }

  void ports() {
    std::map<std::pair<UnitKind, int>, const Look*> looks;
    for (const UnitId unit : mapping_.units.ids())
      if (const auto* port = std::get_if<EdgePort>(&mapping_.units[unit].place))
        looks[{mapping_.units[unit].kind, port->port}] = &figure_.lens.units[unit.index()];
    for (const page::PortPlace& port : figure_.plan.ports) {
      const auto look = looks.find({port.kind, port.number});
      const Point at = geometry_.port_at(port);
      const bool used = look != looks.end();
      if (used) line(at, geometry_.switch_at(port.site), 0.6);
      svg_.polygon(triangle(at, port.side, port.kind == UnitKind::sink, kPortSize),
                   used ? Fill{look->second->colour, kInk, 0.6} : Fill{"#ffffff", kUnused, 0.6});
    }
  }

  const Figure& figure_;
  const Mapping& mapping_;
  const Geometry geometry_;
  const TrafficScale scale_;
  const double width_;
  Svg svg_;
};

}  // namespace

std::string to_svg(const Figure& figure, const Mapping& mapping) {
  return FloorplanPainter(figure, mapping).run();
}

}  // namespace rda::draw
