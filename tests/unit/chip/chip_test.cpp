// SPDX-License-Identifier: Apache-2.0
#include "rda/chip.h"

#include <gtest/gtest.h>

#include "rda/error.h"

namespace rda {
namespace {

Chip strips(Pattern pattern, std::string strip, int rows, int cols) {
  Chip chip;
  chip.grid = {rows, cols, pattern, std::move(strip)};
  return chip;
}

TEST(Grid, CheckerboardHasAPcuWhereRowAndColumnAddUpToAnEvenNumber) {
  const Chip chip = strips(Pattern::checkerboard, "", 16, 8);
  EXPECT_EQ(kind_at(chip, {0, 0}), SiteKind::pcu);
  EXPECT_EQ(kind_at(chip, {0, 1}), SiteKind::pmu);
  EXPECT_EQ(kind_at(chip, {15, 7}), SiteKind::pcu);
  EXPECT_EQ(sites_of(chip, SiteKind::pcu).size(), 64u);
  EXPECT_EQ(sites_of(chip, SiteKind::pmu).size(), 64u);
}

TEST(Grid, StripsRepeatAlongColumnsOrRows) {
  const Chip columns = strips(Pattern::column_strips, "MCM", 2, 7);
  EXPECT_EQ(sites_of(columns, SiteKind::pcu), (std::vector<Site>{{0, 1}, {0, 4}, {1, 1}, {1, 4}}));
  const Chip rows = strips(Pattern::row_strips, "MC", 3, 2);
  EXPECT_EQ(sites_of(rows, SiteKind::pcu), (std::vector<Site>{{1, 0}, {1, 1}}));
}

TEST(Grid, RefusesASiteThatIsNotOnIt) {
  EXPECT_THROW(kind_at(Chip{}, {16, 0}), InternalError);
  EXPECT_THROW(kind_at(Chip{}, {0, -1}), InternalError);
}

TEST(Grid, HasTwoLinksBetweenNeighbours) {
  EXPECT_EQ(switch_links(strips(Pattern::checkerboard, "", 2, 3)), 2 * (2 * 2 + 3 * 1));
  EXPECT_EQ(switch_links(strips(Pattern::checkerboard, "", 1, 1)), 0);
}

TEST(StreamPorts, LieOnTheirSideAtOffsetAndSpacing) {
  Chip chip = strips(Pattern::checkerboard, "", 16, 8);
  chip.stream.sources.count = chip.stream.sinks.count = 3;
  chip.stream.sources.offset = 1;
  chip.stream.sinks.offset = 2;
  chip.stream.sources.spacing = chip.stream.sinks.spacing = 2;
  EXPECT_EQ(source_site(chip, 2), (Site{5, 0}));
  EXPECT_EQ(sink_site(chip, 1), (Site{4, 7}));
  chip.stream.sources.side = Side::north;
  chip.stream.sinks.side = Side::south;
  EXPECT_EQ(source_site(chip, 2), (Site{0, 5}));
  EXPECT_EQ(sink_site(chip, 1), (Site{15, 4}));
  EXPECT_THROW(sink_site(chip, 3), InternalError);
}

TEST(StreamPorts, TakeAsManyBeatsAsATokenNeeds) {
  Chip chip;
  EXPECT_EQ(token_bytes(chip, TokenKind::vector), 64);
  EXPECT_EQ(token_bytes(chip, TokenKind::scalar), 4);
  EXPECT_EQ(token_bytes(chip, TokenKind::control), 0);
  EXPECT_EQ(port_cycles(chip, chip.stream.sinks, TokenKind::vector), 1);
  chip.stream.sinks.width_bits = 511;
  chip.stream.sinks.interval = 3;
  EXPECT_EQ(port_cycles(chip, chip.stream.sinks, TokenKind::vector), 6);
  EXPECT_EQ(port_cycles(chip, chip.stream.sinks, TokenKind::scalar), 3);
  EXPECT_EQ(port_cycles(chip, chip.stream.sinks, TokenKind::control), 3);
}

}  // namespace
}  // namespace rda
