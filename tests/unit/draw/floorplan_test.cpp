// SPDX-License-Identifier: Apache-2.0
#include "draw/floorplan.h"

#include <gtest/gtest.h>

#include <string>

#include "rda/simulate.h"
#include "support/chain.h"
#include "unit/draw/support.h"

namespace rda::draw {
namespace {

/// Five tokens of a step, and their run of 17 cycles.
class DrawTest : public testing::Test {
 protected:
  Figure figure(Cycle cycles) const {
    return {.plan = cycles > 0 ? page::floorplan_of(chain_.chip, mapping_, report_)
                               : page::floorplan_of(chain_.chip, mapping_),
            .lens = lens_of_roles(mapping_),
            .cycles = cycles,
            .title = ""};
  }
  const test::HandMapping chain_ = test::chain(1, 5);
  const Mapping mapping_ = chain_.finished();
  const Report report_ =
      make_report(chain_.chip, mapping_, simulate(chain_.chip, mapping_, chain_.tensors), {}, "");
};

TEST_F(DrawTest, ShowsEachSiteAndPortOfTheChip) {
  const std::string svg = to_svg(figure(17), mapping_);
  // 4 tiles; in the legend a swatch of the one kind, and 3 shapes.
  EXPECT_EQ(count(svg, " rx=\""), 4u + 1 + 3) << svg;
  EXPECT_EQ(count(svg, "<polygon"), 2u + 1) << "a source and a sink, and the legend";
  EXPECT_EQ(count(svg, ">pcu (1)<"), 1u);
  EXPECT_EQ(to_svg(figure(17), mapping_), svg);
}

/// Over the links of the routes x (two) and y (one) went 5 tokens of 64 bytes in 17 cycles.
TEST_F(DrawTest, LinksAreAsThickAsTheirTraffic) {
  const std::string svg = to_svg(figure(17), mapping_);
  EXPECT_EQ(count(svg, ">18.8 B/cycle<"), 1u) << svg;
  EXPECT_EQ(count(svg, ">4.71 B/cycle<"), 1u);
  EXPECT_EQ(count(svg, "stroke-width=\"8.6\""), 3u + 1) << "all of them, and the legend";
}

TEST_F(DrawTest, WithoutARunLinksAreAsThickAsTheyHaveStreams) {
  const std::string svg = to_svg(figure(0), mapping_);
  EXPECT_EQ(count(svg, ">1 stream<"), 1u) << svg;
  EXPECT_EQ(count(svg, "B/cycle"), 0u);
}

TEST_F(DrawTest, NamesAreEscapedAndCut) {
  Figure named = figure(17);
  named.title = "</text><script>\x01\"&" + std::string(10000, 'n');
  const std::string svg = to_svg(named, mapping_);
  EXPECT_EQ(count(svg, "<script"), 0u);
  EXPECT_EQ(count(svg, "&lt;/text&gt;&lt;script&gt;\\x01&quot;&amp;n"), 1u) << svg;
  EXPECT_LT(svg.size(), 10000u);
}

TEST_F(DrawTest, SharesOfCyclesHaveAScaleToARoundEnd) {
  // The PCU was active in 5 of 17 cycles, 29.4 %.
  const Lens lens = lens_of_activity(report_, Colouring::active);
  EXPECT_DOUBLE_EQ(lens.most, 0.3);
  ASSERT_EQ(lens.units.size(), 3u);
  EXPECT_EQ(lens.units[1].colour, lens.units[0].colour);
  const Lens none = lens_of_activity(report_, Colouring::conflict);
  EXPECT_DOUBLE_EQ(none.most, 0.01);
  EXPECT_NE(none.units[1].colour, lens.units[1].colour);
}

TEST(Lens, CountsTheUnitsOfEachRoleFromComputingToKeeping) {
  Mapping mapping;
  for (const Role role : {Role::weights, Role::dot, Role::weights})
    mapping.units.add({.origin = {.role = role}, .place = GridSite{0, 0}});
  mapping.units.add({.origin = {.role = Role::sink}, .kind = UnitKind::sink, .place = EdgePort{}});
  const Lens lens = lens_of_roles(mapping);
  ASSERT_EQ(lens.entries.size(), 2u);
  EXPECT_EQ(lens.entries[0].name, "dot products");
  EXPECT_EQ(lens.entries[0].units, 1);
  EXPECT_EQ(lens.entries[1].look.mark, "W");
  EXPECT_EQ(lens.entries[1].units, 2);
  EXPECT_EQ(lens.units[2].colour, lens.units[0].colour);
  EXPECT_NE(lens.units[1].colour, lens.units[0].colour);
}

}  // namespace
}  // namespace rda::draw
