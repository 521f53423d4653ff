// SPDX-License-Identifier: Apache-2.0
#include "rda/explain.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "property/suite.h"
#include "property/support_off_chip.h"
#include "rda/check.h"
#include "rda/tracer.h"

namespace rda::test {
namespace {

/// Each entry starts where the one before ends, and they are as long as the step.
void expect_exact(const Explanation& e) {
  Cycle at = e.from, shares = 0;
  for (const ChainEntry& entry : e.chain) {
    RDA_CHECK(entry.from == at && entry.cycles > 0 && entry.conflicts >= 0);
    at += entry.cycles;
  }
  for (const ChainShare& share : e.summary) shares += share.cycles;
  RDA_CHECK(at == e.from + e.cycles && shares == e.cycles);
}

/// The parts and the categories of a run are each as long as the run, whose first cycle is 0.
void expect_exact(const RunExplanation& run, Cycle cycles) {
  Cycle parts = 0, shares = 0;
  for (const RunPart& part : run.parts) {
    RDA_CHECK(part.unit_cycles <= part.cycles && part.cycles <= part.last + 1 - part.first);
    parts += part.cycles;
  }
  for (const ChainShare& share : run.summary) shares += share.cycles;
  RDA_CHECK(run.cycles == cycles && parts == cycles && shares == cycles);
  RDA_CHECK(run.parts.front().first == 0);
}

/// The explanations of the run and of all steps, which together are as long as the run.
std::string explain_all(const Case& c, Engine engine) {
  Tracer tracer(c.mapping);
  const RunResult result = simulate(c.chip, c.mapping, {}, {.engine = engine}, &tracer);
  const Trace& trace = tracer.trace();
  RDA_CHECK(trace.cycles == result.cycles);
  std::string all;
  Cycle cycles = 0;
  for (std::int64_t step = 0; step < c.mapping.steps; ++step) {
    const Explanation e = explain_step(c.chip, c.mapping, trace, step);
    expect_exact(e);
    cycles += e.cycles;
    all += to_json(e);
  }
  RDA_CHECK(cycles == result.cycles);
  const RunExplanation run = explain_run(c.chip, c.mapping, trace);
  expect_exact(run, result.cycles);
  return all + to_json(run);
}

/// The result of a child process: explanations or an error. Deadlocks have no explanation.
void expect_explained(const Case& c) {
  std::string told[2];
  for (const Engine engine : {Engine::fast, Engine::reference}) {
    const Answer got = ask_child([&] { return explain_all(c, engine); }, 60);
    ASSERT_EQ(got.error, "");
    Bytes bytes(got.bytes);
    bytes.number();
    const std::string error = bytes.text();
    if (error.starts_with("deadlock")) return;
    ASSERT_EQ(error, "");
    told[static_cast<int>(engine)] = bytes.text();
  }
  EXPECT_TRUE(told[0] == told[1]);
}

TEST_P(SomeGraphs, AreExplainedToTheCycleAndAlikeByBothEngines) { for_each(expect_explained); }

TEST(OffChipExplanations, AreExactAndAlikeByBothEngines) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE("graph with off-chip memory " + std::to_string(seed));
    const OffChipCase made = off_chip_case(seed, 4);
    Case c;
    c.chip = made.chip;
    c.mapping = made.mapping;
    expect_explained(c);
  }
}

TEST_P(SomeWorkloads, AreExplainedToTheCycleAndAlikeByBothEngines) { for_each(expect_explained); }

}  // namespace
}  // namespace rda::test
