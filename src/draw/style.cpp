// SPDX-License-Identifier: Apache-2.0
#include "draw/style.h"

#include <fmt/format.h>

#include <cmath>

namespace rda::draw {
namespace {

constexpr double kTitleHeight = 20, kTitleSize = 13;

}  // namespace

double title_height(const std::string& title) { return title.empty() ? 0 : kTitleHeight; }

void draw_title(picture::Svg& svg, const std::string& title, double width) {
  if (title.empty()) return;
  svg.text(width / 2, kTitleHeight - 4, picture::fitted(title, width - 2 * kMargin, kTitleSize),
           kTitleSize, kInk, picture::Anchor::middle);
}

void draw_line(picture::Svg& svg, double x, double y, std::string_view text, picture::Anchor anchor,
               std::string_view colour) {
  if (!text.empty()) svg.text(x, y + 0.36 * kTextSize, text, kTextSize, colour, anchor);
}

std::string three_digits(double number) {
  return std::fabs(number) >= 1000 ? fmt::format("{:.0f}", number) : fmt::format("{:.3g}", number);
}

std::string percent_of(double part, double whole) {
  return fmt::format("{:.1f} %", whole > 0 ? 100 * part / whole : 0);
}

}  // namespace rda::draw
