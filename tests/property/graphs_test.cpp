// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "property/suite.h"

namespace rda::test {
namespace {

INSTANTIATE_TEST_SUITE_P(Part, SomeGraphs, testing::Range<std::uint64_t>(0, 1));
INSTANTIATE_TEST_SUITE_P(Long, SomeGraphs, testing::Range<std::uint64_t>(1, kParts));

TEST_P(SomeGraphs, AreTheSameToBothEngines) {
  for_each([](const Case& c) {
    const Outcome fast = run(c, all_values(c));
    EXPECT_TRUE(fast.ok() || fast.deadlocked()) << fast.error;
    expect_same(run(c, all_values(c, Engine::reference)), fast);
  });
}

TEST_P(SomeGraphs, AreTheSameToBothEnginesWithSomeStreamsOnTheIdealNetwork) {
  for_each([](const Case& c) {
    SimulateOptions options = all_values(c);
    options.ideal = all_ideal(c.mapping);
    for (std::size_t s = 0; s < options.ideal.size(); ++s) options.ideal[s] = (s + c.seed) % 3 != 0;
    options.disturbance.stall_seed = c.seed + 1;
    options.disturbance.stall_per_mille = c.seed % 2 == 0 ? 0 : 150;
    const Outcome fast = run(c, options);
    EXPECT_TRUE(fast.ok() || fast.deadlocked()) << fast.error;
    options.engine = Engine::reference;
    expect_same(run(c, options), fast);
  });
}

TEST_P(SomeGraphs, DoNotDependOnTheOrderInWhichUnitsAreBuiltAndEvaluated) {
  for_each([](const Case& c) {
    const Outcome plain = run(c, all_values(c));
    for (const Engine engine : {Engine::fast, Engine::reference}) {
      SimulateOptions options = all_values(c, engine);
      options.disturbance.shuffle_seed = c.seed + 1;
      expect_same(run(c, options), plain);
    }
  });
}

/// Only the values at sinks: a tapped write may come after the end of the run.
RunResult at_sinks(RunResult result) {
  std::erase_if(result.values, [](const auto& entry) { return entry.first.starts_with("tap"); });
  return result;
}

/// A stall can shorten a run: a firing that enters a pipeline later does not hold the firings
/// behind it. A stall can also cause a deadlock, where the stages of a pipeline were the buffer
/// that prevented it. So only the values and the lower bound are checked.
TEST_P(SomeGraphs, KeepTheirValuesUnderRandomStalls) {
  for_each([](const Case& c) {
    const Outcome plain = run(c, all_values(c));
    SimulateOptions options = all_values(c);
    options.disturbance.stall_seed = c.seed + 1;
    options.disturbance.stall_per_mille = 50 + static_cast<int>(c.seed * 37 % 451);
    const Outcome fast = run(c, options);
    options.engine = Engine::reference;
    expect_same(run(c, options), fast);
    if (!plain.ok() || !fast.ok()) return;
    EXPECT_EQ(value_difference(at_sinks(fast.result), at_sinks(plain.result)), "");
    EXPECT_GE(fast.result.cycles, earliest_end(c.chip, c.mapping).value_or(0));
  });
}

TEST_P(SomeGraphs, DoNotDependOnTheOrderOfUnitsAndStreamsInTheMapping) {
  for_each([](const Case& c) {
    Random random(c.seed);
    const Permuted permuted = permute(c.mapping, random);
    const Outcome want = run(c, all_values(c));
    const Outcome got = run_forked(c.chip, permuted.mapping, c.tensors, all_values(c));
    ASSERT_EQ(got.exit_code, want.exit_code) << got.error << " / " << want.error;
    if (!want.ok()) {
      // The engines may report different ones of several wait cycles, but always the same cycle of
      // the deadlock.
      EXPECT_EQ(got.error.substr(0, got.error.find(':')),
                want.error.substr(0, want.error.find(':')));
      return;
    }
    EXPECT_EQ(got.result.cycles, want.result.cycles);
    for (const UnitId u : c.mapping.units.ids())
      EXPECT_EQ(got.result.units[permuted.unit[u].index()], want.result.units[u.index()]);
    for (const StreamId s : c.mapping.streams.ids())
      EXPECT_EQ(got.result.streams[permuted.stream[s].index()], want.result.streams[s.index()]);
    EXPECT_EQ(value_difference(got.result, want.result), "");
  });
}

TEST_P(SomeGraphs, AccountForEveryCycleFiringAndToken) {
  for_each([](const Case& c) {
    const Outcome outcome = run(c, {});
    if (outcome.ok()) expect_accounts(c, outcome.result);
  });
}

TEST_P(SomeGraphs, NeverBeatTheLongestPathAndTheClosedForms) {
  for_each([](const Case& c) {
    const auto earliest = earliest_end(c.chip, c.mapping);
    const Outcome outcome = run(c, {});
    if (!outcome.ok()) return;
    ASSERT_TRUE(earliest.has_value());
    EXPECT_GE(outcome.result.cycles, *earliest);
    EXPECT_GE(*earliest, lower_bound(c.chip, c.mapping));
  });
}

TEST_P(SomeGraphs, TakeExactlyTheLongestPathWhereNoBufferIsEverFull) {
  for_each([](Case c) {
    c.chip.pcu.fifo_depth = c.chip.pmu.fifo_depth = c.chip.stream.fifo_depth = {4096, 4096, 4096};
    const auto earliest = earliest_end(c.chip, c.mapping);
    for (const Engine engine : {Engine::fast, Engine::reference}) {
      const Outcome outcome = run(c, {.engine = engine});
      ASSERT_EQ(outcome.ok(), earliest.has_value()) << outcome.error;
      if (outcome.ok()) {
        EXPECT_EQ(outcome.result.cycles, *earliest);
      }
    }
  });
}

}  // namespace
}  // namespace rda::test
