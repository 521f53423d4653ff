// SPDX-License-Identifier: Apache-2.0
// Runs at the limits of what is legal: streams that a unit reads itself, deadlocks near a limit of
// cycles, very long runs, the largest chips.
#include <sys/resource.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "property/limits.h"
#include "rda/limits.h"

namespace rda::test {
namespace {

// Programs that read what they write.

/// Each firing of X except the first takes the token that the previous firing sent back over X's
/// own switch.
HandMapping reads_its_own_stream(int hop_latency, int depth, bool read_elsewhere) {
  HandMapping m(2, 6);
  m.chip.network.hop_latency = hop_latency;
  m.chip.pcu.fifo_depth = {depth, depth, depth};
  m.source("in", {0, 0}, 40);
  m.pcu("X", {0, 2}, {40}, 1)
      .in("x")
      .in("back", {.where = {{0, 1, 40}}})
      .out("again", {.where = {{0, 0, 39}}})
      .out("y");
  m.sink("out", {0, 5}, 40);
  m.scalar("x", "in", {"X.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.scalar("y", "X.y", {"out"}, {{{0, 2}, {0, 3}, {0, 4}, {0, 5}}});
  if (!read_elsewhere) {
    m.scalar("again", "X.again", {"X.back"}, {{{0, 2}}});
    return m;
  }
  m.pcu("Y", {1, 4}, {39}, 1).in("a").out("b");
  m.sink("also", {1, 5}, 39);
  m.scalar("again", "X.again", {"X.back", "Y.a"}, {{{0, 2}, {0, 3}, {0, 4}, {1, 4}}});
  m.scalar("b", "Y.b", {"also"}, {{{1, 4}, {1, 5}}});
  return m;
}

TEST(Limits, AUnitMayReadItsOwnStream) {
  for (const int hop_latency : {1, 2, 5})
    for (const int depth : {1, 2, 4})
      for (const bool read_elsewhere : {false, true}) {
        SCOPED_TRACE(testing::Message() << "hop latency " << hop_latency << ", depth " << depth
                                        << (read_elsewhere ? ", read elsewhere too" : ""));
        const HandMapping m = reads_its_own_stream(hop_latency, depth, read_elsewhere);
        const Outcome outcome = alike(m);
        ASSERT_TRUE(outcome.ok()) << outcome.error;
        // A firing's token is back after the pipeline's stage and two links.
        EXPECT_GE(outcome.result.cycles, 39 * (1 + 2 * hop_latency));
        EXPECT_TRUE(alike(m, {.ideal = all_ideal(m.mapping)}).ok());
      }
}

TEST(Limits, AWriteProgramMaySendItselfItsPermits) {
  HandMapping m(1, 4);
  m.source("in", {0, 0}, 8);
  m.pmu("M", {0, 1})
      .buffer({.name = "b", .slot_bytes = 64})
      .write({8}, 2)
      .in("x", {.access = Access{.strides = {4}, .slot_level = 1}})
      .in("go", {.where = {{0, 1, 8}}})
      .out("next", {.where = {{0, 0, 7}}})
      .out("done");
  m.sink("out", {0, 3}, 8);
  m.scalar("x", "in", {"M.x"}, {{{0, 0}, {0, 1}}});
  m.control("next", "M.next", {"M.go"}, {{{0, 1}}});
  m.control("done", "M.done", {"out"}, {{{0, 1}, {0, 2}, {0, 3}}});
  const Outcome outcome = alike(m);
  ASSERT_TRUE(outcome.ok()) << outcome.error;
  EXPECT_EQ(outcome.result.units[m.unit("M").index()].firings, 8);
}

// Deadlocks and limits.

/// Y waits for a token that it would have to make itself. Variants have a full pipeline, long
/// intervals and links in between.
HandMapping stuck(int hop_latency, int depth, int ii, int latency) {
  HandMapping m(2, 8);
  m.chip.network.hop_latency = hop_latency;
  m.chip.pcu.fifo_depth = {depth, depth, depth};
  m.source("in", {0, 0}, 12);
  m.pcu("A", {0, 2}, {12}, latency).ii(ii).in("x").out("a").element_wise();
  m.pcu("B", {1, 6}, {12}, 1).in("a").in("late").out("b");
  m.pcu("C", {0, 6}, {12}, 3).in("b").out("late").out("c").element_wise();
  m.sink("out", {0, 7}, 12);
  m.scalar("x", "in", {"A.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.scalar("a", "A.a", {"B.a"}, {{{0, 2}, {0, 3}, {0, 4}, {0, 5}, {1, 5}, {1, 6}}});
  m.scalar("b", "B.b", {"C.b"}, {{{1, 6}, {0, 6}}});
  m.scalar("late", "C.late", {"B.late"}, {{{0, 6}, {1, 6}}});
  m.scalar("c", "C.c", {"out"}, {{{0, 6}, {0, 7}}});
  return m;
}

bool is_seen_within(const HandMapping& m, Cycle limit) {
  return run_on(Engine::reference, m, {.max_cycles = limit}).deadlocked();
}

/// With limits of cycles up to the deadlock, with the first limit at which it is seen and the one
/// below, and with larger ones.
void expect_one_verdict_at_every_limit(const HandMapping& m) {
  const Outcome unlimited = alike(m);
  ASSERT_TRUE(unlimited.deadlocked()) << unlimited.error;
  Cycle below = 0, seen = 4096;
  while (seen - below > 1)
    (is_seen_within(m, (below + seen) / 2) ? seen : below) = (below + seen) / 2;
  std::vector<Cycle> limits{1, 2, below - 1, below, seen, seen + 1, seen + 7, 2 * seen};
  for (Cycle limit = 5; limit < seen; limit += std::max<Cycle>(5, seen / 16))
    limits.push_back(limit);
  for (const Cycle limit : limits) {
    const Outcome fast = run_on(Engine::fast, m, {.max_cycles = limit});
    const Outcome want = run_on(Engine::reference, m, {.max_cycles = limit});
    EXPECT_EQ(fast.error, want.error) << "limit " << limit;
    EXPECT_EQ(fast.exit_code, 4) << "limit " << limit;
    EXPECT_EQ(want.deadlocked(), limit >= seen) << "limit " << limit;
  }
}

TEST(Limits, ADeadlockHasOneVerdictAtEveryLimit) {
  expect_one_verdict_at_every_limit(stuck(1, 4, 1, 1));
  expect_one_verdict_at_every_limit(stuck(3, 4, 1, 1));
}

/// X fires once, and its interval ends long after the last event.
TEST(Limits, ADeadlockUnderALongIntervalHasOneVerdictAtEveryLimit) {
  HandMapping m(2, 4);
  m.source("in", {0, 0}, 2);
  m.pcu("X", {0, 2}, {2}, 1)
      .ii(100)
      .in("x")
      .in("back", {.where = {{0, 1, 2}}})
      .out("a", {.level = 1})
      .out("y");
  m.pcu("Y", {1, 2}, {1}, 1).in("a").out("b");
  m.sink("out", {0, 3}, 2);
  m.scalar("x", "in", {"X.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.scalar("a", "X.a", {"Y.a"}, {{{0, 2}, {1, 2}}});
  m.scalar("b", "Y.b", {"X.back"}, {{{1, 2}, {0, 2}}});
  m.scalar("y", "X.y", {"out"}, {{{0, 2}, {0, 3}}});
  expect_one_verdict_at_every_limit(m);
}

TEST(Limits, ADeadlockWithAFullPipelineHasOneVerdictAtEveryLimit) {
  expect_one_verdict_at_every_limit(stuck(2, 1, 1, 9));
  expect_one_verdict_at_every_limit(stuck(5, 2, 3, 9));
}

/// Firings of A that make no token still move in its pipeline when everything else has stopped and
/// C cannot continue.
TEST(Limits, ADeadlockWhileAPipelineRunsOutHasOneVerdictAtEveryLimit) {
  HandMapping m = stuck(1, 4, 1, 16);
  only_program(m, "A").outputs[0].where = {{0, 0, 1}};
  for (const char* once : {"B", "C", "out"}) only_program(m, once).space.extents = {1};
  expect_one_verdict_at_every_limit(m);
}

// Long runs. The reference engine runs a shorter one of the same kind.

TEST(Limits, ARunMayTakeMoreThan2To31Tokens) {
  const Outcome small = alike(passes_on(2000));
  ASSERT_TRUE(small.ok());
  for (const std::int64_t tokens : {std::int64_t{1} << 31, (std::int64_t{1} << 31) + 1,
                                    (std::int64_t{1} << 32) + 1, std::int64_t{1} << 47}) {
    const HandMapping m = passes_on(tokens);
    ASSERT_EQ(violations_of(m), Lines{});
    const Outcome outcome = run_on(Engine::fast, m, {});
    ASSERT_TRUE(outcome.ok()) << outcome.error;
    EXPECT_EQ(outcome.result.cycles, small.result.cycles - 2000 + tokens);
    EXPECT_EQ(outcome.result.units[1].firings, tokens);
    EXPECT_EQ(outcome.result.streams[0].tokens, tokens);
    EXPECT_EQ(outcome.result.streams[0].carrying, 2 * tokens);
  }
}

TEST(Limits, ARunEndsAtTheMostCyclesThatCanBeCounted) {
  HandMapping m = passes_on(kMostCycles);
  only_program(m, "X").ii = 3;
  ASSERT_EQ(violations_of(m), Lines{});
  const Outcome outcome = run_on(Engine::fast, m, {});
  EXPECT_EQ(outcome.error,
            "the run did not end within 281474976710656 cycles, the most that can be counted on "
            "this chip");
  EXPECT_EQ(outcome.exit_code, 4);
}

TEST(Limits, MoreFiringsOrTokensThanARunHasCyclesAreRefused) {
  EXPECT_EQ(violations_of(passes_on(kMostCycles)), Lines{});
  EXPECT_EQ(violations_of(passes_on(kMostCycles + 1)),
            (Lines{"in: more firings than the longest run has cycles (281474976710656)",
                   "X: more firings than the longest run has cycles (281474976710656)",
                   "out: more firings than the longest run has cycles (281474976710656)"}));
}

/// Rows of 2^40 firings, of which only the last makes a token; a row is far longer than the run.
TEST(Limits, RowsMayBeLongerThanARun) {
  for (const std::int64_t row : {std::int64_t{1} << 20, std::int64_t{1} << 40}) {
    HandMapping m(1, 4);
    m.source("in", {0, 0}, 16 * row);
    m.pcu("X", {0, 2}, {row, 16}, 1).in("x").out("y", {.level = 1});
    m.sink("out", {0, 3}, 16);
    m.scalar("x", "in", {"X.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
    m.scalar("y", "X.y", {"out"}, {{{0, 2}, {0, 3}}});
    EXPECT_EQ(alike(m, {.max_cycles = 3000}).error,
              "the run did not end within 3000 cycles (raise --max-cycles)");
  }
}

TEST(Limits, ARunThatTakesNothingIsRefused) {
  HandMapping m(1, 4);
  m.source("in", {0, 0}, 4);
  m.pcu("X", {0, 2}, {4}, 1).in("x");
  m.scalar("x", "in", {"X.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  EXPECT_EQ(violations_of(m),
            Lines{"mapping: no sink (at least one: a run ends with the last token at a sink)"});
}

// The chip's knobs at their ends.

TEST(Limits, AChipMayHaveAllKnobsAtTheirLargest) {
  HandMapping m(4, 8);
  m.chip.pcu.lanes = 64;
  m.chip.pcu.stages = 64;
  m.chip.pcu.latency = PcuLatency::all_stages;
  m.chip.pcu.registers = 256;
  m.chip.pmu.banks = 256;
  m.chip.pmu.read_latency = 64;
  m.chip.pmu.capacity_kb = 1 << 20;
  m.chip.network.hop_latency = 64;
  m.chip.network.tracks = {64, 64, 64};
  m.chip.pcu.fifo_depth = m.chip.pmu.fifo_depth = m.chip.stream.fifo_depth = {4096, 4096, 4096};
  m.chip.stream.sources.interval = 500;
  m.source("in", {0, 0}, 70);
  m.pcu("X", {0, 2}, {70}, 64).ii(3).in("x").out("y").element_wise();
  m.pmu("M", {3, 5})
      .buffer({.name = "b", .slot_bytes = 70 * 256})
      .write({70}, 2)
      .in("y", {.access = Access{.strides = {256}, .slot_level = 1}})
      .out("made")
      .read({70}, 65)
      .in("full")
      .out("z", {.access = Access{.strides = {4}, .lane_stride = 256, .slot_level = 1}});
  m.sink("out", {0, 7}, 70);
  m.local("full", "M.made", "M.full");
  m.vector("x", "in", {"X.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("y", "X.y", {"M.y"}, {{{0, 2}, {1, 2}, {2, 2}, {3, 2}, {3, 3}, {3, 4}, {3, 5}}});
  m.vector("z", "M.z", {"out"}, {{{3, 5}, {2, 5}, {1, 5}, {0, 5}, {0, 6}, {0, 7}}});
  EXPECT_TRUE(alike(m, {.verify_steps = 0}).ok());
}

/// A stream through every switch of a large grid, with a reader at each: a chain of as many forks.
/// The stack is small, so the engines must not recurse over the forks.
TEST(Limits, AStreamMayForkAtEverySwitch) {
  constexpr int kRows = 16, kCols = 128;
  HandMapping m(kRows, kCols);
  m.chip.network.tracks = {1, 1, 1};
  m.source("in", {0, 0}, 2);
  m.sink("out", {0, kCols - 1}, 2);
  HandMapping::Readers readers;
  Path path;
  for (int row = 0; row < kRows; ++row)
    for (int i = 0; i < kCols; ++i) {
      const Site site{row, row % 2 == 0 ? i : kCols - 1 - i};
      path.push_back(site);
      if (site == Site{0, 2}) continue;
      const std::string name = "r" + std::to_string(row) + "_" + std::to_string(i);
      if (kind_at(m.chip, site) == UnitKind::pcu)
        m.pcu(name, site, {2}, 1).in("x");
      else
        m.pmu(name, site).write({2}, 2).in("x");
      readers.push_back(name + ".x");
    }
  readers.push_back("out");
  m.control("x", "in", readers, {path});
  rlimit stack{};
  ASSERT_EQ(getrlimit(RLIMIT_STACK, &stack), 0);
#ifdef __SANITIZE_ADDRESS__
  constexpr std::size_t kStack = std::size_t{4} << 20;  // frames of the sanitizer are larger
#else
  constexpr std::size_t kStack = std::size_t{256} << 10;
#endif
  const rlimit small{kStack, stack.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_STACK, &small), 0);
  const Outcome outcome = alike(m);
  setrlimit(RLIMIT_STACK, &stack);
  EXPECT_TRUE(outcome.ok()) << outcome.error;
}

}  // namespace
}  // namespace rda::test
