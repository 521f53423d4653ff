// SPDX-License-Identifier: Apache-2.0
#include "sweep/scatter.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "picture/scale.h"
#include "picture/svg.h"

namespace rda::sweep {
namespace {

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++found;
  return found;
}

TEST(Style, TellsTwentyEightSeriesApart) {
  std::set<std::pair<std::string_view, int>> styles;
  for (std::size_t s = 0; s < 28; ++s)
    styles.emplace(picture::style_of(s).colour, picture::style_of(s).shape);
  EXPECT_EQ(styles.size(), 28u);
}

Scatter small() {
  Scatter scatter;
  scatter.title = "a < b & c";
  scatter.x_title = "area";
  scatter.y_title = "latency";
  scatter.series = {{"one", {{1, 9}, {5, 5}, {9, 1}}, {{{1, 9}, "lanes 4"}, {{9, 1}, "lanes 8"}}}};
  return scatter;
}

TEST(Picture, ShowsDesignsFrontLabelsLegendAndAxes) {
  const std::string svg = to_svg(small());
  EXPECT_EQ(count(svg, "fill-opacity=\"0.3\""), 3u + 1) << "three designs, one in the legend";
  EXPECT_EQ(count(svg, "<polyline"), 1u);
  for (const char* text : {">lanes 4<", ">lanes 8<", ">one<", ">area (less is better)<",
                           ">latency (less is better)<", ">no other design beats it<"})
    EXPECT_EQ(count(svg, text), 1u) << text;
}

TEST(Picture, EscapesWhatXmlDoesNotTake) {
  EXPECT_EQ(count(to_svg(small()), "a &lt; b &amp; c"), 1u);
  EXPECT_EQ(picture::escaped("\"\x01>"), "&quot;\\x01&gt;");
}

TEST(Picture, StepsAlongTheWorseSideOfTheFront) {
  Scatter scatter = small();
  const picture::Scale x(1, 9, 90, 670), y(1, 9, 490, 66);
  const auto at = [&](double px, double py) {
    char text[40];
    std::snprintf(text, sizeof text, " %.1f,%.1f ", x.position(px), y.position(py));
    return std::string(text);
  };
  EXPECT_EQ(count(to_svg(scatter), at(9, 9)), 1u) << "less of both: the corner has most of both";
  scatter.series[0].front = {{{1, 1}, ""}, {{9, 9}, ""}};
  scatter.more_y = true;
  EXPECT_EQ(count(to_svg(scatter), at(9, 1)), 1u);
}

TEST(Picture, SaysWhatIsBetterAndWhereAScaleIsLogarithmic) {
  Scatter scatter = small();
  scatter.more_y = true;
  scatter.series[0].designs = {{1, 1}, {1, 1000}};
  EXPECT_EQ(count(to_svg(scatter), "latency (log scale, more is better)"), 1u);
}

TEST(Picture, DrawsDesignsAtTheSamePlaceOnce) {
  Scatter scatter = small();
  scatter.series[0].designs.assign(10000, {5, 5});
  scatter.series[0].designs.push_back({9, 9});
  EXPECT_EQ(count(to_svg(scatter), "fill-opacity=\"0.3\""), 2u + 1);
}

/// Marks at the same place or nearly, each with a label.
Scatter crowd(int designs, const std::string& label) {
  Scatter scatter = small();
  scatter.series[0].front.clear();
  for (int i = 0; i < designs; ++i)
    scatter.series[0].front.push_back(
        {{5 + 0.001 * i, 5 - 0.001 * i}, label + std::to_string(i) + "."});
  return scatter;
}

TEST(Picture, MovesLabelsThatAreInEachOthersWay) {
  std::size_t left_out = 99;
  const std::string svg = to_svg(crowd(16, "lanes 4, rows 12, banks 8, number "), &left_out);
  EXPECT_EQ(left_out, 0u);
  for (int i = 0; i < 16; ++i) EXPECT_EQ(count(svg, "number " + std::to_string(i) + ".<"), 1u) << i;
}

TEST(Picture, ShortensALabelThatFitsNowhere) {
  std::size_t left_out = 99;
  const std::string svg = to_svg(crowd(1, std::string(200, 'x')), &left_out);
  EXPECT_EQ(left_out, 0u);
  EXPECT_EQ(count(svg, ">xxxxxxxxxxxxxxxx...<"), 1u) << svg;
}

TEST(Picture, SaysHowManyLabelsItLacks) {
  std::size_t left_out = 0;
  const std::string svg = to_svg(crowd(2000, "l"), &left_out);
  EXPECT_GT(left_out, 0u);
  EXPECT_EQ(count(svg, ">" + std::to_string(left_out) + " without room for a label<"), 1u);
}

TEST(Picture, GrowsWithItsLegend) {
  Scatter scatter = small();
  scatter.series.resize(40, scatter.series[0]);
  EXPECT_EQ(count(to_svg(small()), "height=\"560\""), 1u);
  EXPECT_EQ(count(to_svg(scatter), "height=\"969\""), 1u) << to_svg(scatter).substr(0, 300);
}

TEST(Picture, ShortensTitlesAndNeverWhatIsBetter) {
  Scatter scatter = small();
  scatter.title = scatter.x_title = scatter.y_title = std::string(500, 't');
  const std::string svg = to_svg(scatter);
  EXPECT_EQ(count(svg, std::string(120, 't')), 0u);
  EXPECT_EQ(count(svg, "t... (less is better)<"), 2u);
}

TEST(Picture, OfNothingIsStillAPicture) { EXPECT_TRUE(to_svg({}).ends_with("</svg>\n")); }

}  // namespace
}  // namespace rda::sweep
