// SPDX-License-Identifier: Apache-2.0
#include "derived/support_chain.h"

namespace rda::derived {
namespace {

class IdealNetwork : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, IdealNetwork, kEngines, engine_name);

TEST_P(IdealNetwork, TakesEveryLinkButOneFromEachStreamOfAChain) {
  const HandMapping m = chain();
  put_all_on_ideal_network(m);
  run(m);
  EXPECT_EQ(cycles(), 34);
  for (const auto* name : {"in", "P1", "P2", "P3", "out"})
    EXPECT_EQ(unit(name), (Counts{.active = 20, .idle = 14})) << name;
  EXPECT_EQ(stream("s3"), Tracks{}) << "it uses no link between switches";
}

TEST_P(IdealNetwork, TakesTheLinksOfTheStreamsThatItCarriesOnly) {
  const HandMapping m = chain();
  put_on_ideal_network(m, {"s3"});
  run(m);
  EXPECT_EQ(cycles(), 47);
  EXPECT_EQ(stream("s2"), (Tracks{.carrying = 4 * 20}));
  EXPECT_EQ(stream("s3"), Tracks{});
}

TEST_P(IdealNetwork, HasLinksOfOneCycleWhateverTheHopLatency) {
  HandMapping m = chain();
  m.chip.network.hop_latency = 2;
  put_all_on_ideal_network(m);
  run(m);
  EXPECT_EQ(cycles(), 34);
}

HandMapping two_readers(int ii_of_a) {
  HandMapping m(3, 8);
  m.source("in", {0, 0}, 16);
  m.pcu("A", {0, 2}, {16}, 2).ii(ii_of_a).in("x").out("a").element_wise();
  m.pcu("B", {2, 6}, {16}, 4).in("x").out("b").element_wise();
  m.sink("outA", {1, 7}, 16);
  m.sink("outB", {2, 7}, 16);
  m.vector("x", "in", {"A.x", "B.x"},
           {{{0, 0}, {0, 1}, {0, 2}}, {{0, 2}, {0, 3}, {0, 4}, {0, 5}, {0, 6}, {1, 6}, {2, 6}}});
  m.vector("a", "A.a", {"outA"}, {{{0, 2}, {1, 2}, {1, 3}, {1, 4}, {1, 5}, {1, 6}, {1, 7}}});
  m.vector("b", "B.b", {"outB"}, {{{2, 6}, {2, 7}}});
  return m;
}

TEST_P(IdealNetwork, ServesNearAndFarReadersAtOnce) {
  const HandMapping m = two_readers(1);
  put_all_on_ideal_network(m);
  run(m);
  EXPECT_EQ(cycles(), 22);
  EXPECT_EQ(unit("A"), unit("B"));
}

TEST_P(IdealNetwork, SendsWhenEveryReaderHasRoom) {
  const HandMapping m = two_readers(3);
  put_all_on_ideal_network(m);
  run(m);
  EXPECT_EQ(cycles(), 50);
  EXPECT_EQ(unit("in"), (Counts{.active = 16, .blocked = 20, .idle = 14}));
  EXPECT_EQ(unit("A"), (Counts{.active = 16, .idle = 4, .starved = 30}));
  EXPECT_EQ(unit("B"), (Counts{.active = 16, .idle = 14, .starved = 20}));
}

HandMapping short_fork_and_join(int depth) {
  HandMapping m(2, 4);
  m.chip.pcu.fifo_depth.vector = depth;
  m.source("in", {0, 0}, 16);
  m.pcu("A", {0, 2}, {4, 4}, 1).in("x").out("a", {.level = 1}).element_wise();
  m.pcu("J", {1, 2}, {4, 4}, 1).in("x").in("a", {.level = 1}).out("y").element_wise();
  m.sink("out", {1, 3}, 16);
  m.vector("x", "in", {"A.x", "J.x"}, {{{0, 0}, {0, 1}, {0, 2}}, {{0, 2}, {1, 2}}});
  m.scalar("a", "A.a", {"J.a"}, {{{0, 2}, {1, 2}}});
  m.vector("y", "J.y", {"out"}, {{{1, 2}, {1, 3}}});
  return m;
}

TEST_P(IdealNetwork, HoldsNoMoreTokensThanTheReadersFifos) {
  const HandMapping m = short_fork_and_join(4);
  put_all_on_ideal_network(m);
  run(m);
  EXPECT_EQ(cycles(), 33);
  EXPECT_EQ(unit("in"), (Counts{.active = 16, .blocked = 9, .idle = 8}));
  EXPECT_EQ(unit("A"), (Counts{.active = 16, .idle = 8, .starved = 9}));
  EXPECT_EQ(unit("J"), (Counts{.active = 16, .idle = 3, .starved = 14}));
}

TEST_P(IdealNetwork, DeadlocksWhereOnlyTheBuffersOfARouteHeldEnough) {
  const HandMapping m = short_fork_and_join(2);
  put_all_on_ideal_network(m);
  const std::string message = deadlock(m);
  EXPECT_TRUE(message.starts_with("deadlock in cycle 4: ")) << message;
  for (const std::string part : {R"(J waits for a token on input "a" from A)",
                                 R"(A waits for a token on input "x" from in)", "J.x (now 2)"})
    EXPECT_NE(message.find(part), std::string::npos) << message << "\nlacks " << part;
}

}  // namespace
}  // namespace rda::derived
