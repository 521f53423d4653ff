// SPDX-License-Identifier: Apache-2.0
#include "flow/network_cost.h"

#include <gtest/gtest.h>

#include <ostream>

#include "rda/error.h"
#include "support/hand_mapping.h"

namespace rda {

/// How the runner names an entry.
void PrintTo(Engine engine, std::ostream* out) {
  *out << names(engine)[static_cast<std::size_t>(engine)];
}

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
  const NetworkCost cost = network_cost(m.chip, m.mapping, {.engine = GetParam()});
  EXPECT_EQ(cost.ideal_cycles, 34);
  EXPECT_EQ(cost.group_steps, 20);
  EXPECT_EQ(cost.group_routed_cycles, 53);
  ASSERT_EQ(cost.groups.size(), 3u);
  expect_group(cost.groups[0], "P -> P", 2, 53 - 11, 11);
  expect_group(cost.groups[1], "P -> out", 1, 53 - 5, 5);
  expect_group(cost.groups[2], "in -> P", 1, 53 - 3, 3);
}

TEST_P(Engines, MeasureGroupsOnTheFirstStepsOfALongRun) {
  const HandMapping m = chain(100);
  const NetworkCost cost = network_cost(m.chip, m.mapping, {.engine = GetParam()});
  EXPECT_EQ(cost.ideal_cycles, 114);
  EXPECT_EQ(cost.group_steps, 32);
  EXPECT_EQ(cost.group_routed_cycles, 65);
  expect_group(cost.groups[0], "P -> P", 2, 65 - 11, 11);
}

TEST_P(Engines, SayWhereTheIdealNetworkDeadlocks) {
  const HandMapping m = fork_and_join();
  const NetworkCost cost = network_cost(m.chip, m.mapping, {.engine = GetParam()});
  EXPECT_EQ(cost.ideal_cycles, std::nullopt);
  EXPECT_EQ(cost.group_routed_cycles, 49);
  ASSERT_EQ(cost.groups.size(), 3u);
  for (const StreamGroupCost& group : cost.groups)
    EXPECT_EQ(group.cycles.has_value(), group.streams != "in -> A, J") << group.streams;
}

TEST(NetworkCost, StopsAtTheCycleLimit) {
  const HandMapping m = chain(20);
  EXPECT_THROW(network_cost(m.chip, m.mapping, {.max_cycles = 30}), Error);
}

Unit unit(const std::string& name) { return {name, 0, 0, PcuUnit{}}; }

Mapping joined(const std::vector<std::string>& writers, const std::string& reader) {
  Mapping mapping;
  for (const std::string& writer : writers) mapping.units.push_back(unit(writer));
  mapping.units.push_back(unit(reader));
  for (std::size_t i = 0; i < writers.size(); ++i) {
    Stream stream;
    stream.from = static_cast<int>(i);
    stream.to = {static_cast<int>(writers.size())};
    stream.route.resize(i + 1);
    mapping.streams.push_back(stream);
  }
  return mapping;
}

TEST(StreamGroups, LeaveOutLayersGatesAndNumbers) {
  const auto groups = stream_groups(
      joined({"layer0.i.dot[0][3]", "layer1.o.dot[2][1]", "layer0.h[0:2].vectors0"}, "y.gather"));
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0].name, "dot -> y.gather");
  EXPECT_EQ(groups[0].streams, (std::vector{0, 1}));
  EXPECT_EQ(groups[1].name, "h.vectors -> y.gather");
}

TEST(StreamGroups, LeaveOutLocalStreams) {
  Mapping mapping = joined({"a", "b"}, "c");
  mapping.streams[0].route.clear();
  ASSERT_EQ(stream_groups(mapping).size(), 1u);
  EXPECT_EQ(stream_groups(mapping)[0].name, "b -> c");
}

TEST(StreamGroups, JoinThoseWithTheShortestRoutesIfTheyAreMany) {
  std::vector<std::string> writers;
  for (char letter = 'A'; letter < 'A' + 20; ++letter) writers.emplace_back(1, letter);
  const auto groups = stream_groups(joined(writers, "end"));
  ASSERT_EQ(groups.size(), 16u);
  EXPECT_EQ(groups.front().name, "F -> end");
  EXPECT_EQ(groups.back().name, "others");
  EXPECT_EQ(groups.back().streams, (std::vector{4, 3, 2, 1, 0}));
}

}  // namespace
}  // namespace rda::flow
