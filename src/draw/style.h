// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "picture/svg.h"

namespace rda::draw {

// What all pictures share.

inline constexpr double kWidth = 460;  ///< of a picture: a column of a paper and a half
inline constexpr double kMargin = 20;
inline constexpr double kLine = 17, kTextSize = 11;  ///< of a line of text
inline constexpr double kSwatch = 11;
inline constexpr std::string_view kInk = "#222222", kQuiet = "#666666", kWire = "#8c8c8c",
                                  kUnused = "#c8c8c8", kGrid = "#e2e2e2";
/// What stands out: darker than kWire in greyscale, too.
inline constexpr std::string_view kAccent = "#b3400a";

/// Height of a title; 0 without one.
double title_height(const std::string& title);
/// Writes a title into the middle of the picture's top. Does nothing without one.
void draw_title(picture::Svg& svg, const std::string& title, double width);

/// A line of text of which y is the middle; none if it is empty.
void draw_line(picture::Svg& svg, double x, double y, std::string_view text,
               picture::Anchor anchor = picture::Anchor::start, std::string_view colour = kInk);

/// A number with three digits, whole from 1000 on: "0.012", "15.1", "1110".
std::string three_digits(double number);
/// "12.5 %"; "0.0 %" of nothing.
std::string percent_of(double part, double whole);

}  // namespace rda::draw
