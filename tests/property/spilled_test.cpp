// SPDX-License-Identifier: Apache-2.0
// Sequences that go from layer to layer through off-chip memory: with the values of the reference
// to the last bit, alike in both engines, and to the end under any stalls.
#include <gtest/gtest.h>

#include "mapping/index.h"
#include "property/suite.h"

namespace rda::test {
namespace {

constexpr std::uint64_t kSpilled = 16;

TEST(Spilled, RunToTheirEndWithTheReferencesValues) {
  int made = 0;
  for (std::uint64_t seed = 0; seed < kSpilled * scale(); ++seed) {
    SCOPED_TRACE("spilled " + std::to_string(seed));
    const Choice choice = random_spilled(seed);
    if (!choice.made) continue;
    ++made;
    const Case& c = *choice.made;
    EXPECT_FALSE(mapping::spilled_buffers(c.mapping).empty());
    const Outcome fast = run(c, all_values(c));
    ASSERT_TRUE(fast.ok()) << fast.error;
    expect_values(c, fast.result);
    expect_same(run(c, all_values(c, Engine::reference)), fast);
    SimulateOptions stalled{.disturbance = {.stall_seed = seed, .stall_per_mille = 200}};
    EXPECT_TRUE(run(c, stalled).ok());
  }
  EXPECT_GE(made, static_cast<int>(kSpilled * scale() / 2));
}

}  // namespace
}  // namespace rda::test
