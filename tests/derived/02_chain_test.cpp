// SPDX-License-Identifier: Apache-2.0
#include "derived/support_chain.h"

namespace rda::derived {
namespace {

class Chain : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, Chain, kEngines, engine_name);

TEST_P(Chain, ATokenTakesTheSumOfLatenciesAndLinks) {
  run(chain());
  EXPECT_EQ(cycles(), 53);
  for (const auto* name : {"in", "P1", "P2", "P3", "out"}) {
    EXPECT_EQ(unit(name), (Counts{.active = 20, .idle = 33})) << name;
  }
  EXPECT_EQ(stream("s1"), (Tracks{.carrying = 2 * 20}));
  EXPECT_EQ(stream("s2"), (Tracks{.carrying = 4 * 20}));
  EXPECT_EQ(stream("s3"), (Tracks{.carrying = 5 * 20}));
  EXPECT_EQ(stream("s4"), (Tracks{.carrying = 4 * 20}));
}

}  // namespace
}  // namespace rda::derived
