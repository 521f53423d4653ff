// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "mapping/index.h"
#include "property/suite.h"

namespace rda::test {
namespace {

/// Batches of training of random networks. Most draws have something that is not trained.
class SomeTrainings : public testing::TestWithParam<std::uint64_t> {
 protected:
  static constexpr std::uint64_t kTrainings = 16;

  template <class Check>
  static void for_each(Check&& check) {
    for_each_seed(GetParam(), kTrainings, [&](std::uint64_t seed) {
      SCOPED_TRACE("random training " + std::to_string(seed));
      if (const auto c = random_training(seed)) check(*c);
    });
  }
};

INSTANTIATE_TEST_SUITE_P(Part, SomeTrainings, testing::Range<std::uint64_t>(0, 2));
INSTANTIATE_TEST_SUITE_P(Long, SomeTrainings, testing::Range<std::uint64_t>(2, kParts));

TEST_P(SomeTrainings, GiveTheReferencesValuesInBothEngines) {
  for_each([](const Case& c) {
    const Outcome fast = run(c, all_values(c));
    ASSERT_TRUE(fast.ok()) << fast.error;
    expect_values(c, fast.result);
    expect_same(run(c, all_values(c, Engine::reference)), fast);
    const SimulateOptions stalled{.disturbance = {.stall_seed = c.seed, .stall_per_mille = 200}};
    EXPECT_TRUE(run(c, stalled).ok());
  });
}

TEST(RandomTrainings, MostlyMap) {
  constexpr std::uint64_t kSeeds = 16;
  int mapped = 0, spilled = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const auto c = random_training(seed);
    if (!c) continue;
    ++mapped;
    spilled += !mapping::spilled_buffers(c->mapping).empty();
  }
  EXPECT_GE(mapped, 12);
  EXPECT_GE(spilled, 3);  // a third of the stashes that are drawn
}

}  // namespace
}  // namespace rda::test
