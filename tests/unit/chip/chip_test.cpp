// SPDX-License-Identifier: Apache-2.0
#include "rda/chip.h"

#include <gtest/gtest.h>

#include <vector>

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
  EXPECT_EQ(kind_at(chip, {0, 0}), UnitKind::pcu);
  EXPECT_EQ(kind_at(chip, {0, 1}), UnitKind::pmu);
  EXPECT_EQ(kind_at(chip, {15, 7}), UnitKind::pcu);
  EXPECT_EQ(sites_of(chip, UnitKind::pcu).size(), 64u);
  EXPECT_EQ(sites_of(chip, UnitKind::pmu).size(), 64u);
}

TEST(Grid, StripsRepeatAlongColumnsOrRows) {
  const Chip columns = strips(Pattern::column_strips, "MCM", 2, 7);
  EXPECT_EQ(sites_of(columns, UnitKind::pcu), (std::vector<Site>{{0, 1}, {0, 4}, {1, 1}, {1, 4}}));
  const Chip rows = strips(Pattern::row_strips, "MC", 3, 2);
  EXPECT_EQ(sites_of(rows, UnitKind::pcu), (std::vector<Site>{{1, 0}, {1, 1}}));
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
  EXPECT_EQ(port_site(chip, UnitKind::source, 2), (Site{5, 0}));
  EXPECT_EQ(port_site(chip, UnitKind::sink, 1), (Site{4, 7}));
  chip.stream.sources.side = Side::north;
  chip.stream.sinks.side = Side::south;
  EXPECT_EQ(port_site(chip, UnitKind::source, 2), (Site{0, 5}));
  EXPECT_EQ(port_site(chip, UnitKind::sink, 1), (Site{15, 4}));
  EXPECT_THROW(port_site(chip, UnitKind::sink, 3), InternalError);
}

TEST(StreamPorts, AtEvenDistancesFollowTheGrid) {
  Chip chip;
  chip.stream.sources = {.count = 4, .side = Side::west, .offset = 0, .spacing = kEven};
  chip.stream.sinks = {.count = 3, .side = Side::north, .offset = 1, .spacing = kEven};
  const auto rows = [&](int of_grid) {
    chip.grid.rows = of_grid;
    std::vector<int> of_ports;
    for (int port = 0; port < 4; ++port)
      of_ports.push_back(port_site(chip, UnitKind::source, port).row);
    return of_ports;
  };
  EXPECT_EQ(rows(4), (std::vector<int>{0, 1, 2, 3}));
  EXPECT_EQ(rows(8), (std::vector<int>{0, 2, 4, 6}));
  EXPECT_EQ(rows(10), (std::vector<int>{0, 2, 5, 7}));
  chip.grid.cols = 11;
  EXPECT_EQ(port_site(chip, UnitKind::sink, 0), (Site{0, 1}));
  EXPECT_EQ(port_site(chip, UnitKind::sink, 1), (Site{0, 4}));
  EXPECT_EQ(port_site(chip, UnitKind::sink, 2), (Site{0, 7}));
}

TEST(StreamPorts, TakeAsManyBeatsAsATokenNeeds) {
  Chip chip;
  EXPECT_EQ(token_bytes(chip, TokenKind::vector), 64);
  EXPECT_EQ(token_bytes(chip, TokenKind::scalar), 4);
  EXPECT_EQ(token_bytes(chip, TokenKind::control), 0);
  EXPECT_EQ(hardware_of(chip, UnitKind::sink).interval[TokenKind::vector], 1);
  chip.stream.sinks.width_bits = 511;
  chip.stream.sinks.interval = 3;
  const PerKind interval = hardware_of(chip, UnitKind::sink).interval;
  EXPECT_EQ(interval[TokenKind::vector], 6);
  EXPECT_EQ(interval[TokenKind::scalar], 3);
  EXPECT_EQ(interval[TokenKind::control], 3);
  EXPECT_EQ(hardware_of(chip, UnitKind::source).interval[TokenKind::vector], 1) << "not its sinks";
}

/// A chip no two of whose numbers are the same.
Chip distinct() {
  Chip chip;
  chip.pcu.inputs = {1, 2, 3};
  chip.pcu.outputs = {4, 5, 6};
  chip.pcu.fifo_depth = {7, 8, 9};
  chip.pcu.stages = 10;
  chip.pmu.inputs = {11, 12, 13};
  chip.pmu.outputs = {14, 15, 16};
  chip.pmu.fifo_depth = {17, 18, 19};
  chip.pmu.stages = 20;
  chip.stream.fifo_depth = {21, 22, 23};
  return chip;
}

TEST(Hardware, OfAUnitOfTheGridIsWhatTheChipSaysOfItsKind) {
  const Hardware pcu = hardware_of(distinct(), UnitKind::pcu);
  const Hardware pmu = hardware_of(distinct(), UnitKind::pmu);
  EXPECT_TRUE(pcu.on_grid && pmu.on_grid);
  int number = 0;
  for (const Hardware& kind : {pcu, pmu}) {
    for (const PerKind& each : {kind.inputs, kind.outputs, kind.fifo_depth})
      for (const TokenKind token : kTokenKinds) EXPECT_EQ(each[token], ++number);
    EXPECT_EQ(kind.stages, ++number);
    for (const TokenKind token : kTokenKinds) EXPECT_EQ(kind.interval[token], 1);
  }
}

TEST(Hardware, OfAStreamPortHasNoPipelineAndTheSinksFifos) {
  for (const UnitKind kind : {UnitKind::source, UnitKind::sink}) {
    const Hardware port = hardware_of(distinct(), kind);
    EXPECT_FALSE(port.on_grid);
    EXPECT_EQ(port.stages, 0);
    int depth = 20;
    for (const TokenKind token : kTokenKinds) EXPECT_EQ(port.fifo_depth[token], ++depth);
  }
}

}  // namespace
}  // namespace rda
