// SPDX-License-Identifier: Apache-2.0
// One test for each rule of programs and buffers of off-chip memory.
#include <gtest/gtest.h>

#include <functional>

#include "support/hand_mapping.h"

namespace rda::mapping {
namespace {

using test::HandMapping;
using Problems = std::vector<std::string>;

/// Reads 4 vectors for a sink.
HandMapping off_chip_read() {
  HandMapping m(1, 4);
  m.memory({.count = 2, .capacity_mb = 1});
  m.memory_buffer({.name = "x", .slot_bytes = 4096});
  m.ag("R", 0, false, {4}, 1).out("q", {.access = Access{.strides = {64}, .slot_level = 1}});
  m.sink("out", {0, 3}, 4);
  m.vector("q", "R.q", {"out"}, {{{0, 0}, {0, 1}, {0, 2}, {0, 3}}});
  return m;
}

Problems problems_after(const std::function<void(HandMapping&)>& change) {
  HandMapping m = off_chip_read();
  change(m);
  return violations(m.chip, m.finished());
}

Access& access_of(HandMapping& m) {
  return *m.mapping.units[UnitId(0)].programs[0].outputs[0].access;
}

TEST(CheckOffChip, AcceptsALegalRead) {
  EXPECT_EQ(problems_after([](HandMapping&) {}), Problems{});
}

TEST(CheckOffChip, RefusesBuffersOutsideMemory) {
  EXPECT_EQ(problems_after([](HandMapping& m) { m.mapping.memory[0].offset = 32; }),
            Problems{"memory.x: begins at byte 32 (a multiple of a burst = 64)"});
  EXPECT_EQ(problems_after([](HandMapping& m) { m.mapping.memory[0].slot_bytes = 1 << 22; }),
            Problems{"memory.x: ends at byte 4194304 (the chip's memory has 2097152)"});
  EXPECT_EQ(problems_after([](HandMapping& m) {
              m.memory_buffer({.name = "y", .offset = 4032, .slot_bytes = 64});
            }),
            Problems{"memory.y: overlaps buffer x (must not)"});
}

TEST(CheckOffChip, RefusesAccessesOutsideTheirBuffer) {
  EXPECT_EQ(problems_after([](HandMapping& m) { access_of(m).strides = {2048}; }),
            Problems{"R.q: touches bytes 0 to 6208 of x (its slots have 4096)"});
  EXPECT_EQ(problems_after([](HandMapping& m) { access_of(m).buffer = 1; }),
            Problems{"R.q: buffer 1 does not exist (there are 1)"});
}

TEST(CheckOffChip, RefusesLanesThatAreApart) {
  EXPECT_EQ(problems_after([](HandMapping& m) { access_of(m).lane_stride = 8; }),
            Problems{"R.q: lane stride 8 (off the chip lanes lie one behind the other: 4)"});
}

TEST(CheckOffChip, RefusesMoreBurstsThanAGeneratorHolds) {
  EXPECT_EQ(problems_after([](HandMapping& m) { m.chip.memory->ags.outstanding = 1; }),
            Problems{"R: a firing may touch 2 bursts (the chip's ags can hold 1)"});
}

TEST(CheckOffChip, RefusesAGeneratorThatTheChipLacks) {
  EXPECT_EQ(problems_after([](HandMapping& m) {
              std::get<EdgePort>(m.mapping.units[UnitId(0)].place).port = 2;
            }),
            Problems{"R: address generator 2 does not exist (the chip has 2)"});
  const Problems found = problems_after([](HandMapping& m) { m.chip.memory.reset(); });
  EXPECT_TRUE(std::ranges::count(found, "memory: buffers of off-chip memory (the chip has none)"));
}

TEST(CheckOffChip, RefusesOtherWorkInAGenerator) {
  EXPECT_EQ(problems_after([](HandMapping& m) {
              m.mapping.units[UnitId(0)].programs[0].work = MemoryAccess{};
            }),
            Problems{"R: memory_access in a ag with 0 inputs and 1 outputs (must be in a pmu)"});
}

TEST(CheckOffChip, CountsAddressStages) {
  EXPECT_EQ(
      problems_after([](HandMapping& m) { m.mapping.units[UnitId(0)].programs[0].latency = 2; }),
      Problems{"R: latency 2 (its 1 stages make it 1)"});
}

}  // namespace
}  // namespace rda::mapping
