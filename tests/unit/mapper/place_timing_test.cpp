// SPDX-License-Identifier: Apache-2.0
#include "mapper/place_timing.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "unit/mapper/support_timing.h"

namespace rda::mapper {
namespace {

/// A program that reads memory, then a program that writes it.
std::vector<Program> memory_programs() {
  Program read, write;
  read.latency = 3;
  read.work = MemoryAccess{};
  write.work = MemoryAccess{.writes = true};
  return {read, write};
}

/// A recurrence: a memory of the state, two dot units that read it, and a sum that writes it.
struct Loop : TimedNetList {
  UnitId memory, near, far, sum;

  explicit Loop(double rate) {
    Program dot;
    dot.latency = 7;
    memory = n.unit("h", UnitKind::pmu, {0, 0}, memory_programs());
    near = n.unit("near", UnitKind::pcu, {0, 1}, {dot});
    far = n.unit("far", UnitKind::pcu, {6, 1}, {dot});
    sum = n.pcu("sum", {0, 2});
    n.stream(TokenKind::vector, memory, {near, far}, rate, true);
    n.stream(TokenKind::scalar, near, {sum}, rate, true);
    n.stream(TokenKind::scalar, far, {sum}, rate, true);
    n.stream(TokenKind::scalar, sum, {memory}, rate, true);
  }

  /// Adds a memory outside the recurrence that sends the same tokens to two units.
  UnitId free_memory(Site site, UnitId first, UnitId second, double rate) {
    const UnitId unit = n.unit("x", UnitKind::pmu, site, memory_programs());
    n.stream(TokenKind::scalar, unit, {first, second}, rate);
    return unit;
  }
};

TEST(PlaceTiming, AddsHopsAndLatenciesFromMemoryToMemory) {
  Loop loop(0.5);
  const PlaceTiming timing = loop.timing();
  EXPECT_EQ(timing.arrival(loop.memory), 3);
  EXPECT_EQ(timing.arrival(loop.near), 3 + 3 + 7);
  EXPECT_EQ(timing.arrival(loop.far), 3 + 9 + 7);
  EXPECT_EQ(timing.begin(loop.sum), 19 + 9);
  EXPECT_EQ(timing.remaining(loop.sum), 1 + 4);
  EXPECT_EQ(timing.remaining(loop.far), 7 + 9 + 5);
  EXPECT_EQ(timing.longest(), 28 + 5);
  EXPECT_EQ(timing.unhindered(), timing.longest());
  EXPECT_TRUE(timing.sustained());
}

TEST(PlaceTiming, LetsAFullFifoHoldUpTheOtherReaders) {
  // Tokens of the near unit wait in the sum's FIFO for those of the far unit: 28 − 16 cycles. At
  // one token per cycle, a FIFO of 16 tokens allows 16 − 2 cycles.
  Loop loop(1);
  EXPECT_TRUE(loop.timing().sustained());
  EXPECT_EQ(loop.timing().longest(), 33);
  loop.n.mapping.units[loop.far].put_at({9, 1});  // 34 − 16 cycles
  EXPECT_FALSE(loop.timing().sustained());
  EXPECT_EQ(loop.timing().unhindered(), 39);
  EXPECT_GT(loop.timing().longest(), 39);
}

TEST(PlaceTiming, CountsTheTokensOfTheWayToTheFifo) {
  // At half a token per cycle, FIFO and switches hold early tokens for twice as long.
  Loop loop(0.5);
  loop.n.mapping.units[loop.far].put_at({9, 1});
  EXPECT_TRUE(loop.timing().sustained());
  EXPECT_EQ(loop.timing().longest(), 39);
}

TEST(PlaceTiming, DelaysAUnitThatTheRecurrenceDoesNotReach) {
  // Both dot units read the same tokens of x, which x sends to both at once.
  Loop loop(0.5);
  const UnitId x = loop.free_memory({0, 23}, loop.near, loop.far, 0.5);
  const PlaceTiming timing = loop.timing();
  // It need not come before the later of them has it, less the FIFO's 16 · 2 − 2 cycles.
  EXPECT_EQ(timing.arrival(x), std::max(6 - (22 + 2), 12 - (28 + 2)) - 30);
  EXPECT_EQ(timing.longest(), 33);
}

TEST(PlaceTiming, LeavesOutMemoriesThatGiveNothingBack) {
  Loop loop(0.5);
  const UnitId memory = loop.n.unit("gather", UnitKind::pmu, {23, 23}, {memory_programs().back()});
  loop.n.stream(TokenKind::scalar, loop.sum, {memory}, 0.5, true);
  EXPECT_EQ(loop.timing().longest(), 33);
}

TEST(PlaceTiming, TakesGivenLengthsForDistances) {
  Loop loop(0.5);
  PlaceTiming timing = loop.timing();
  timing.update(IdVector<NetId, std::vector<int>>{{0, 1, 9}, {0, 1}, {0, 7}, {0, 2}});
  EXPECT_EQ(timing.longest(), 33 + 2);
}

}  // namespace
}  // namespace rda::mapper
