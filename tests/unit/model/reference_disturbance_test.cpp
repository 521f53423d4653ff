// SPDX-License-Identifier: Apache-2.0
#include "rda/error.h"
#include "unit/model/reference_support.h"

namespace rda::sim {
namespace {

using test::HandMapping;

/// x and its double, added where they meet again, over a fork; every output is 3 · x.
HandMapping triple() {
  HandMapping m(2, 6);
  m.steps(40);
  m.source("in", {0, 0}, 40, "x").format = Format::fp32;
  m.pcu("D", {0, 2}, {1, 40}, 3).in("x").out("d").operation(ScalarOp::add, 0, 0);
  m.pcu("A", {1, 4}, {1, 40}, 2).in("x").in("d").out("y").operation(ScalarOp::add, 0, 1);
  m.sink("out", {1, 5}, 40, "y").format = Format::fp32;
  m.scalar("x", "in", {"D.x", "A.x"},
           {{{0, 0}, {0, 1}, {0, 2}}, {{0, 1}, {1, 1}, {1, 2}, {1, 3}, {1, 4}}});
  m.scalar("d", "D.d", {"A.d"}, {{{0, 2}, {0, 3}, {0, 4}, {1, 4}}});
  m.scalar("y", "A.y", {"out"}, {{{1, 4}, {1, 5}}});
  Tensor x{.rows = 40, .cols = 1, .values = {}};
  for (int i = 0; i < 40; ++i) x.values.push_back(static_cast<float>(i) - 20);
  m.tensors["x"] = x;
  return m;
}

void expect_triples(const RunResult& result) {
  ASSERT_EQ(result.row_size.at("y"), 1);
  const std::vector<double>& y = result.values.at("y");
  ASSERT_EQ(y.size(), 40U);
  for (std::size_t i = 0; i < y.size(); ++i) EXPECT_EQ(y[i], 3 * (static_cast<double>(i) - 20));
}

SimulateOptions all_values() {
  SimulateOptions options;
  options.verify_steps = 40;
  return options;
}

// x passes the fork in 2, is usable at D in 4 and at A in 7; d leaves D in 7 and is usable at A in
// 12; y leaves A in 14 and is taken in 17. The branch to A holds C = 2 · 4 + 4 = 12 tokens, and the
// fork sees a pop 5 cycles later: token 12 passes in 12 + 5 = 17 instead of 14, so tokens 12, 24
// and 36 each lose 3 cycles.
constexpr Cycle kTripleCycles = 17 + 39 + 1 + 3 * 3;
const Counts kTripleA{40, 0, 0, 7 + 5, 5 + 3 * 3};

TEST(Disturbance, WithoutOneTheNearBranchOfAForkThatMeetsAgainSetsThePace) {
  const HandMapping m = triple();
  const RunResult result = run(m, all_values());
  expect_triples(result);
  EXPECT_EQ(result.cycles, kTripleCycles);
  EXPECT_EQ(counts(m, result, "A"), kTripleA);
}

TEST(Disturbance, AnotherOrderOfModulesChangesNothing) {
  const HandMapping m = triple();
  SimulateOptions options = all_values();
  options.disturbance.shuffle_seed = 7;
  const RunResult result = run(m, options);
  expect_triples(result);
  EXPECT_EQ(result.cycles, kTripleCycles);
  EXPECT_EQ(counts(m, result, "A"), kTripleA);
}

TEST(Disturbance, RandomStallsChangeTimeButNoValue) {
  const HandMapping m = triple();
  SimulateOptions options = all_values();
  options.disturbance.stall_seed = 3;
  options.disturbance.stall_per_mille = 400;
  const RunResult result = run(m, options);
  expect_triples(result);
  EXPECT_GT(result.cycles, kTripleCycles);
  for (const UnitResult& unit : result.units) EXPECT_EQ(unit.activity.total(), result.cycles);
}

TEST(Disturbance, AWriterThatIsAlwaysStalledIsNoDeadlock) {
  SimulateOptions options;
  options.disturbance.stall_per_mille = 1000;
  options.max_cycles = 100;
  EXPECT_THROW(run(triple(), options), CycleLimitError);
}

TEST(Disturbance, StallsRepeatWithTheirPeriod) {
  const Disturbance disturbance{
      .stall_seed = 5, .stall_per_mille = 500, .stall_period = 16, .shuffle_seed = 0};
  int stalls = 0;
  for (Cycle cycle = 0; cycle < 16; ++cycle) {
    EXPECT_EQ(stalled(disturbance, StreamId(2), cycle),
              stalled(disturbance, StreamId(2), cycle + 160));
    stalls += stalled(disturbance, StreamId(2), cycle) ? 1 : 0;
  }
  EXPECT_GT(stalls, 2);
  EXPECT_LT(stalls, 14);
}

TEST(Disturbance, ValuesEndWithTheVerifiedSteps) {
  const HandMapping m = triple();
  SimulateOptions options;
  options.verify_steps = 3;
  const RunResult result = run(m, options);
  EXPECT_EQ(result.values.at("y"), (std::vector<double>{-60, -57, -54}));
  EXPECT_EQ(result.cycles, kTripleCycles);
}

}  // namespace
}  // namespace rda::sim
