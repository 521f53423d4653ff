// SPDX-License-Identifier: Apache-2.0
#include "picture/svg.h"

#include <fmt/format.h>

#include <array>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "base/xml.h"

namespace rda::picture {
namespace {

constexpr std::array<std::string_view, 7> kColours{"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                                   "#E69F00", "#56B4E9", "#000000"};
constexpr int kShapes = 4;
constexpr std::size_t kLongestText = 200;

/// A circle, square, triangle or diamond of about the same area, around 0.
std::string shape(int kind, double r) {
  switch (kind) {
    case 0:
      return fmt::format(
          "M{0:.2f},0A{1:.2f},{1:.2f} 0 1,0 {1:.2f},0A{1:.2f},{1:.2f} 0 1,0 {0:.2f},0Z", -r, r);
    case 1:
      return fmt::format("M{0:.2f},{0:.2f}H{1:.2f}V{1:.2f}H{0:.2f}Z", -0.88 * r, 0.88 * r);
    case 2:
      return fmt::format("M0,{:.2f}L{:.2f},{:.2f}H{:.2f}Z", -1.25 * r, 1.15 * r, 0.8 * r,
                         -1.15 * r);
    default:
      return fmt::format("M0,{0:.2f}L{1:.2f},0L0,{1:.2f}L{0:.2f},0Z", -1.25 * r, 1.25 * r);
  }
}

constexpr std::string_view name(Anchor anchor) {
  return anchor == Anchor::start ? "start" : anchor == Anchor::middle ? "middle" : "end";
}

}  // namespace

Style style_of(std::size_t series) {
  return {kColours[series % kColours.size()], static_cast<int>(series % kShapes)};
}

Svg::Svg(double width, double height) {
  text_ = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" "
      "viewBox=\"0 0 {0} {1}\" font-family=\"DejaVu Sans, Arial, sans-serif\">\n",
      width, height);
  box(0, 0, width, height, "#ffffff");
}

void Svg::box(double x, double y, double width, double height, std::string_view colour) {
  fmt::format_to(std::back_inserter(text_),
                 "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" "
                 "fill=\"{}\"/>\n",
                 x, y, width, height, colour);
}

void Svg::line(double x1, double y1, double x2, double y2, std::string_view colour, double width,
               std::string_view more) {
  fmt::format_to(std::back_inserter(text_),
                 "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" "
                 "stroke-width=\"{:.1f}\"{}{}/>\n",
                 x1, y1, x2, y2, colour, width, more.empty() ? "" : " ", more);
}

void Svg::polygon(const std::string& points, const Fill& fill) {
  fmt::format_to(std::back_inserter(text_),
                 "<polygon points=\"{}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"{:.1f}\"/>\n",
                 points, fill.colour, fill.outline, fill.width);
}

void Svg::tile(double x, double y, double width, double height, double radius, const Fill& fill) {
  fmt::format_to(std::back_inserter(text_),
                 "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"{:.1f}\" "
                 "fill=\"{}\" stroke=\"{}\" stroke-width=\"{:.1f}\"/>\n",
                 x, y, width, height, radius, fill.colour, fill.outline, fill.width);
}

void Svg::text(double x, double y, std::string_view text, double size, std::string_view colour,
               Anchor anchor, std::string_view more) {
  fmt::format_to(std::back_inserter(text_),
                 "<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{}\" fill=\"{}\" "
                 "text-anchor=\"{}\"{}{}>{}</text>\n",
                 x, y, size, colour, name(anchor), more.empty() ? "" : " ", more, escaped(text));
}

void Svg::mark(double x, double y, const Style& style, double radius, bool pale) {
  fmt::format_to(std::back_inserter(text_),
                 "<path transform=\"translate({:.1f},{:.1f})\" d=\"{}\" fill=\"{}\"{}/>\n", x, y,
                 shape(style.shape, radius), style.colour,
                 pale ? " fill-opacity=\"0.3\"" : " stroke=\"#ffffff\" stroke-width=\"1\"");
}

void Svg::path(const std::string& points, std::string_view colour) {
  fmt::format_to(std::back_inserter(text_),
                 "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\" "
                 "stroke-opacity=\"0.8\"/>\n",
                 points, colour);
}

std::string Svg::take() { return std::exchange(text_, {}) + "</svg>\n"; }

std::string fitted(std::string_view text, double width, double size) {
  return one_line(text, static_cast<std::size_t>(width / (0.56 * size)));
}

std::string escaped(std::string_view text) { return xml(one_line(text, kLongestText)); }

}  // namespace rda::picture
