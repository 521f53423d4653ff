// SPDX-License-Identifier: Apache-2.0
#include "draw/roofline.h"

#include <gtest/gtest.h>

#include <string>

#include "unit/draw/support.h"

namespace rda::draw {
namespace {

/// 20 TFLOPS; banks of 1 TB/s, for which the run does 40 operations a byte; ports of 0.5 TB/s.
RooflineFigure figure() {
  return {.roofs = {{.part = "map-reduce", .tflops = 20},
                    {"reads", 1e12, 40, 40},
                    {"source", 0.5e12, 1000, 500},
                    {"sink", 0.5e12, 1000, 500}},
          .tflops = 5,
          .title = ""};
}

TEST(Roofline, SaysHowMuchOfEachRoofTheRunReaches) {
  const std::string svg = to_svg(figure());
  for (const char* text : {">map-reduce, 20 TFLOPS<", ">the run: 5 TFLOPS<", ">25.0 %<", ">12.5 %<",
                           ">1 TB/s<", ">500 GB/s<"})
    EXPECT_EQ(count(svg, text), 1u) << text << '\n' << svg;
  EXPECT_EQ(count(svg, ">1.0 %<"), 2u);
  EXPECT_EQ(to_svg(figure()), svg);
}

TEST(Roofline, AxesAreLogarithmicSoThatSlopesOfAllBandwidthsAreParallel) {
  const std::string svg = to_svg(figure());
  const auto angle_of = [&](const std::string& speed) {
    const std::size_t text = svg.find(">" + speed + "<");
    const std::size_t at = svg.rfind("rotate(", text) + 7;
    return svg.substr(at, svg.find(' ', at) - at);
  };
  EXPECT_EQ(angle_of("1 TB/s"), angle_of("500 GB/s"));
  EXPECT_LT(std::stod(angle_of("1 TB/s")), -1);
}

TEST(Roofline, TheLowestRoofStandsOut) {
  RooflineFigure low = figure();
  const std::size_t before = count(to_svg(low), "#b3400a");
  EXPECT_EQ(before, 1u + 1 + 3) << "the level roof; in the list its line and its three texts";
  low.roofs[1] = {"reads", 1e12, 10, 10};
  // The slope, the way to it, its mark; in the list its mark and its four texts.
  EXPECT_EQ(count(to_svg(low), "#b3400a"), 1u + 1 + 1 + 1 + 4) << to_svg(low);
}

TEST(Roofline, PartsAtOnePlaceShareAMark) {
  // Drawn once for each part and once in the list: a circle for the reads, squares for the ports.
  const std::string svg = to_svg(figure());
  EXPECT_EQ(count(svg, " 0 1,0 "), 2u * 2) << svg;
  EXPECT_EQ(count(svg, "<path "), 2u * 3);
  EXPECT_EQ(count(svg, "d=\"M-3.96,-3.96H"), 2u * 2);
}

}  // namespace
}  // namespace rda::draw
