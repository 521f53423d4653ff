// SPDX-License-Identifier: Apache-2.0
#include "unit/model/reference_support.h"

// Bank cycles, derived by hand: tests/derived/09 and 10.

namespace rda::sim {
namespace {

using test::HandMapping;

HandMapping reader(int lane_stride, std::int64_t stride, std::int64_t firings = 6) {
  HandMapping m(1, 4);
  m.pmu("B", {0, 1})
      .buffer({.name = "b", .slot_bytes = 8192})
      .read({firings}, 2)
      .out("q",
           {.access = Access{.strides = {stride}, .lane_stride = lane_stride, .slot_level = 1}});
  m.sink("out", {0, 3}, firings);
  m.vector("q", "B.q", {"out"}, {{{0, 1}, {0, 2}, {0, 3}}});
  return m;
}

TEST(BankConflict, ConsecutiveWordsTakeOneCycle) {
  const HandMapping m = reader(4, 64);
  const RunResult result = run(m);
  EXPECT_EQ(result.cycles, 12);
  EXPECT_EQ(counts(m, result, "B"), (Counts{6, 0, 0, 6, 0}));
}

TEST(BankConflict, EverySecondWordTakesTwoCycles) {
  const HandMapping m = reader(8, 128);
  const RunResult result = run(m);
  EXPECT_EQ(result.cycles, 18);
  EXPECT_EQ(counts(m, result, "B"), (Counts{6, 6, 0, 6, 0}));
}

TEST(BankConflict, AColumnInOneBankTakesACycleALane) {
  const HandMapping m = reader(64, 1024);
  const RunResult result = run(m);
  EXPECT_EQ(result.cycles, 102);
  EXPECT_EQ(counts(m, result, "B"), (Counts{6, 90, 0, 6, 0}));
}

TEST(BankConflict, HalfTheBanksTakeTwoCycles) {
  HandMapping m = reader(4, 64);
  m.chip.pmu.banks = 8;
  EXPECT_EQ(run(m).cycles, 18);
}

TEST(BankConflict, AHeldPipelineHoldsTheBankCyclesToo) {
  HandMapping m = reader(8, 128, 16);
  m.chip.stream.fifo_depth = {2, 2, 2};
  m.chip.stream.sinks.interval = m.chip.stream.sources.interval = 5;
  const RunResult result = run(m);
  EXPECT_EQ(result.cycles, 83);
  EXPECT_EQ(counts(m, result, "B"), (Counts{16, 16, 13, 38, 0}));
  EXPECT_EQ(counts(m, result, "out"), (Counts{16, 0, 0, 7, 60}));
}

/// Four scalar writes a firing at 4n + offset, then two vector reads.
HandMapping writer(std::int64_t stride, std::vector<std::int64_t> offsets, std::int64_t kept = 6) {
  HandMapping m(4, 4);
  auto pmu = m.pmu("B", {1, 1});
  pmu.buffer({.name = "b", .slot_bytes = 1024}).write({6}, 2);
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    Access access{
        .offset = offsets[i], .strides = {stride}, .slot_level = 1, .format = Format::fp8_e4m3};
    if (i == 3) access.keep = {{0, 0, kept}};
    pmu.in("i" + std::to_string(i), {.access = access});
  }
  pmu.out("done", {.where = {test::at_index(0, 5)}});
  pmu.read({2}, 2)
      .in("full", {.where = {test::at_index(0, 0)}})
      .out("q", {.access = Access{.strides = {64}, .slot_level = 1}});
  const std::vector<test::Path> paths{{{0, 0}, {0, 1}, {1, 1}},
                                      {{1, 0}, {1, 1}},
                                      {{2, 0}, {2, 1}, {1, 1}},
                                      {{3, 0}, {3, 1}, {2, 1}, {1, 1}}};
  for (int i = 0; i < 4; ++i) {
    const std::string number = std::to_string(i);
    m.source("s" + number, {i, 0}, 6);
    m.scalar("i" + number, "s" + number, {"B.i" + number}, {paths[static_cast<std::size_t>(i)]});
  }
  m.sink("out", {1, 3}, 2);
  m.vector("q", "B.q", {"out"}, {{{1, 1}, {1, 2}, {1, 3}}});
  m.local("full", "B.done", "B.full");
  return m;
}

TEST(BankConflict, WritesIntoOneWordMerge) {
  const HandMapping m = writer(4, {0, 1, 2, 3});
  const RunResult result = run(m);
  EXPECT_EQ(result.cycles, 21);
  EXPECT_EQ(counts(m, result, "B"), (Counts{8, 0, 0, 13, 0}));
  EXPECT_EQ(result.units[m.unit("B").index()].bytes_written, 6 * 4 * 4);
}

TEST(BankConflict, WritesIntoOneBankTakeACycleEach) {
  const HandMapping m = writer(4, {0, 64, 128, 192});
  const RunResult result = run(m);
  EXPECT_EQ(result.cycles, 39);
  EXPECT_EQ(counts(m, result, "B"), (Counts{8, 18, 0, 13, 0}));
}

TEST(BankConflict, ADroppedWriteTouchesNoBank) {
  const HandMapping m = writer(4, {0, 64, 128, 192}, 3);
  const RunResult result = run(m);
  EXPECT_EQ(result.cycles, 36);
  EXPECT_EQ(counts(m, result, "B"), (Counts{8, 15, 0, 13, 0}));
  EXPECT_EQ(result.units[m.unit("B").index()].bytes_written, (6 * 3 + 3) * 4);
}

}  // namespace
}  // namespace rda::sim
