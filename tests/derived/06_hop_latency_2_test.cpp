// SPDX-License-Identifier: Apache-2.0
#include "derived/support_chain.h"

namespace rda::derived {
namespace {

class HopLatency2 : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, HopLatency2, kEngines, engine_name);

HandMapping far_chain(int depth) {
  HandMapping m = chain();
  m.chip.network.hop_latency = 2;
  m.chip.pcu.fifo_depth.vector = m.chip.stream.fifo_depth.vector = depth;
  return m;
}

TEST_P(HopLatency2, RunsAtFullRateWithFifosOfFour) {
  run(far_chain(4));
  EXPECT_EQ(cycles(), 76);
  EXPECT_EQ(unit("P2"), (Counts{.active = 20, .idle = 56}));
  EXPECT_EQ(stream("s1"), (Tracks{.carrying = 2 * 20}));
  EXPECT_EQ(stream("s2"), (Tracks{.carrying = 4 * 20}));
  EXPECT_EQ(stream("s3"), (Tracks{.carrying = 5 * 20}));
  EXPECT_EQ(stream("s4"), (Tracks{.carrying = 4 * 20}));
}

TEST_P(HopLatency2, CarriesThreeTokensInFourCyclesWithFifosOfThree) {
  run(far_chain(3));
  EXPECT_EQ(cycles(), 82);
  EXPECT_EQ(unit("P2"), (Counts{.active = 20, .idle = 56, .starved = 6}));
}

TEST_P(HopLatency2, CarriesTwoTokensInFourCyclesWithFifosOfTwo) {
  run(far_chain(2));
  EXPECT_EQ(cycles(), 94);
  EXPECT_EQ(unit("P2"), (Counts{.active = 20, .idle = 56, .starved = 18}));
  EXPECT_EQ(unit("in"), (Counts{.active = 20, .blocked = 6, .idle = 68}));
  EXPECT_EQ(stream("s1"), (Tracks{.carrying = 2 * 20, .held = 10 + 14}));
  EXPECT_EQ(stream("s2"), (Tracks{.carrying = 4 * 20}));
  EXPECT_EQ(stream("s3"), (Tracks{.carrying = 5 * 20}));
  EXPECT_EQ(stream("s4"), (Tracks{.carrying = 4 * 20}));
}

}  // namespace
}  // namespace rda::derived
