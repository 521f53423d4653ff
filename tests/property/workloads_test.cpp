// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "json/reader.h"
#include "mapping/mapping_fields.h"
#include "property/suite.h"

namespace rda::test {
namespace {

INSTANTIATE_TEST_SUITE_P(Part, SomeWorkloads, testing::Range<std::uint64_t>(0, 1));
INSTANTIATE_TEST_SUITE_P(Long, SomeWorkloads, testing::Range<std::uint64_t>(1, kParts));

TEST_P(SomeWorkloads, GiveTheReferencesValuesToTheLastBit) {
  for_each([](const Case& c) {
    const Outcome outcome = run(c, all_values(c));
    ASSERT_TRUE(outcome.ok()) << outcome.error;
    expect_values(c, outcome.result);
  });
}

TEST_P(SomeWorkloads, AreTheSameToBothEngines) {
  for_each([](const Case& c) {
    expect_same(run(c, all_values(c, Engine::reference)), run(c, all_values(c)));
  });
}

TEST_P(SomeWorkloads, AreTheSameToBothEnginesOnTheIdealNetwork) {
  for_each([](const Case& c) {
    SimulateOptions options = all_values(c);
    options.ideal = all_ideal(c.mapping);
    const Outcome fast = run(c, options);
    options.engine = Engine::reference;
    expect_same(run(c, options), fast);
  });
}

/// What `map` writes `run` takes.
TEST_P(SomeWorkloads, HaveMappingsThatAreReadBackAsTheyWereWritten) {
  for_each([](const Case& c) {
    const std::string text = to_json(c.mapping);
    const Mapping read = json::read<Mapping>(text, "m.json");
    EXPECT_EQ(to_json(read), text);
    EXPECT_NO_THROW(check(c.chip, read));
  });
}

TEST_P(SomeWorkloads, KeepTheirValuesUnderRandomStalls) {
  for_each([](const Case& c) {
    SimulateOptions options = all_values(c);
    options.disturbance = {
        .stall_seed = c.seed, .stall_per_mille = 200, .shuffle_seed = c.seed + 1};
    const Outcome outcome = run(c, options);
    if (outcome.ok()) expect_values(c, outcome.result);
  });
}

TEST_P(SomeWorkloads, NeverBeatTheLongestPathAndTheClosedForms) {
  for_each([](const Case& c) {
    const Outcome outcome = run(c, {});
    if (!outcome.ok()) return;
    expect_accounts(c, outcome.result);
    const auto earliest = earliest_end(c.chip, c.mapping);
    ASSERT_TRUE(earliest.has_value());
    EXPECT_GE(outcome.result.cycles, *earliest);
    EXPECT_GE(*earliest, lower_bound(c.chip, c.mapping));
  });
}

}  // namespace
}  // namespace rda::test
