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
  EXPECT_GE(made, 1);
}

TEST_P(SomeChoices, AreTheSameToBothEngines) {
  constexpr std::size_t kMostUnits = 150;  // the reference engine steps each of them every cycle
  for_each([](const Choice& choice) {
    if (!choice.made || choice.made->mapping.units.size() > kMostUnits) return;
    expect_same(run(*choice.made, all_values(*choice.made, Engine::reference)),
                run(*choice.made, all_values(*choice.made)));
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
