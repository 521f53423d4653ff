// SPDX-License-Identifier: Apache-2.0
// Random options of the mapper: each choice is refused with a one-line message, or runs to its end
// with the values of the reference.
#include <gtest/gtest.h>

#include "property/suite.h"

namespace rda::test {
namespace {

INSTANTIATE_TEST_SUITE_P(Part, SomeChoices, testing::Range<std::uint64_t>(0, 1));
INSTANTIATE_TEST_SUITE_P(Long, SomeChoices, testing::Range<std::uint64_t>(1, kParts));

TEST_P(SomeChoices, AreRefusedInALineOrGiveTheReferencesValuesToTheLastBit) {
  int made = 0;
  for_each([&](const Choice& choice) {
    if (!choice.made) {
      EXPECT_FALSE(choice.refusal.empty());
      EXPECT_EQ(choice.refusal.find('\n'), std::string::npos) << choice.refusal;
      return;
    }
    ++made;
    EXPECT_EQ(violations(choice.made->chip, choice.made->mapping), std::vector<std::string>{});
    const Outcome outcome = run(*choice.made, all_values(*choice.made));
    ASSERT_TRUE(outcome.ok()) << outcome.error;
    expect_values(*choice.made, outcome.result);
  });
  EXPECT_TRUE(made >= 1 || one_seed());
}

TEST_P(SomeChoices, AreTheSameToBothEngines) {
  // The reference engine steps each unit in every cycle.
  constexpr std::int64_t kMostUnits = 150, kMostUnitCycles = 2'000'000;
  for_each([](const Choice& choice) {
    if (!choice.made) return;
    const std::int64_t units = std::ssize(choice.made->mapping.units);
    if (units > kMostUnits) return;
    const Outcome fast = run(*choice.made, all_values(*choice.made));
    if (fast.ok() && fast.result.cycles * units > kMostUnitCycles) return;
    expect_same(run(*choice.made, all_values(*choice.made, Engine::reference)), fast);
  });
}

/// On the ideal network only FIFOs and memories hold tokens.
TEST_P(SomeChoices, ComeToTheirEndOnTheIdealNetworkAndUnderRandomStalls) {
  for_each([](const Choice& choice) {
    if (!choice.made) return;
    const Case& c = *choice.made;
    SimulateOptions options{.ideal = all_ideal(c.mapping)};
    const Outcome ideal = run(c, options);
    EXPECT_TRUE(ideal.ok()) << ideal.error;
    options.disturbance = {
        .stall_seed = c.seed, .stall_per_mille = 200, .shuffle_seed = c.seed + 1};
    const Outcome stalled = run(c, options);
    EXPECT_TRUE(stalled.ok()) << stalled.error;
  });
}

}  // namespace
}  // namespace rda::test
