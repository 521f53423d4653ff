// SPDX-License-Identifier: Apache-2.0
#include "unit/page/support.h"

namespace rda::page {
namespace {

using test::HandMapping;
using Ints = std::vector<int>;

Floorplan plan_of(const HandMapping& m) {
  const Mapping mapping = m.finished();
  return floorplan_of(m.chip, mapping, report_of(m, mapping));
}

/// "from>to streams carrying bytes" of a link.
std::string text_of(const LinkTraffic& link) {
  return std::to_string(link.from) + ">" + std::to_string(link.to) + " " +
         std::to_string(link.streams) + " " + std::to_string(link.carrying) + " " +
         std::to_string(link.bytes);
}

std::vector<std::string> texts_of(const std::vector<LinkTraffic>& links) {
  std::vector<std::string> texts;
  for (const LinkTraffic& link : links) texts.push_back(text_of(link));
  return texts;
}

TEST(Floorplan, HasAddressGeneratorsOnBothSidesBesideEachOtherWhereTheyShareASwitch) {
  Chip chip = load_chip(RDA_SOURCE_DIR "/configs/tiny.json");
  chip.memory.emplace().ags.count = 4 * chip.grid.rows;  // two at each row of each side
  std::vector<PortPlace> ags = floorplan_of(chip, Mapping{}).ports;
  std::erase_if(ags, [](const PortPlace& port) { return port.kind != UnitKind::ag; });
  ASSERT_EQ(std::ssize(ags), 4 * chip.grid.rows);
  EXPECT_EQ(ags[0].side, Side::west);
  EXPECT_EQ(ags[1].side, Side::east);
  EXPECT_EQ(ags[1].site, chip.grid.cols - 1);
  EXPECT_EQ(ags[0].beside, 0);
  EXPECT_EQ(ags[2].site, 0);
  EXPECT_EQ(ags[2].beside, 1);
  EXPECT_EQ(ags[4].beside, 0);
}

TEST(Floorplan, HasTheSitesOfTheGridAndTheirPorts) {
  const Floorplan plan = plan_of(chain(4, 5));
  EXPECT_EQ(plan.rows, 1);
  EXPECT_EQ(plan.cols, 4);
  EXPECT_EQ(plan.kinds, "CMCM");
  EXPECT_EQ(plan.tracks, 12);
  ASSERT_EQ(plan.ports.size(), 2u);
  EXPECT_EQ(plan.ports[0].kind, UnitKind::source);
  EXPECT_EQ(plan.ports[0].side, Side::west);
  EXPECT_EQ(plan.ports[0].site, 0);
  EXPECT_EQ(plan.ports[1].side, Side::east);
  EXPECT_EQ(plan.ports[1].site, 3);
}

TEST(Floorplan, HasTheRoutesOfTheMapping) {
  const Floorplan plan = plan_of(chain(4, 5));
  ASSERT_EQ(plan.streams.size(), 2u);
  EXPECT_EQ(plan.streams[0].from, 0);
  EXPECT_EQ(plan.streams[0].to, Ints{1});
  EXPECT_EQ(plan.streams[0].sites, (Ints{0, 1, 2}));
  EXPECT_EQ(plan.streams[0].parents, (Ints{-1, 0, 1}));
  EXPECT_EQ(plan.streams[1].sites, (Ints{2, 3}));
}

TEST(Floorplan, SaysWhatAUnitRuns) {
  const Floorplan plan = plan_of(chain(4, 5));
  ASSERT_EQ(plan.units.size(), 3u);
  EXPECT_EQ(plan.units[0].port, 0);
  EXPECT_EQ(plan.units[1].port, -1);
  ASSERT_EQ(plan.units[1].programs.size(), 1u);
  EXPECT_EQ(plan.units[1].programs[0].work, "operations");
  EXPECT_EQ(plan.units[1].programs[0].loops, std::vector<std::int64_t>{20});
  EXPECT_EQ(plan.units[1].programs[0].latency, 5);
}

/// 20 vectors of 16 lanes, 4 bytes each, cross each link.
TEST(Floorplan, LinkCarriesTheTokensOfItsStreams) {
  EXPECT_EQ(texts_of(plan_of(chain(4, 5)).links),
            (std::vector<std::string>{"0>1 1 20 1280", "1>2 1 20 1280", "2>3 1 20 1280"}));
}

TEST(Floorplan, MulticastCountsOnceOnASharedLink) {
  HandMapping m(1, 4);
  m.source("in", {0, 0}, 20);
  m.sink("a", {0, 2}, 20);
  m.sink("b", {0, 3}, 20);
  m.vector("x", "in", {"a", "b"}, {{{0, 0}, {0, 1}, {0, 2}, {0, 3}}});
  m.mapping.steps = 1;
  m.chip.stream.sinks.side = Side::south;
  EXPECT_EQ(texts_of(plan_of(m).links),
            (std::vector<std::string>{"0>1 1 20 1280", "1>2 1 20 1280", "2>3 1 20 1280"}));
}

TEST(Floorplan, WhatAnEvenShareLeavesOverIsNearestTheWriter) {
  const HandMapping m = chain(4, 5);
  const Mapping mapping = m.finished();
  Report report = report_of(m, mapping);
  report.streams[0].carrying = 39;
  EXPECT_EQ(texts_of(floorplan_of(m.chip, mapping, report).links),
            (std::vector<std::string>{"0>1 1 20 1280", "1>2 1 19 1216", "2>3 1 20 1280"}));
}

}  // namespace
}  // namespace rda::page
