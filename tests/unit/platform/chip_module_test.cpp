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

/// What ends with an exception. The address sanitizer does not know the stacks of SystemC's
/// threads: once an exception has passed, it reports falsely. So these are not in the preset asan.
class ChipModuleErrors : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Long, ChipModuleErrors, testing::Values(0));

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

/// The host writes token 0 before the first edge, and token n at the edge of cycle 10n - 1,
/// whatever it waits for there. So the source sends in 0, 10, 20, …
void expect_slow_source(bool on_edges) {
  Platform platform("platform", chain(), {.send = 10, .on_edges = on_edges});
  sc_core::sc_start();
  const RunResult result = platform.chip.result();
  EXPECT_EQ(cycles_of(platform.taken[0]), from_each(8, 10));
  EXPECT_EQ(result.cycles, 190 + 8 + 1);
  const ActivityCounts& source = result.units[0].activity;
  EXPECT_EQ(source[Activity::active], 20);
  EXPECT_EQ(source[Activity::starved], 171);
  EXPECT_EQ(source[Activity::idle], 8);
}

TEST(ChipModule, WaitsForAHostThatSendsAtTimes) { expect_slow_source(false); }
TEST(ChipModule, WaitsForAHostThatSendsAtEdges) { expect_slow_source(true); }

/// The host takes a token in cycles 8, 18, 28, …; the FIFO holds one more. A sink knows of its room
/// a cycle later: it takes in 8, 9, 19, 29, …, 189.
void expect_slow_host(bool on_edges) {
  Platform platform("platform", chain(), {.take = 10, .depth = 1, .on_edges = on_edges});
  sc_core::sc_start();
  const RunResult result = platform.chip.result();
  EXPECT_EQ(result.cycles, 189 + 1);
  EXPECT_EQ(result.units[2].activity[Activity::active], 20);
  EXPECT_EQ(result.units[2].activity[Activity::blocked], 18 * 9);
  EXPECT_EQ(result.units[2].activity[Activity::idle], 8);
}

TEST(ChipModule, IsHeldUpByAHostThatTakesAtTimes) { expect_slow_host(false); }
TEST(ChipModule, IsHeldUpByAHostThatTakesAtEdges) { expect_slow_host(true); }

TEST(ChipModule, EndsAtTheCycleLimit) {
  Platform in_time("platform", chain(), {}, {.max_cycles = 29});
  sc_core::sc_start();
  EXPECT_EQ(in_time.chip.result().cycles, 28);
}

TEST_P(ChipModuleErrors, IsStoppedAtTheCycleLimit) {
  Platform platform("platform", chain(), {.send = 10}, {.max_cycles = 100});
  sc_core::sc_start();
  EXPECT_TRUE(platform.chip.has_ended());
  EXPECT_THROW(platform.chip.result(), CycleLimitError);
}

TEST(ChipModule, TellsHowManyTokensTheRunWaitsFor) {
  Platform platform("platform", chain(), {}, {.steps = 5});
  sc_core::sc_start();
  EXPECT_EQ(platform.chip.sink_ports()[0].tokens, 5);
  EXPECT_EQ(platform.chip.source_ports()[0].tokens, 20);
  EXPECT_EQ(platform.chip.result().cycles, 4 + 8 + 1);
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

TEST_P(ChipModuleErrors, RefusesATokenOfTooManyValues) {
  Platform platform("platform", chain(), {.extra_values = true}, {.verify_steps = 20});
  sc_core::sc_start();
  EXPECT_THROW(platform.chip.result(), WorkloadError);
}

/// P waits for a token that nobody sends.
void add_deadlock(HandMapping& m, int row) {
  const Site west{row, 0}, middle{row, 2}, east{row, 3};
  m.source("in", west, 20, "x");
  m.pcu("P", middle, {21}, 1).in("x").out("y");
  m.sink("out", east, 21, "y");
  m.scalar("x", "in", {"P.x"}, {{west, {row, 1}, middle}});
  m.scalar("y", "P.y", {"out"}, {{middle, east}});
}

std::string deadlock_of(ChipModule& chip) {
  try {
    chip.result();
  } catch (const DeadlockError& error) {
    return error.what();
  }
  return "no deadlock";
}

TEST_P(ChipModuleErrors, FindsADeadlockInItsCycle) {
  HandMapping m(1, 4);
  add_deadlock(m, 0);
  std::string alone;
  try {
    simulate(m.chip, m.finished(), {});
  } catch (const DeadlockError& error) {
    alone = error.what();
  }
  ASSERT_NE(alone, "");
  Platform platform("platform", m, {});
  sc_core::sc_start();
  EXPECT_EQ(deadlock_of(platform.chip), alone);
}

TEST_P(ChipModuleErrors, FindsADeadlockBesideUnitsThatWaitForTheHost) {
  HandMapping m(2, 4);
  add_deadlock(m, 0);
  m.source("in2", {1, 0}, 20, "x");
  m.pcu("Q", {1, 2}, {20}, 1).in("x").out("y");
  m.sink("out2", {1, 3}, 20, "z");
  m.scalar("x2", "in2", {"Q.x"}, {{{1, 0}, {1, 1}, {1, 2}}});
  m.scalar("y2", "Q.y", {"out2"}, {{{1, 2}, {1, 3}}});
  Platform platform("platform", m, {.send = 1000});
  sc_core::sc_start();
  EXPECT_NE(deadlock_of(platform.chip), "no deadlock");
}

}  // namespace
}  // namespace rda::sim
