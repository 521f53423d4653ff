// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rda::picture {

/// The colour and shape of a series. Eight series differ in both; colours can be told apart by the
/// colour-blind (Okabe and Ito, 2008).
struct Style {
  std::string_view colour;
  int shape = 0;
};
Style style_of(std::size_t series);

/// The inside of a shape and its outline; "none": not drawn.
struct Fill {
  std::string_view colour, outline = "none";
  double width = 1;  ///< of the outline
};

enum class Anchor { start, middle, end };

/// Writes an SVG picture, element by element.
class Svg {
 public:
  Svg(double width, double height);

  /// @param more  further attributes
  void line(double x1, double y1, double x2, double y2, std::string_view colour, double width,
            std::string_view more = {});
  void text(double x, double y, std::string_view text, double size, std::string_view colour,
            Anchor anchor, std::string_view more = {});
  /// A design: filled, of about this radius.
  void mark(double x, double y, const Style& style, double radius, bool pale);
  /// A line through "x,y x,y ...".
  void path(const std::string& points, std::string_view colour);
  /// A polygon with the corners "x,y x,y ...".
  void polygon(const std::string& points, const Fill& fill);
  /// A rectangle with corners of this radius.
  void tile(double x, double y, double width, double height, double radius, const Fill& fill);
  /// A rectangle without a frame.
  void box(double x, double y, double width, double height, std::string_view colour);

  std::string take();

 private:
  std::string text_;
};

/// A text that XML takes.
std::string escaped(std::string_view text);

/// As much of a text of this size as `width` holds; what is left out shows as "...".
std::string fitted(std::string_view text, double width, double size);

}  // namespace rda::picture
