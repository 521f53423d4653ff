// SPDX-License-Identifier: Apache-2.0
#include "unit/explain/support.h"

// The machines are those of tests/derived; the chains follow from the arithmetic there.

namespace rda {
namespace {

using test::at_index;
using test::HandMapping;
using Entries = std::vector<Entry>;

Access access(std::vector<std::int64_t> strides, int slot_level, int first_slot = 0) {
  Access a;
  a.strides = std::move(strides);
  a.slot_level = slot_level;
  a.first_slot = first_slot;
  return a;
}

/// A source, a PCU of five stages, a sink; 5 tokens a step.
HandMapping two_stages() {
  HandMapping m(1, 4);
  m.steps(4);
  m.source("in", {0, 0}, 20);
  m.pcu("X", {0, 2}, {20}, 5).in("x").out("y").element_wise();
  m.sink("out", {0, 3}, 20);
  m.vector("x", "in", {"X.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("y", "X.y", {"out"}, {{{0, 2}, {0, 3}}});
  return m;
}

TEST(Explain, FirstStepOfAPipelineIsItsLengthAndItsTokens) {
  const Explanation e = explained(two_stages(), 0);
  EXPECT_EQ(entries(e), (Entries{{0, 4, "sends", "in", 4},
                                 {4, 4, "links", "X", 4},
                                 {8, 5, "pipeline", "X"},
                                 {13, 3, "links", "out", 3},
                                 {16, 1, "takes", "out", 1}}));
  EXPECT_EQ(e.cycles, 17);
  EXPECT_EQ(e.period, 0);
}

TEST(Explain, LaterStepOfAPipelineIsTheSourcesTokensAlone) {
  const Explanation e = explained(two_stages(), 2);
  EXPECT_EQ(entries(e), (Entries{{9, 5, "sends", "in", 5}}));
  EXPECT_EQ(e.cycles, 5);
  EXPECT_EQ(e.period, 1);
  EXPECT_EQ(e.anchor, "in");
}

TEST(Explain, IntervalOfAProgramIsNamed) {
  HandMapping m = two_stages();
  m.mapping.units[m.unit("X")].programs.front().ii = 3;
  const Explanation e = explained(m, 3);
  EXPECT_EQ(e.cycles, 15);
  EXPECT_EQ(share(e, ChainCategory::intervals), 15);
}

/// tests/derived/08: a buffer that is read, goes through a PCU and is written back.
HandMapping round_trip() {
  HandMapping m(1, 4);
  m.steps(5);
  m.pmu("H", {0, 1})
      .buffer({.name = "h", .slot_bytes = 256, .slots = 2})
      .read({4, 5}, 2)
      .in("full", {.where = {at_index(0, 0)}})
      .out("h", {.access = access({64, 0}, 1)})
      .out("permit_out", {.where = {at_index(0, 3)}})
      .write({4, 5}, 2)
      .in("y", {.access = access({64, 0}, 1, 1)})
      .in("permit", {.where = {at_index(0, 0)}})
      .out("full_out", {.where = {at_index(0, 3)}});
  m.pcu("E", {0, 2}, {4, 5}, 3).in("h").out("y").element_wise();
  m.sink("out", {0, 3}, 20);
  m.vector("h", "H.h", {"E.h"}, {{{0, 1}, {0, 2}}});
  m.vector("y", "E.y", {"H.y", "out"}, {{{0, 2}, {0, 1}}, {{0, 2}, {0, 3}}});
  m.local("full", "H.full_out", "H.full", 1);
  m.local("permit", "H.permit_out", "H.permit", 1);
  return m;
}

TEST(Explain, RecurrenceGoesRoundThroughTheMemory) {
  const Explanation e = explained(round_trip(), 3);
  EXPECT_EQ(e.cycles, 17);
  EXPECT_EQ(e.period, 1);
  EXPECT_EQ(e.anchor, "E");  // the way to the sink branches off at E's last firing
  EXPECT_EQ(entries(e), (Entries{{42, 3, "pipeline", "E"},
                                 {45, 3, "links", "H", 3},
                                 {48, 2, "write pipeline", "H"},
                                 {50, 1, "full", "H"},
                                 {51, 3, "reads", "H", 3},
                                 {54, 2, "read pipeline", "H"},
                                 {56, 3, "links", "E", 3}}));
}

TEST(Explain, PermitIsNamedWhereThereIsOneSlotOnly) {
  HandMapping m(1, 4);
  m.steps(6);
  m.source("in", {0, 0}, 24);
  m.pmu("B", {0, 1})
      .buffer({.name = "b", .slot_bytes = 256, .slots = 1})
      .read({4, 6}, 2)
      .in("full", {.where = {at_index(0, 0)}})
      .out("q", {.access = access({64, 0}, 1)})
      .out("permit_out", {.where = {at_index(0, 3)}})
      .write({4, 6}, 2)
      .in("x", {.access = access({64, 0}, 1)})
      .in("permit", {.where = {at_index(0, 0)}})
      .out("full_out", {.where = {at_index(0, 3)}});
  m.sink("out", {0, 3}, 24);
  m.vector("x", "in", {"B.x"}, {{{0, 0}, {0, 1}}});
  m.vector("q", "B.q", {"out"}, {{{0, 1}, {0, 2}, {0, 3}}});
  m.local("full", "B.full_out", "B.full");
  m.local("permit", "B.permit_out", "B.permit", 1);
  const Explanation e = explained(m, 4);
  // Four reads, then a permit; four writes, then a full: 3 + 2 + 1 twice.
  EXPECT_EQ(e.cycles, 12);
  EXPECT_EQ(e.period, 1);
  EXPECT_EQ(share(e, ChainCategory::synchronization), 2);
  EXPECT_EQ(share(e, ChainCategory::memories), 10);
}

/// tests/derived/16: the sink takes a token every three cycles.
TEST(Explain, SlowSinkIsAllThatCountsInSteadyState) {
  HandMapping m(1, 4);
  m.steps(20);
  m.chip.stream.fifo_depth.vector = 2;
  m.chip.stream.sinks.interval = 3;
  m.source("in", {0, 0}, 20);
  m.pcu("X", {0, 2}, {20}, 5).ii(2).in("x").out("y").element_wise();
  m.sink("out", {0, 3}, 20);
  m.vector("x", "in", {"X.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("y", "X.y", {"out"}, {{{0, 2}, {0, 3}}});
  EXPECT_EQ(entries(explained(m, 19)), (Entries{{66, 3, "interval", "out", 1}}));
}

/// W writes to S, which takes a token every second cycle, and over Y to the sink that is last. W's
/// token n leaves when S has taken token n − 10, four links away.
TEST(Explain, HeldPipelineLeadsToTheReaderThatMadeNoRoom) {
  HandMapping m(2, 6);
  m.source("in", {0, 0}, 40);
  m.pcu("W", {0, 2}, {40}, 3).in("x").out("s").out("y").element_wise();
  m.pcu("S", {0, 4}, {40}, 1).ii(2).in("s").out("b").element_wise();
  m.pcu("Y", {1, 4}, {40}, 16).in("y").out("a").element_wise();
  m.sink("outB", {0, 5}, 40);
  m.sink("outA", {1, 5}, 40);
  m.vector("x", "in", {"W.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("s", "W.s", {"S.s"}, {{{0, 2}, {0, 3}, {0, 4}}});
  m.vector("y", "W.y", {"Y.y"}, {{{0, 2}, {1, 2}, {1, 3}, {1, 4}}});
  m.vector("a", "Y.a", {"outA"}, {{{1, 4}, {1, 5}}});
  m.vector("b", "S.b", {"outB"}, {{{0, 4}, {0, 5}}});
  const Explanation e = explained(m, 0);
  EXPECT_EQ(entries(e), (Entries{{0, 4, "links", "W", 4},
                                 {4, 3, "pipeline", "W"},
                                 {7, 4, "links", "S", 4},
                                 {11, 58, "interval", "S", 29},
                                 {69, 4, "no room", "W", 4},
                                 {73, 5, "links", "Y", 5},
                                 {78, 16, "pipeline", "Y"},
                                 {94, 3, "links", "outA", 3},
                                 {97, 1, "takes", "outA", 1}}));
  EXPECT_EQ(share(e, ChainCategory::back_pressure), 4);
  EXPECT_EQ(e.chain[4].waited, 1);  // token 38 left in 71, 39 was due in 72 and left in 73
  EXPECT_EQ(e.chain[5].waited, 1);  // Y fired for token 38 in 76 and for this one in 78
}

/// tests/derived/09 (b): every second word lies in half of the banks.
TEST(Explain, BankConflictsAreCountedApartFromFirings) {
  HandMapping m(1, 4);
  m.steps(1);
  Access vectors = access({128}, 1);
  vectors.lane_stride = 8;
  m.pmu("B", {0, 1})
      .buffer({.name = "b", .slot_bytes = 8192})
      .read({6}, 2)
      .out("q", {.access = vectors});
  m.sink("out", {0, 3}, 6);
  m.vector("q", "B.q", {"out"}, {{{0, 1}, {0, 2}, {0, 3}}});
  const Explanation e = explained(m, 0);
  EXPECT_EQ(entries(e), (Entries{{0, 11, "reads", "B", 5},
                                 {11, 2, "read pipeline", "B"},
                                 {13, 4, "links", "out", 4},
                                 {17, 1, "takes", "out", 1}}));
  EXPECT_EQ(share(e, ChainCategory::bank_conflicts), 6);
}

/// tests/derived/03: the far reader decides.
TEST(Explain, MulticastGoesTheFarReadersWay) {
  HandMapping m(3, 8);
  m.source("in", {0, 0}, 16);
  m.pcu("A", {0, 2}, {16}, 2).in("x").out("a").element_wise();
  m.pcu("B", {2, 6}, {16}, 4).in("x").out("b").element_wise();
  m.sink("outA", {1, 7}, 16);
  m.sink("outB", {2, 7}, 16);
  m.vector("x", "in", {"A.x", "B.x"},
           {{{0, 0}, {0, 1}, {0, 2}}, {{0, 2}, {0, 3}, {0, 4}, {0, 5}, {0, 6}, {1, 6}, {2, 6}}});
  m.vector("a", "A.a", {"outA"}, {{{0, 2}, {1, 2}, {1, 3}, {1, 4}, {1, 5}, {1, 6}, {1, 7}}});
  m.vector("b", "B.b", {"outB"}, {{{2, 6}, {2, 7}}});
  const Explanation e = explained(m, 0);
  EXPECT_EQ(entries(e), (Entries{{0, 15, "sends", "in", 15},
                                 {15, 10, "links", "B", 10},
                                 {25, 4, "pipeline", "B"},
                                 {29, 3, "links", "outB", 3},
                                 {32, 1, "takes", "outB", 1}}));
}

/// The fork's token 39 passes when the slow reader, two links away, has taken token 33.
TEST(Explain, ForkIsHeldByItsSlowReader) {
  HandMapping m(2, 4);
  m.source("in", {0, 0}, 40);
  m.pcu("fast", {0, 2}, {40}, 16).in("x").out("a").element_wise();
  m.pcu("slow", {1, 2}, {40}, 1).ii(2).in("x").out("b").element_wise();
  m.sink("outA", {0, 3}, 40);
  m.sink("outB", {1, 3}, 40);
  m.vector("x", "in", {"fast.x", "slow.x"}, {{{0, 0}, {0, 1}, {0, 2}}, {{0, 2}, {1, 2}}});
  m.vector("a", "fast.a", {"outA"}, {{{0, 2}, {0, 3}}});
  m.vector("b", "slow.b", {"outB"}, {{{1, 2}, {1, 3}}});
  EXPECT_EQ(entries(explained(m, 0)), (Entries{{0, 5, "links", "slow", 5},
                                               {5, 66, "interval", "slow", 33},
                                               {71, 2, "no room", "in", 2},
                                               {73, 1, "links", "fast", 1},
                                               {74, 16, "pipeline", "fast"},
                                               {90, 3, "links", "outA", 3},
                                               {93, 1, "takes", "outA", 1}}));
}

/// tests/derived/20 with one input: a scalar every cycle looks up an entry.
TEST(Explain, ReadThatLooksUpIsNamed) {
  HandMapping m(1, 4);
  m.steps(1);
  Access entry = access({}, 1);
  entry.look_up = 0;
  m.source("in", {0, 0}, 8);
  m.pmu("T", {0, 1})
      .buffer({.name = "table", .slot_bytes = 4 * kTableEntries})
      .read({8}, 3)
      .in("i")
      .out("o", {.access = entry});
  m.sink("out", {0, 3}, 8);
  m.scalar("i", "in", {"T.i"}, {{{0, 0}, {0, 1}}});
  m.scalar("o", "T.o", {"out"}, {{{0, 1}, {0, 2}, {0, 3}}});
  const Explanation e = explained(m, 0);
  EXPECT_EQ(entries(e), (Entries{{0, 7, "sends", "in", 7},
                                 {7, 3, "links", "T", 3},
                                 {10, 3, "look-up", "T"},
                                 {13, 4, "links", "out", 4},
                                 {17, 1, "takes", "out", 1}}));
  EXPECT_EQ(share(e, ChainCategory::look_ups), 3);
}

TEST(Explain, BothEnginesTellTheSame) {
  EXPECT_EQ(entries(explained(round_trip(), 3, Engine::reference)),
            (Entries{{42, 3, "pipeline", "E"},
                     {45, 3, "links", "H", 3},
                     {48, 2, "write pipeline", "H"},
                     {50, 1, "full", "H"},
                     {51, 3, "reads", "H", 3},
                     {54, 2, "read pipeline", "H"},
                     {56, 3, "links", "E", 3}}));
}

TEST(Explain, ContradictionInTheTraceIsFound) {
  const HandMapping m = two_stages();
  const Mapping mapping = m.finished();
  Tracer tracer(mapping);
  simulate(m.chip, mapping, m.tensors, {}, &tracer);
  Trace trace = tracer.take();
  Series late;  // X fires a cycle later than it could, without a cause
  ProgramTrace& x = trace.units[m.unit("X")].front();
  for (std::int64_t n = 0; n < x.fired.size(); ++n) late.push(x.fired[n] + 1);
  x.fired = late;
  x.popped.front() = late;
  EXPECT_THROW(explain_step(m.chip, mapping, trace, 0), InternalError);
}

}  // namespace
}  // namespace rda
