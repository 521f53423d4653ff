// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class SlowReader : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, SlowReader, kEngines, engine_name);

HandMapping slow_reader(int hop_latency) {
  HandMapping m(2, 6);
  m.chip.network.hop_latency = hop_latency;
  m.source("in", {0, 0}, 24);
  m.pcu("S", {0, 2}, {24}, 1).ii(3).in("x").out("s").element_wise();
  m.pcu("F", {1, 4}, {24}, 1).in("x").out("f").element_wise();
  m.sink("outS", {0, 5}, 24);
  m.sink("outF", {1, 5}, 24);
  m.vector("x", "in", {"S.x", "F.x"}, {{{0, 0}, {0, 1}, {0, 2}}, {{0, 2}, {0, 3}, {0, 4}, {1, 4}}});
  m.vector("s", "S.s", {"outS"}, {{{0, 2}, {0, 3}, {0, 4}, {0, 5}}});
  m.vector("f", "F.f", {"outF"}, {{{1, 4}, {1, 5}}});
  return m;
}

TEST_P(SlowReader, ThrottlesItsForkAndTheFastReaderBehindIt) {
  run(slow_reader(1));
  EXPECT_EQ(cycles(), 80);
  EXPECT_EQ(unit("in"), (Counts{.active = 24, .blocked = 24, .idle = 32}));
  EXPECT_EQ(unit("S"), (Counts{.active = 24, .idle = 10, .starved = 46}));
  EXPECT_EQ(unit("F"), (Counts{.active = 24, .idle = 20, .starved = 36}));
  EXPECT_EQ(stream("x"), (Tracks{.carrying = 5 * 24, .held = 28 + 32 + 36}));
}

TEST_P(SlowReader, IsFeltALinkFurtherBackEveryHopLatency) {
  run(slow_reader(2));
  EXPECT_EQ(cycles(), 89);
  EXPECT_EQ(unit("in"), (Counts{.active = 24, .blocked = 14, .idle = 51}));
  EXPECT_EQ(unit("S"), (Counts{.active = 24, .idle = 19, .starved = 46}));
  EXPECT_EQ(unit("F"), (Counts{.active = 24, .idle = 27, .starved = 38}));
  EXPECT_EQ(stream("x"), (Tracks{.carrying = 5 * 24, .held = 22 + 30 + 38}));
}

}  // namespace
}  // namespace rda::derived
