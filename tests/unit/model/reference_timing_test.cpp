// SPDX-License-Identifier: Apache-2.0
#include "unit/model/reference_support.h"

// Cycle counts derived by hand: tests/derived has the arithmetic.

namespace rda::sim {
namespace {

using test::at_index;
using test::HandMapping;

Access vectors(std::vector<std::int64_t> strides, int slot_level) {
  return {.strides = std::move(strides), .slot_level = slot_level};
}

/// source -> PCU -> sink over 3 switches and 2 switches.
HandMapping chain(int latency, std::int64_t tokens) {
  HandMapping m(1, 4);
  m.source("in", {0, 0}, tokens);
  m.pcu("X", {0, 2}, {tokens}, latency).in("x").out("y");
  m.sink("out", {0, 3}, tokens);
  m.vector("x", "in", {"X.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("y", "X.y", {"out"}, {{{0, 2}, {0, 3}}});
  return m;
}

TEST(Reference, OneTokenTakesItsLinksAndTheLatency) {
  const HandMapping m = chain(5, 1);
  const RunResult result = run(m);
  EXPECT_EQ(result.cycles, 4 + 5 + 3 + 1);
  EXPECT_EQ(counts(m, result, "X"), (Counts{1, 0, 0, 12, 0}));
  EXPECT_EQ(result.streams[m.stream("x").index()], (StreamResult{1, 2, 0}));
  EXPECT_EQ(result.streams[m.stream("y").index()], (StreamResult{1, 1, 0}));
}

TEST(Reference, AChainCarriesATokenACycle) {
  const RunResult result = run(chain(5, 100));
  EXPECT_EQ(result.cycles, 4 + 5 + 3 + 99 + 1);
}

TEST(Reference, EveryLinkTakesTheHopLatency) {
  HandMapping m = chain(5, 100);
  m.chip.network.hop_latency = 3;
  m.chip.pcu.fifo_depth = m.chip.stream.fifo_depth = {6, 6, 6};
  EXPECT_EQ(run(m).cycles, 3 * (4 + 3) + 5 + 99 + 1);
}

TEST(Reference, AReaderShallowerThanTwoHopLatenciesLosesCycles) {
  HandMapping m = chain(5, 100);
  m.chip.stream.fifo_depth = {1, 1, 1};  // the pop in c is seen in c + 1: a token every two cycles
  EXPECT_EQ(run(m).cycles, 4 + 5 + 3 + 2 * 99 + 1);
}

TEST(Reference, DotProductFiresOnceACycle) {
  HandMapping m(2, 4);
  m.source("x", {1, 0}, 24);
  m.pmu("W", {0, 1})
      .buffer({.name = "w", .slot_bytes = 4096})
      .read({4, 3, 2}, 3)
      .out("w", {.access = vectors({64, 256, 0}, 3)});
  m.pcu("D", {0, 2}, {4, 3, 2}, 7).in("w").in("x").out("y", {.level = 1});
  m.sink("out", {0, 3}, 6);
  m.vector("w", "W.w", {"D.w"}, {{{0, 1}, {0, 2}}});
  m.vector("x", "x", {"D.x"}, {{{1, 0}, {1, 1}, {1, 2}, {0, 2}}});
  m.scalar("y", "D.y", {"out"}, {{{0, 2}, {0, 3}}});
  const RunResult result = run(m);
  EXPECT_EQ(result.cycles, 40);
  EXPECT_EQ(counts(m, result, "D"), (Counts{24, 0, 0, 15, 1}));
  EXPECT_EQ(counts(m, result, "W"), (Counts{24, 0, 0, 16, 0}));
  EXPECT_EQ(counts(m, result, "x"), (Counts{24, 0, 0, 16, 0}));
  EXPECT_EQ(counts(m, result, "out"), (Counts{6, 0, 0, 19, 15}));
  EXPECT_EQ(result.units[m.unit("W").index()].bytes_read, 24 * 64);
}

HandMapping slow_reader(int hop_latency) {
  HandMapping m(2, 6);
  m.chip.network.hop_latency = hop_latency;
  m.source("in", {0, 0}, 24);
  m.pcu("S", {0, 2}, {24}, 1).ii(3).in("x").out("s");
  m.pcu("F", {1, 4}, {24}, 1).in("x").out("f");
  m.sink("outS", {0, 5}, 24);
  m.sink("outF", {1, 5}, 24);
  m.vector("x", "in", {"S.x", "F.x"}, {{{0, 0}, {0, 1}, {0, 2}}, {{0, 2}, {0, 3}, {0, 4}, {1, 4}}});
  m.vector("s", "S.s", {"outS"}, {{{0, 2}, {0, 3}, {0, 4}, {0, 5}}});
  m.vector("f", "F.f", {"outF"}, {{{1, 4}, {1, 5}}});
  return m;
}

TEST(Reference, ASlowReaderThrottlesItsFork) {
  const HandMapping m = slow_reader(1);
  const RunResult result = run(m);
  EXPECT_EQ(result.cycles, 80);
  EXPECT_EQ(counts(m, result, "in"), (Counts{24, 0, 24, 32, 0}));
  EXPECT_EQ(counts(m, result, "S"), (Counts{24, 0, 0, 10, 46}));
  EXPECT_EQ(counts(m, result, "F"), (Counts{24, 0, 0, 20, 36}));
  EXPECT_EQ(track_cycles(m, result, "x"), (Counts{5 * 24, 28 + 32 + 36}));
}

TEST(Reference, AStallTravelsBackOneLinkEveryHopLatency) {
  const HandMapping m = slow_reader(2);
  const RunResult result = run(m);
  EXPECT_EQ(result.cycles, 89);
  EXPECT_EQ(counts(m, result, "in"), (Counts{24, 0, 14, 51, 0}));
  EXPECT_EQ(counts(m, result, "S"), (Counts{24, 0, 0, 19, 46}));
  EXPECT_EQ(counts(m, result, "F"), (Counts{24, 0, 0, 27, 38}));
}

/// Items of 4 vectors, each read three times.
HandMapping buffered(int slots) {
  HandMapping m(1, 4);
  m.source("in", {0, 0}, 16);
  m.pmu("B", {0, 1})
      .buffer({.name = "b", .slot_bytes = 256, .slots = slots})
      .write({4, 4}, 2)
      .in("d", {.access = vectors({64, 0}, 1)})
      .in("permit", {.where = {at_index(0, 0)}})
      .out("full", {.where = {at_index(0, 3)}})
      .read({4, 3, 4}, 2)
      .in("full", {.where = {at_index(0, 0), at_index(1, 0)}})
      .out("q", {.access = vectors({64, 0, 0}, 2)})
      .out("permit", {.where = {at_index(0, 3), at_index(1, 2)}});
  m.sink("out", {0, 3}, 48);
  m.vector("d", "in", {"B.d"}, {{{0, 0}, {0, 1}}});
  m.vector("q", "B.q", {"out"}, {{{0, 1}, {0, 2}, {0, 3}}});
  m.local("full", "B.full", "B.full");
  m.local("permit", "B.permit", "B.permit", slots);
  return m;
}

TEST(Reference, WithOneSlotWriterAndReaderAlternate) {
  const HandMapping m = buffered(1);
  const RunResult result = run(m);
  EXPECT_EQ(result.cycles, 87);
  EXPECT_EQ(counts(m, result, "B"), (Counts{64, 0, 0, 13, 10}));
  EXPECT_EQ(counts(m, result, "in"), (Counts{16, 0, 14, 57, 0}));
  EXPECT_EQ(result.units[m.unit("B").index()].bytes_written, 16 * 64);
  EXPECT_EQ(result.units[m.unit("B").index()].bytes_read, 48 * 64);
}

TEST(Reference, WithTwoSlotsTheReaderNeverWaits) {
  const HandMapping m = buffered(2);
  const RunResult result = run(m);
  EXPECT_EQ(result.cycles, 63);
  EXPECT_EQ(counts(m, result, "B"), (Counts{54, 0, 0, 9, 0}));
  EXPECT_EQ(counts(m, result, "in"), (Counts{16, 0, 0, 47, 0}));
}

/// Items go from a buffer through a PCU and back into the buffer, `batch` of them at a time.
HandMapping recurrent(int batch) {
  const std::int64_t items = 5 * batch;
  const int slots = batch + 1;
  HandMapping m(1, 4);
  Access write = vectors({64, 0}, 1);
  write.first_slot = batch;
  m.pmu("H", {0, 1})
      .buffer({.name = "h", .slot_bytes = 256, .slots = slots})
      .read({4, items}, 2)
      .in("full", {.where = {at_index(0, 0)}})
      .out("h", {.access = vectors({64, 0}, 1)})
      .out("permit", {.where = {at_index(0, 3)}})
      .write({4, items}, 2)
      .in("y", {.access = write})
      .in("permit", {.where = {at_index(0, 0)}})
      .out("full", {.where = {at_index(0, 3)}});
  m.pcu("E", {0, 2}, {4, items}, 3).in("h").out("y");
  m.sink("out", {0, 3}, 4 * items);
  m.vector("h", "H.h", {"E.h"}, {{{0, 1}, {0, 2}}});
  m.vector("y", "E.y", {"H.y", "out"}, {{{0, 2}, {0, 1}}, {{0, 2}, {0, 3}}});
  m.local("full", "H.full", "H.full", batch);
  m.local("permit", "H.permit", "H.permit", slots - batch);
  return m;
}

TEST(Reference, ARecurrenceTakesARoundTripAnItem) {
  const HandMapping m = recurrent(1);
  const RunResult result = run(m);
  EXPECT_EQ(result.cycles, 83);
  EXPECT_EQ(counts(m, result, "H"), (Counts{40, 0, 0, 7, 36}));
  EXPECT_EQ(counts(m, result, "E"), (Counts{20, 0, 0, 11, 52}));
}

TEST(Reference, ASecondSequenceHidesInTheRoundTrip) {
  const HandMapping m = recurrent(2);
  const RunResult result = run(m);
  EXPECT_EQ(result.cycles, 87);
  EXPECT_EQ(counts(m, result, "H"), (Counts{72, 0, 0, 3, 12}));
  EXPECT_EQ(counts(m, result, "E"), (Counts{40, 0, 0, 11, 36}));
}

}  // namespace
}  // namespace rda::sim
