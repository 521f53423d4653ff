// SPDX-License-Identifier: Apache-2.0
#include "mapper/route.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "mapper/place.h"
#include "mapping/index.h"
#include "rda/error.h"
#include "unit/mapper/support_netlist.h"

namespace rda::mapper {
namespace {

Chip small_chip(int rows, int cols, int tracks) {
  Chip chip;
  chip.grid = {rows, cols, Pattern::checkerboard, "CM"};
  chip.network.tracks = {tracks, tracks, tracks};
  return chip;
}

std::int64_t links(const Stream& stream) {
  return static_cast<std::int64_t>(stream.route().size()) - 1;
}

// Every route is a tree from its writer through all of its readers, and no track has two streams.
void expect_legal(const Chip& chip, const Mapping& mapping) {
  std::set<std::tuple<TokenKind, Site, Site, int>> tracks;
  for (const Stream& s : mapping.streams) {
    ASSERT_FALSE(s.route().empty()) << s.name;
    EXPECT_EQ(s.route()[0].site(), mapping.units[s.from].site());
    for (const UnitId unit : s.to) EXPECT_GE(mapping::node_at(s, mapping.units[unit].site()), 0);
    std::set<Site> switches;
    for (std::size_t n = 0; n < s.route().size(); ++n) {
      EXPECT_TRUE(switches.insert(s.route()[n].site()).second) << s.name;
      if (n == 0) continue;
      ASSERT_LT(s.route()[n].parent, static_cast<int>(n));
      const Site from = s.route()[static_cast<std::size_t>(s.route()[n].parent)].site();
      EXPECT_EQ(distance(from, s.route()[n].site()), 1);
      EXPECT_LT(s.route()[n].track, chip.network.tracks[s.kind]);
      EXPECT_TRUE(tracks.emplace(s.kind, from, s.route()[n].site(), s.route()[n].track).second);
    }
  }
}

TEST(Route, TakesAShortestPathWhenNothingIsInTheWay) {
  const Chip chip = small_chip(5, 5, 1);
  NetList n;
  n.stream(TokenKind::vector, n.pcu("a", {0, 0}), {n.pcu("b", {4, 2})});
  const RouteReport report = route(chip, n.mapping);
  expect_legal(chip, n.mapping);
  EXPECT_EQ(links(n.mapping.streams[0]), 6);
  EXPECT_EQ(report.links, 6);
  EXPECT_EQ(report.lower_bound, 6);
  EXPECT_EQ(report.rounds, 1);
  EXPECT_EQ(report.longest_recurrent, 0);
}

TEST(Route, TakesTheDetourWhenTheShortestPathIsFull) {
  const Chip chip = small_chip(2, 4, 1);
  NetList n;
  const UnitId a = n.pcu("a", {0, 0}), b = n.pmu("b", {0, 3});
  n.stream(TokenKind::scalar, a, {b});
  n.stream(TokenKind::scalar, a, {b});
  const RouteReport report = route(chip, n.mapping);
  expect_legal(chip, n.mapping);
  EXPECT_EQ(report.links, 3 + 5);
}

TEST(Route, LetsTheBusierStreamKeepTheShortPath) {
  const Chip chip = small_chip(2, 4, 1);
  NetList n;
  const UnitId a = n.pcu("a", {0, 0}), b = n.pmu("b", {0, 3});
  n.stream(TokenKind::scalar, a, {b}, 0.1);
  n.stream(TokenKind::scalar, a, {b}, 0.1, true);
  const RouteReport report = route(chip, n.mapping);
  EXPECT_EQ(links(n.mapping.streams[1]), 3);
  EXPECT_EQ(report.longest_recurrent, 3 + 2);
}

TEST(Route, KeepsTheKindsApart) {
  const Chip chip = small_chip(1, 3, 1);
  NetList n;
  const UnitId a = n.pcu("a", {0, 0}), b = n.pcu("b", {0, 2});
  for (const TokenKind kind : kTokenKinds) n.stream(kind, a, {b});
  route(chip, n.mapping);
  expect_legal(chip, n.mapping);
}

TEST(Route, UsesBothDirectionsOfALink) {
  const Chip chip = small_chip(1, 3, 1);
  NetList n;
  const UnitId a = n.pcu("a", {0, 0}), b = n.pcu("b", {0, 2});
  n.stream(TokenKind::vector, a, {b});
  n.stream(TokenKind::vector, b, {a});
  route(chip, n.mapping);
  expect_legal(chip, n.mapping);
}

TEST(Route, SharesTheTrunkOfAMulticast) {
  const Chip chip = small_chip(3, 8, 1);
  NetList n;
  n.stream(TokenKind::vector, n.pcu("a", {1, 0}),
           {n.pmu("b", {0, 7}), n.pmu("c", {2, 7}), n.pmu("d", {1, 7})});
  const RouteReport report = route(chip, n.mapping);
  expect_legal(chip, n.mapping);
  EXPECT_EQ(report.links, 9);
}

TEST(Route, GivesEveryReaderOfARecurrentMulticastAShortPath) {
  const Chip chip = large_chip();
  NetList n;
  const UnitId root = n.pmu("root", {12, 12});
  std::vector<UnitId> readers;
  for (int i = 0; i < 24; i += 3) {
    readers.push_back(n.pcu("r", {i, 1}));
    readers.push_back(n.pcu("r", {i, 22}));
  }
  n.stream(TokenKind::vector, root, readers, 1, true);
  route(chip, n.mapping);
  expect_legal(chip, n.mapping);
  for (const UnitId reader : readers) {
    const Site site = n.mapping.units[reader].site();
    EXPECT_LE(mapping::links_to(n.mapping.streams[0], site), distance({12, 12}, site) + 2 + 2);
  }
}

TEST(Route, AttachesAStreamPortAtTheSwitchOfAUnit) {
  const Chip chip = small_chip(2, 2, 1);
  NetList n;
  n.stream(TokenKind::vector, n.unit("source", UnitKind::source, {0, 0}), {n.pcu("a", {0, 0})});
  route(chip, n.mapping);
  EXPECT_EQ(n.mapping.streams[0].route().size(), 1u);
  EXPECT_EQ(mapping::links_to(n.mapping.streams[0], {0, 0}), 2);
}

TEST(Route, LeavesLocalStreamsLocal) {
  const Chip chip = small_chip(2, 2, 1);
  NetList n;
  const UnitId m = n.pmu("m", {0, 1});
  n.stream(TokenKind::control, m, {m});
  n.mapping.streams[0].carrier = Local{2};
  route(chip, n.mapping);
  EXPECT_EQ(n.mapping.streams[0].initial(), 2);
}

TEST(Route, SaysWhichLinkIsShortOfTracksAndHowManyWouldDo) {
  const Chip chip = small_chip(1, 2, 2);
  NetList n;
  const UnitId a = n.pcu("a", {0, 0}), b = n.pmu("b", {0, 1});
  for (int i = 0; i < 5; ++i) n.stream(TokenKind::scalar, a, {b});
  try {
    route(chip, n.mapping);
    FAIL() << "nothing was thrown";
  } catch (const MappingError& error) {
    EXPECT_STREQ(
        error.what(),
        "routing: link (0, 0) to (0, 1): 5 scalar streams want its 2 tracks, 3 too many: s0, "
        "s1, s2 and 2 more; network.tracks.scalar = 5 would do");
  }
}

TEST(Route, AdvisesNoMoreTracksThanARoutingNeeds) {
  // Nine streams leave a switch with three links: three tracks do, and two do not.
  const Chip chip = small_chip(3, 3, 2);
  NetList n;
  const UnitId a = n.pcu("a", {1, 0});
  for (int i = 0; i < 9; ++i) n.stream(TokenKind::vector, a, {n.pmu("b", {1, 2})});
  try {
    route(chip, n.mapping);
    FAIL() << "nothing was thrown";
  } catch (const MappingError& error) {
    EXPECT_NE(std::string(error.what()).find("network.tracks.vector = 3 would do"),
              std::string::npos)
        << error.what();
  }
}

TEST(Route, ReportsHowFullTheLinksAre) {
  const Chip chip = small_chip(1, 3, 2);
  NetList n;
  const UnitId a = n.pcu("a", {0, 0}), b = n.pmu("b", {0, 1}), c = n.pcu("c", {0, 2});
  n.stream(TokenKind::scalar, a, {b});
  n.stream(TokenKind::scalar, a, {c});
  const RouteReport report = route(chip, n.mapping);
  const TrackUse& use = report.tracks[static_cast<std::size_t>(TokenKind::scalar)];
  EXPECT_EQ(use.tracks, 2);
  EXPECT_EQ(use.links, 4);
  EXPECT_EQ(use.used, 3);
  EXPECT_EQ(use.most, 2);
  EXPECT_EQ(use.full_links, 1);
}

TEST(Route, FindsTheOnlyLegalAssignmentOfAFullCut) {
  // Six streams cross the middle of three rows with two tracks a link: every track is needed.
  const Chip chip = small_chip(3, 6, 2);
  NetList n;
  const std::vector<Site> left{{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}};
  for (const Site& site : left)
    n.stream(TokenKind::vector, n.pcu("a", site), {n.pcu("b", {site.row, site.col + 3})});
  route(chip, n.mapping);
  expect_legal(chip, n.mapping);
}

TEST(Route, RoutesTheLargestNetListsLegally) {
  const Chip chip = large_chip();
  const std::vector<NetListSize> unrollings{
      {.weight_memories = 2}, {.gates = 3, .hu = 4, .weight_memories = 3}, {.hu = 12, .ru = 1}};
  for (const NetListSize& unrolling : unrollings) {
    Mapping mapping = lstm_net_list(unrolling);
    place(chip, mapping, {1, 2});
    const RouteReport report = route(chip, mapping);
    expect_legal(chip, mapping);
    EXPECT_GE(report.links, report.lower_bound);
    EXPECT_LT(report.links, 2 * report.lower_bound);
  }
}

TEST(Route, GivesTheSameRoutesForTheSamePlacement) {
  Mapping first = lstm_net_list({.hu = 2});
  place(large_chip(), first, {1, 1});
  Mapping second = first;
  route(large_chip(), first);
  route(large_chip(), second);
  for (std::size_t s = 0; s < first.streams.size(); ++s) {
    const auto& a = first.streams[s].route();
    const auto& b = second.streams[s].route();
    EXPECT_TRUE(std::ranges::equal(a, b, [](const RouteNode& x, const RouteNode& y) {
      return x.site() == y.site() && x.parent == y.parent && x.track == y.track;
    })) << first.streams[s].name;
  }
}

}  // namespace
}  // namespace rda::mapper
