// SPDX-License-Identifier: Apache-2.0
#include "rda/error.h"
#include "sim/deadlock.h"
#include "unit/model/reference_support.h"

namespace rda::sim {
namespace {

using test::HandMapping;

template <class Error>
std::string message_of(const HandMapping& m, const SimulateOptions& options = {}) {
  try {
    run(m, options);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error of this type";
}

/// tests/derived/17: a join needs the sum of four tokens before it takes the first of them.
HandMapping fork_and_join(int depth) {
  HandMapping m(2, 4);
  m.chip.pcu.fifo_depth.vector = depth;
  m.source("in", {0, 0}, 16);
  m.pcu("A", {0, 2}, {4, 4}, 1).in("x").out("a", {.level = 1});
  m.pcu("J", {1, 2}, {4, 4}, 1).in("x").in("a", {.level = 1}).out("y");
  m.sink("out", {1, 3}, 16);
  m.vector("x", "in", {"A.x", "J.x"}, {{{0, 0}, {0, 1}, {0, 2}}, {{0, 2}, {1, 2}}});
  m.scalar("a", "A.a", {"J.a"}, {{{0, 2}, {1, 2}}});
  m.vector("y", "J.y", {"out"}, {{{1, 2}, {1, 3}}});
  return m;
}

TEST(Deadlock, NamesTheWaitCycleAndTheFifoThatWouldBreakIt) {
  EXPECT_EQ(message_of<DeadlockError>(fork_and_join(1)),
            "deadlock in cycle 11: A waits for a token on input \"x\", held at a fork for room to "
            "J.x; J waits for a token on input \"a\" from A; a deeper vector FIFO at J.x (now 1) "
            "would break it");
}

TEST(Deadlock, IsBrokenByADeeperFifo) {
  const HandMapping m = fork_and_join(2);
  const RunResult result = run(m);
  EXPECT_EQ(result.cycles, 49);
  EXPECT_EQ(counts(m, result, "A"), (Counts{16, 0, 0, 15, 18}));
  EXPECT_EQ(counts(m, result, "J"), (Counts{16, 0, 0, 9, 24}));
  EXPECT_EQ(counts(m, result, "in"), (Counts{16, 0, 12, 21, 0}));
}

/// A PCU passes on three tokens to a sink that wants four.
HandMapping short_writer() {
  HandMapping m(1, 4);
  m.source("in", {0, 0}, 3);
  m.pcu("X", {0, 2}, {3}, 5).ii(20).in("x").out("y");
  m.sink("out", {0, 3}, 4);
  m.vector("x", "in", {"X.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("y", "X.y", {"out"}, {{{0, 2}, {0, 3}}});
  return m;
}

TEST(Deadlock, SaysThatAWriterIsDone) {
  // X fires in 4, 24, 44; the third token leaves in 49 and is taken in 52.
  EXPECT_EQ(message_of<DeadlockError>(short_writer()),
            "deadlock in cycle 53: out waits for a token on input \"in\" from X, but its writer is "
            "done");
}

TEST(Deadlock, IsNotSeenWhileTokensAreUnderWay) {
  HandMapping m = short_writer();
  m.chip.network.hop_latency = 10;
  m.chip.pcu.fifo_depth = m.chip.stream.fifo_depth = {20, 20, 20};
  EXPECT_EQ(message_of<DeadlockError>(m).substr(0, 25), "deadlock in cycle 116: ou");
}

TEST(CycleLimit, IsAnErrorOfItsOwn) {
  EXPECT_EQ(message_of<CycleLimitError>(short_writer(), {.max_cycles = 30}),
            "the run did not end within 30 cycles (raise --max-cycles)");
}

TEST(CycleLimit, AllowsARunOfJustThatLength) {
  EXPECT_EQ(run(fork_and_join(2), {.max_cycles = 49}).cycles, 49);
}

TEST(CycleLimit, StopsARunOneCycleLonger) {
  EXPECT_THROW(run(fork_and_join(2), {.max_cycles = 48}), CycleLimitError);
}

Wait waits_for_token(int unit, int stream, int writer) {
  return {UnitId(unit), WaitKind::token, StreamId(stream), UnitId(writer)};
}

TEST(Deadlock, FindsTheShortestOfTwoCycles) {
  HandMapping m(1, 8);
  for (int i = 0; i < 3; ++i) {
    m.pcu("P" + std::to_string(i), {0, 2 * i}, {1}, 1).in("a").in("b").out("x").out("y");
  }
  m.scalar("s0", "P0.x", {"P1.a"}, {});
  m.scalar("s1", "P1.x", {"P2.a"}, {});
  m.scalar("s2", "P2.x", {"P0.a"}, {});
  m.scalar("s3", "P1.y", {"P0.b"}, {});
  const std::vector<Wait> waits{waits_for_token(0, 2, 2), waits_for_token(0, 3, 1),
                                waits_for_token(2, 1, 1), waits_for_token(1, 0, 0)};
  EXPECT_EQ(
      explain_deadlock(m.chip, m.mapping, 7, waits),
      "deadlock in cycle 7: P0 waits for a token on input \"b\" from P1; P1 waits for a token "
      "on input \"a\" from P0; no FIFO on it is full: a token is missing from the start");
}

TEST(Deadlock, TellsTheTwoProgramsOfAPmuApart) {
  HandMapping m(1, 4);
  m.pmu("B", {0, 1}).read({1}, 2).in("full").write({1}, 2).in("d").out("full");
  m.pcu("X", {0, 2}, {1}, 1).in("q").out("d");
  m.local("full", "B.full", "B.full");
  m.vector("d", "X.d", {"B.d"}, {});
  const std::vector<Wait> waits{waits_for_token(0, 0, 0), waits_for_token(0, 1, 1)};
  EXPECT_EQ(
      explain_deadlock(m.chip, m.mapping, 3, waits),
      "deadlock in cycle 3: B (write) waits for a token on input \"d\" from X, but its writer "
      "is done");
}

}  // namespace
}  // namespace rda::sim
