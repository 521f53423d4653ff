// SPDX-License-Identifier: Apache-2.0
#include "mapper/place.h"

#include <gtest/gtest.h>

#include <set>

#include "mapper/place_cost.h"
#include "rda/error.h"
#include "unit/mapper/support_netlist.h"

namespace rda::mapper {
namespace {

IdVector<UnitId, Site> sites(const Mapping& mapping) {
  IdVector<UnitId, Site> sites;
  for (const Unit& unit : mapping.units) sites.push_back(unit.site());
  return sites;
}

TEST(Place, PutsEveryUnitOnASiteOfItsKindAndNoTwoOnOne) {
  const Chip chip = large_chip();
  Mapping mapping = lstm_net_list({});
  place(chip, mapping, {1, 1});
  std::set<Site> taken;
  for (const Unit& unit : mapping.units) {
    if (!hardware_of(chip, unit.kind).on_grid) continue;
    EXPECT_EQ(kind_at(chip, unit.site()), unit.kind) << unit.name;
    EXPECT_TRUE(taken.insert(unit.site()).second) << unit.name;
  }
}

TEST(Place, LeavesStreamPortsWhereTheyAre) {
  Mapping mapping = lstm_net_list({.hu = 1});
  place(large_chip(), mapping, {1, 1});
  EXPECT_EQ(mapping.units[8].name, "source");
  EXPECT_EQ(mapping.units[8].site(), (Site{8, 0}));
}

TEST(Place, GivesTheSameSitesForTheSameSeed) {
  Mapping first = lstm_net_list({.hu = 2}), second = first, other = first;
  place(large_chip(), first, {7, 1});
  place(large_chip(), second, {7, 1});
  place(large_chip(), other, {8, 1});
  EXPECT_EQ(sites(first), sites(second));
  EXPECT_NE(sites(first), sites(other));
}

TEST(Place, FillsTheGridToTheLastSite) {
  Chip chip = large_chip();
  chip.grid = {3, 4, Pattern::checkerboard, "CM"};
  NetList n;
  std::vector<UnitId> pmus;
  for (int i = 0; i < 6; ++i) pmus.push_back(n.pmu("m"));
  for (int i = 0; i < 6; ++i)
    n.stream(TokenKind::vector, pmus[static_cast<std::size_t>(i)], {n.pcu("c")});
  place(chip, n.mapping, {});
  std::set<Site> taken;
  for (const Site& site : sites(n.mapping)) taken.insert(site);
  EXPECT_EQ(taken.size(), 12u);
  for (const Stream& s : n.mapping.streams)  // a perfect matching of neighbours exists and is found
    EXPECT_EQ(distance(n.mapping.units[s.from].site(), n.mapping.units[s.to[0]].site()), 1);
}

TEST(Place, SaysHowManySitesAreShort) {
  Chip chip = large_chip();
  chip.grid = {2, 2, Pattern::checkerboard, "CM"};
  NetList n;
  for (int i = 0; i < 3; ++i) n.pmu("m");
  try {
    place(chip, n.mapping, {});
    FAIL() << "nothing was thrown";
  } catch (const MappingError& error) {
    EXPECT_STREQ(error.what(), "grid: 3 PMUs needed, 2 available");
  }
}

TEST(Place, PullsARecurrentStreamTighterThanOthers) {
  // A PMU between two fixed units is placed near the one whose stream is recurrent.
  NetList n;
  const UnitId source = n.unit("source", UnitKind::source, {12, 0});
  const UnitId sink = n.unit("sink", UnitKind::sink, {12, 23});
  const UnitId memory = n.pmu("m");
  n.stream(TokenKind::scalar, source, {memory}, 0.1, false);
  n.stream(TokenKind::scalar, memory, {sink}, 0.1, true);
  place(large_chip(), n.mapping, {});
  EXPECT_EQ(n.mapping.units[memory].site(), (Site{12, 23}));
}

TEST(Place, KeepsWeightMemoriesNextToTheirDotUnits) {
  Mapping mapping = lstm_net_list({});
  place(large_chip(), mapping, {});
  int links = 0, streams = 0;
  for (const Stream& s : mapping.streams) {
    if (s.kind != TokenKind::vector || s.to.size() > 1) continue;
    links += distance(mapping.units[s.from].site(), mapping.units[s.to[0]].site());
    ++streams;
  }
  EXPECT_LE(links, 2 * streams);
}

TEST(PlaceCost, OfSwapsAndTheirUndoIsTheCostFromScratch) {
  const Chip chip = large_chip();
  Mapping mapping = lstm_net_list({.hu = 1, .ru = 2});
  place(chip, mapping, {1, 1});
  const PlaceProblem problem = make_problem(chip, mapping);
  Placement placement(problem, sites(mapping), 12);
  const std::int64_t before = placement.cost();
  const Site pcu = sites_of(chip, UnitKind::pcu).front();
  const UnitId unit(4);  // the first PCU
  ASSERT_EQ(mapping.units[unit].kind, UnitKind::pcu);
  const std::int64_t change = placement.swap(unit, pcu);
  EXPECT_EQ(placement.cost(), before + change);
  EXPECT_EQ(placement.unit_at(pcu), unit);
  placement.undo();
  EXPECT_EQ(placement.cost(), before);
  EXPECT_EQ(placement.site(unit), mapping.units[unit].site());
}

TEST(PlaceCost, ExpectsMoreLinksOfTreesWithMoreEnds) {
  EXPECT_EQ(tree_factor(2), 64);
  for (std::size_t ends = 3; ends < 200; ++ends)
    EXPECT_GE(tree_factor(ends), tree_factor(ends - 1));
  EXPECT_NEAR(tree_factor(50) / 64.0, 2.79, 0.02);
}

}  // namespace
}  // namespace rda::mapper
