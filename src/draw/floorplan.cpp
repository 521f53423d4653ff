// SPDX-License-Identifier: Apache-2.0
#include "draw/floorplan.h"

#include <algorithm>
#include <map>
#include <utility>

#include "draw/board.h"
#include "draw/geometry.h"
#include "draw/legend.h"
#include "draw/style.h"
#include "picture/svg.h"

namespace rda::draw {
namespace {

/// One line for both directions of a link.
Board::Widths widths_of(const Figure& figure, const TrafficScale& scale) {
  Board::Widths widths;
  for (const page::LinkTraffic& link : figure.plan.links)
    widths[std::minmax(link.from, link.to)] += scale.amount_of(link);
  for (auto& [ends, width] : widths) width = scale.width_of(width);
  return widths;
}

}  // namespace

std::string to_svg(const Figure& figure, const Mapping& mapping) {
  const Geometry geometry(figure.plan, kWidth, title_height(figure.title));
  const TrafficScale scale(figure, 0.7 * geometry.channel());
  const double width = std::max(kWidth, geometry.right());
  picture::Svg svg(width, geometry.bottom() + legend_height(figure));
  draw_title(svg, figure.title, width);
  Board(svg, geometry, figure.plan, mapping, figure.lens.units).draw(widths_of(figure, scale));
  draw_legend(svg, figure, scale, {kMargin, geometry.bottom()});
  return svg.take();
}

}  // namespace rda::draw
