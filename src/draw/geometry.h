// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "draw/style.h"
#include "page/floorplan.h"

namespace rda::draw {

struct Point {
  double x = 0, y = 0;
};

/// Where sites, switches and ports of a grid are in a picture: a tile at each site, its switch at
/// the tile's lower right, and links between switches in the channels between the tiles. The same
/// as on the page of a run (web/geometry.js).
class Geometry {
 public:
  /// There is a margin around the grid, for ports.
  /// @param width  of the whole picture, which a wider grid exceeds @param top  of the grid's part
  Geometry(const page::Floorplan& plan, double width, double top)
      : cols_(plan.cols),
        pitch_(std::clamp((width - 2 * kMargin) / plan.cols, kLeastPitch, kMostPitch)),
        width_(2 * kMargin + pitch_ * plan.cols),
        height_(2 * kMargin + pitch_ * plan.rows),
        left_(std::max(0.0, (width - width_) / 2)),
        top_(top) {}

  double pitch() const { return pitch_; }
  double tile() const { return kTile * pitch_; }
  double channel() const { return pitch_ - tile(); }
  double right() const { return left_ + width_; }
  double bottom() const { return top_ + height_; }

  /// The upper left corner of a site's tile.
  Point corner(int site) const {
    return {left_ + kMargin + pitch_ * (site % cols_), top_ + kMargin + pitch_ * (site / cols_)};
  }
  Point switch_at(int site) const {
    const Point at = corner(site);
    const double to = tile() + channel() / 2;
    return {at.x + to, at.y + to};
  }
  /// Where the line from a tile to its switch begins.
  Point near_switch(int site) const {
    const Point at = corner(site);
    const double inside = 0.86 * tile();
    return {at.x + inside, at.y + inside};
  }
  Point port_at(const page::PortPlace& port) const {
    const Point at = aside(port);
    switch (port.side) {
      case Side::west:
        return {left_ + kMargin / 2, at.y};
      case Side::east:
        return {right() - kMargin / 2, at.y};
      case Side::north:
        return {at.x, top_ + kMargin / 2};
      case Side::south:
        break;
    }
    return {at.x, bottom() - kMargin / 2};
  }

 private:
  /// Where a port's switch is, along its side. Address generators stand beside the stream ports,
  /// and some share a switch.
  Point aside(const page::PortPlace& port) const {
    Point at = switch_at(port.site);
    if (port.kind != UnitKind::ag) return at;
    constexpr std::array kShifts{0.4, -0.4, 0.2, -0.2};
    const bool along_y = port.side == Side::west || port.side == Side::east;
    (along_y ? at.y : at.x) += pitch_ * kShifts[static_cast<std::size_t>(port.beside) % 4];
    return at;
  }

  static constexpr double kTile = 0.64, kLeastPitch = 4, kMostPitch = 34;

  int cols_;
  double pitch_, width_, height_, left_, top_;
};

}  // namespace rda::draw
