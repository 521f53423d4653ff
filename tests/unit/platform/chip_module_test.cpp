// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "support/forked_run.h"
#include "support/hand_mapping.h"
#include "support/platform.h"

// SystemC elaborates once in a process, and each test has a process of its own.

namespace rda::sim {
namespace {

using test::HandMapping;
using test::Platform;

/// A source, a PCU that passes on after 3 cycles, a sink; 20 scalars.
HandMapping chain() {
  HandMapping m(1, 4);
  m.steps(20);
  m.source("in", {0, 0}, 20, "x");
  m.pcu("P", {0, 2}, {20}, 1).in("x").out("y");
  m.sink("out", {0, 3}, 20, "y").format = Format::fp32;
  m.scalar("x", "in", {"P.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.scalar("y", "P.y", {"out"}, {{{0, 2}, {0, 3}}});
  return m;
}

std::vector<Cycle> cycles_of(const std::vector<Platform::Taken>& taken) {
  std::vector<Cycle> cycles;
  for (const Platform::Taken& t : taken) cycles.push_back(t.cycle);
  return cycles;
}

std::vector<Cycle> from_each(Cycle first, Cycle step, std::size_t count = 20) {
  std::vector<Cycle> cycles;
  for (std::size_t n = 0; n < count; ++n) cycles.push_back(first + static_cast<Cycle>(n) * step);
  return cycles;
}

// A token is put in cycle n, pops at P 4 cycles later, leaves in the next and is taken after 3
// more.

TEST(ChipModule, MovesTokensInTheirCycles) {
  Platform platform("platform", chain(), {});
  sc_core::sc_start();
  EXPECT_EQ(platform.chip.result().cycles, 19 + 8 + 1);
  EXPECT_EQ(cycles_of(platform.taken[0]), from_each(8, 1));
}

TEST(ChipModule, MovesThemInTheSameCyclesThroughFifosOfOneToken) {
  Platform platform("platform", chain(), {.depth = 1});
  sc_core::sc_start();
  EXPECT_EQ(platform.chip.result().cycles, 19 + 8 + 1);
  EXPECT_EQ(cycles_of(platform.taken[0]), from_each(8, 1));
}

TEST(ChipModule, WaitsForAHostThatSendsSlowly) {
  Platform platform("platform", chain(), {.send = 10});
  sc_core::sc_start();
  const RunResult result = platform.chip.result();
  // The host writes token n at the edge of cycle 10n - 1, token 0 before the first edge.
  EXPECT_EQ(result.cycles, 189 + 8 + 1);
  std::vector<Cycle> taken = from_each(17, 10, 19);
  taken.insert(taken.begin(), 8);
  EXPECT_EQ(cycles_of(platform.taken[0]), taken);
  const ActivityCounts& source = result.units[0].activity;
  EXPECT_EQ(source[Activity::active], 20);
  EXPECT_EQ(source[Activity::starved], 170);
  EXPECT_EQ(source[Activity::idle], 8);
}

TEST(ChipModule, IsHeldUpByAHostThatTakesSlowly) {
  Platform platform("platform", chain(), {.take = 10, .depth = 1});
  sc_core::sc_start();
  const RunResult result = platform.chip.result();
  // The host takes a token in cycles 8, 18, 28, …; the FIFO holds one more. So the sink takes in 8,
  // 9, 18, 28, …, 188.
  EXPECT_EQ(result.cycles, 188 + 1);
  EXPECT_EQ(result.units[2].activity[Activity::blocked], 8 + 17 * 9);
  EXPECT_EQ(result.units[2].activity[Activity::idle], 8);
  EXPECT_EQ(result.units[2].activity[Activity::active], 20);
}

/// A result of simulate() and one of a platform, and what the sinks took.
void expect_same_as_simulated(const HandMapping& m, std::int64_t steps) {
  const SimulateOptions options{.verify_steps = steps};
  const RunResult alone = simulate(m.chip, m.finished(), m.tensors, options);
  Platform platform("platform", m, {}, options);
  sc_core::sc_start();
  const RunResult result = platform.chip.result();
  EXPECT_TRUE(test::bytes_of(result) == test::bytes_of(alone));
  ASSERT_EQ(platform.taken[0].size(), 20u);
  for (std::size_t n = 0; n < 20; ++n) {
    const StreamToken& token = platform.taken[0][n].token;
    ASSERT_EQ(token.values.size(), static_cast<std::int64_t>(n) < steps ? 1u : 0u);
    for (const double value : token.values) EXPECT_EQ(value, alone.values.at("y")[n]);
  }
}

HandMapping chain_with_values() {
  HandMapping m = chain();
  Tensor& x = m.tensors["x"] = {20, 1, {}};
  for (int n = 0; n < 20; ++n) x.values.push_back(static_cast<float>(n) * 0.25F);
  return m;
}

TEST(ChipModule, GivesTheResultOfASimulationWithItsValues) {
  expect_same_as_simulated(chain_with_values(), 20);
}

TEST(ChipModule, GivesValuesInTheVerifiedStepsAlone) {
  expect_same_as_simulated(chain_with_values(), 7);
}

TEST(ChipModule, RefusesATokenOfTooManyValues) {
  Platform platform("platform", chain(), {.extra_values = true}, {.verify_steps = 20});
  sc_core::sc_start();
  EXPECT_THROW(platform.chip.result(), WorkloadError);
}

TEST(ChipModule, FindsADeadlockInItsCycle) {
  HandMapping m(1, 4);
  m.source("in", {0, 0}, 20, "x");
  m.pcu("P", {0, 2}, {21}, 1).in("x").out("y");  // waits for a token that nobody sends
  m.sink("out", {0, 3}, 21, "y");
  m.scalar("x", "in", {"P.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.scalar("y", "P.y", {"out"}, {{{0, 2}, {0, 3}}});
  std::string alone;
  try {
    simulate(m.chip, m.finished(), {});
  } catch (const DeadlockError& error) {
    alone = error.what();
  }
  ASSERT_NE(alone, "");
  Platform platform("platform", m, {});
  sc_core::sc_start();
  try {
    platform.chip.result();
    FAIL() << "no deadlock";
  } catch (const DeadlockError& error) {
    EXPECT_EQ(error.what(), alone);
  }
}

}  // namespace
}  // namespace rda::sim
