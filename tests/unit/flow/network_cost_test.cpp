// SPDX-License-Identifier: Apache-2.0
#include "flow/network_cost.h"

#include <gtest/gtest.h>

#include <ostream>

#include "rda/error.h"
#include "support/hand_mapping.h"

namespace rda {

/// How the runner names an entry.
void PrintTo(Engine engine, std::ostream* out) { *out << word(engine); }

}  // namespace rda

namespace rda::flow {
namespace {

using test::HandMapping;

/// The chain of tests/derived/02, as long as asked for: 33 cycles and one for each token on its
/// routes of 4, 6, 7 and 6 links, 14 and one for each token on the ideal network.
HandMapping chain(std::int64_t tokens) {
  HandMapping m(4, 6);
  m.steps(tokens);
  m.source("in", {0, 0}, tokens);
  m.pcu("P1", {0, 2}, {tokens}, 1).in("x").out("y").element_wise();
  m.pcu("P2", {2, 0}, {tokens}, 3).in("x").out("y").element_wise();
  m.pcu("P3", {3, 4}, {tokens}, 6).in("x").out("y").element_wise();
  m.sink("out", {0, 5}, tokens);
  m.vector("s1", "in", {"P1.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("s2", "P1.y", {"P2.x"}, {{{0, 2}, {1, 2}, {2, 2}, {2, 1}, {2, 0}}});
  m.vector("s3", "P2.y", {"P3.x"}, {{{2, 0}, {3, 0}, {3, 1}, {3, 2}, {3, 3}, {3, 4}}});
  m.vector("s4", "P3.y", {"out"}, {{{3, 4}, {2, 4}, {1, 4}, {0, 4}, {0, 5}}});
  return m;
}

/// tests/derived/17 with FIFOs of 2.
HandMapping fork_and_join() {
  HandMapping m(2, 4);
  m.chip.pcu.fifo_depth.vector = 2;
  m.source("in", {0, 0}, 16);
  m.pcu("A", {0, 2}, {4, 4}, 1).in("x").out("a", {.level = 1}).element_wise();
  m.pcu("J", {1, 2}, {4, 4}, 1).in("x").in("a", {.level = 1}).out("y").element_wise();
  m.sink("out", {1, 3}, 16);
  m.vector("x", "in", {"A.x", "J.x"}, {{{0, 0}, {0, 1}, {0, 2}}, {{0, 2}, {1, 2}}});
  m.scalar("a", "A.a", {"J.a"}, {{{0, 2}, {1, 2}}});
  m.vector("y", "J.y", {"out"}, {{{1, 2}, {1, 3}}});
  return m;
}

void expect_group(const StreamGroupCost& group, const std::string& streams, std::int64_t count,
                  std::optional<Cycle> cycles, Cycle saved) {
  EXPECT_EQ(group.streams, streams);
  EXPECT_EQ(group.count, count);
  EXPECT_EQ(group.cycles, cycles);
  EXPECT_EQ(group.saved_cycles, saved);
}

class Engines : public testing::TestWithParam<Engine> {};
INSTANTIATE_TEST_SUITE_P(NetworkCost, Engines, testing::Values(Engine::fast, Engine::reference));

TEST_P(Engines, FindTheLinksThatEachGroupOfAChainSaves) {
  const HandMapping m = chain(20);
  const NetworkCost cost = network_cost(m.chip, m.finished(), {.engine = GetParam()});
  EXPECT_EQ(cost.ideal_cycles, 34);
  EXPECT_EQ(cost.group_steps, 20);
  EXPECT_EQ(cost.group_routed_cycles, 53);
  ASSERT_EQ(cost.groups.size(), 3u);
  expect_group(cost.groups[0], "pcu -> pcu", 2, 53 - 11, 11);
  expect_group(cost.groups[1], "pcu -> sink", 1, 53 - 5, 5);
  expect_group(cost.groups[2], "source -> pcu", 1, 53 - 3, 3);
}

TEST_P(Engines, MeasureGroupsOnTheFirstStepsOfALongRun) {
  const HandMapping m = chain(100);
  const NetworkCost cost = network_cost(m.chip, m.finished(), {.engine = GetParam()});
  EXPECT_EQ(cost.ideal_cycles, 114);
  EXPECT_EQ(cost.group_steps, 32);
  EXPECT_EQ(cost.group_routed_cycles, 65);
  expect_group(cost.groups[0], "pcu -> pcu", 2, 65 - 11, 11);
}

TEST_P(Engines, SayWhereTheIdealNetworkDeadlocks) {
  const HandMapping m = fork_and_join();
  const NetworkCost cost = network_cost(m.chip, m.finished(), {.engine = GetParam()});
  EXPECT_EQ(cost.ideal_cycles, std::nullopt);
  EXPECT_EQ(cost.group_routed_cycles, 49);
  ASSERT_EQ(cost.groups.size(), 3u);
  for (const StreamGroupCost& group : cost.groups)
    EXPECT_EQ(group.cycles.has_value(), group.streams != "source -> pcu") << group.streams;
}

TEST(NetworkCost, StopsAtTheCycleLimit) {
  const HandMapping m = chain(20);
  EXPECT_THROW(network_cost(m.chip, m.finished(), {.max_cycles = 30}), Error);
}

Unit unit(Origin origin) {
  Unit unit;
  unit.origin = std::move(origin);
  return unit;
}

/// A stream from each of the writers to one reader, each route a switch longer than the one before.
Mapping joined(const std::vector<Origin>& writers) {
  Mapping mapping;
  const UnitId reader = mapping.units.add(unit({.role = Role::sink}));
  for (const Origin& writer : writers) {
    Stream stream;
    stream.from = mapping.units.add(unit(writer));
    stream.to = {reader};
    stream.carrier = StaticRoute{std::vector<RouteNode>(mapping.streams.size() + 1)};
    mapping.streams.push_back(stream);
  }
  return mapping;
}

TEST(StreamGroups, AreOfAllLayersAndGates) {
  const auto groups = stream_groups(joined({{.layer = 0, .gate = "i", .role = Role::dot},
                                            {.layer = 1, .gate = "o", .role = Role::dot},
                                            {.layer = 0, .node = "h", .role = Role::vectors}}));
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0].name, "dot -> sink");
  EXPECT_EQ(groups[0].streams, (std::vector{StreamId(0), StreamId(1)}));
  EXPECT_EQ(groups[1].name, "h.vectors -> sink");
}

TEST(StreamGroups, LeaveOutLocalStreams) {
  Mapping mapping = joined({{.role = Role::rows}, {.role = Role::sum}});
  mapping.streams[StreamId(0)].carrier = Local{};
  ASSERT_EQ(stream_groups(mapping).size(), 1u);
  EXPECT_EQ(stream_groups(mapping)[0].name, "sum -> sink");
}

TEST(StreamGroups, JoinThoseWithTheShortestRoutesIfTheyAreMany) {
  std::vector<Origin> writers;
  for (char letter = 'A'; letter < 'A' + 20; ++letter)
    writers.push_back({.node = std::string(1, letter), .role = Role::rows});
  const auto groups = stream_groups(joined(writers));
  ASSERT_EQ(groups.size(), 16u);
  EXPECT_EQ(groups.front().name, "F.rows -> sink");
  EXPECT_EQ(groups.back().name, "others");
  EXPECT_EQ(groups.back().streams,
            (std::vector{StreamId(4), StreamId(3), StreamId(2), StreamId(1), StreamId(0)}));
}

}  // namespace
}  // namespace rda::flow
