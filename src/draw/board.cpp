// SPDX-License-Identifier: Apache-2.0
#include "draw/board.h"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "draw/style.h"
#include "picture/colours.h"

namespace rda::draw {
namespace {

using picture::Anchor;
using picture::Fill;

constexpr double kLeastMarked = 7;  ///< side of a tile that holds a letter

int site_of(const page::Floorplan& plan, const Unit& unit) {
  return unit.site().row * plan.cols + unit.site().col;
}

}  // namespace

std::string triangle(Point at, Side side, bool outwards, double size) {
  const double way = outwards ? -size : size;  // towards the east from the west side
  const bool along_x = side == Side::west || side == Side::east;
  const double tip = side == Side::west || side == Side::north ? way : -way;
  const auto corner = [&](double forth, double across) {
    return along_x ? fmt::format("{:.1f},{:.1f}", at.x + forth, at.y + across)
                   : fmt::format("{:.1f},{:.1f}", at.x + across, at.y + forth);
  };
  return corner(tip, 0) + ' ' + corner(-tip, size) + ' ' + corner(-tip, -size);
}

/// Corners of an address generator.
std::string diamond(Point at, double size) {
  return fmt::format("{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}", at.x - size, at.y,
                     at.x, at.y - size, at.x + size, at.y, at.x, at.y + size);
}

void Board::draw(const Widths& widths) {
  for (const auto& [ends, width] : widths)
    line(geometry_.switch_at(ends.first), geometry_.switch_at(ends.second), width);
  stubs();
  tiles();
  ports();
}

void Board::line(Point a, Point b, double width) {
  svg_.line(a.x, a.y, b.x, b.y, kWire, width, "stroke-linecap=\"round\"");
}

void Board::stubs() {
  for (const Unit& unit : mapping_.units)
    if (std::holds_alternative<GridSite>(unit.place)) {
      const int site = site_of(plan_, unit);
      line(geometry_.near_switch(site), geometry_.switch_at(site), kStub);
    }
}

void Board::tiles() {
  std::map<int, const Look*> looks;
  for (const UnitId unit : mapping_.units.ids())
    if (std::holds_alternative<GridSite>(mapping_.units[unit].place))
      looks[site_of(plan_, mapping_.units[unit])] = &looks_[unit.index()];
  for (int site = 0; site < plan_.rows * plan_.cols; ++site) {
    const auto look = looks.find(site);
    tile(site, look == looks.end() ? nullptr : look->second);
  }
}

void Board::tile(int site, const Look* look) {
  const bool memory = plan_.kinds[static_cast<std::size_t>(site)] == 'M';
  const Point at = geometry_.corner(site);
  const double side = geometry_.tile();
  const Fill fill = look ? Fill{look->colour, look->outline, 0.4} : Fill{"#ffffff", kUnused, 0.6};
  svg_.tile(at.x, at.y, side, side, memory ? side / 2 : 0, fill);
  if (!look || look->mark.empty() || side < kLeastMarked) return;
  const double size = std::min(0.68 * side, 12.0);
  svg_.text(at.x + side / 2, at.y + side / 2 + 0.36 * size, look->mark, size,
            picture::ink_on(look->colour), Anchor::middle);
}

void Board::ports() {
  std::map<std::pair<UnitKind, int>, const Look*> looks;
  for (const UnitId unit : mapping_.units.ids())
    if (const auto* port = std::get_if<EdgePort>(&mapping_.units[unit].place))
      looks[{mapping_.units[unit].kind, port->port}] = &looks_[unit.index()];
  for (const page::PortPlace& port : plan_.ports) {
    const auto look = looks.find({port.kind, port.number});
    const Point at = geometry_.port_at(port);
    const bool used = look != looks.end();
    if (used) line(at, geometry_.switch_at(port.site), kStub);
    const bool ag = port.kind == UnitKind::ag;
    svg_.polygon(ag ? diamond(at, 0.7 * kPortSize)
                    : triangle(at, port.side, port.kind == UnitKind::sink, kPortSize),
                 used ? Fill{look->second->colour, look->second->outline, 0.6}
                      : Fill{"#ffffff", kUnused, 0.6});
  }
}

}  // namespace rda::draw
