// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class NarrowVectors : public Scenario {
 protected:
  Cycle cycles_of(Format format, std::int64_t offset, int lane_stride) {
    HandMapping m(1, 4);
    m.chip.pmu.banks = 4;
    Access vectors = access({16 * lane_stride}, 1);
    vectors.format = format;
    vectors.offset = offset;
    vectors.lane_stride = lane_stride;
    m.pmu("B", {0, 1})
        .buffer({.name = "b", .slot_bytes = 2048})
        .read({6}, 2)
        .out("q", {.access = vectors});
    m.sink("out", {0, 3}, 6);
    m.vector("q", "B.q", {"out"}, {{{0, 1}, {0, 2}, {0, 3}}});
    run(m);
    return cycles();
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, NarrowVectors, kEngines, engine_name);

TEST_P(NarrowVectors, OfBytesTouchAWordForFourLanes) {
  EXPECT_EQ(cycles_of(Format::fp8_e4m3, 0, 1), 12);
}

TEST_P(NarrowVectors, ThatBeginWithinAWordTouchOneMore) {
  EXPECT_EQ(cycles_of(Format::fp8_e4m3, 2, 1), 18);
}

TEST_P(NarrowVectors, OfHalfWordsTouchAWordForTwoLanes) {
  EXPECT_EQ(cycles_of(Format::bf16, 0, 2), 18);
}

TEST_P(NarrowVectors, OfBytesTwoApartDoAsWell) { EXPECT_EQ(cycles_of(Format::fp8_e4m3, 0, 2), 18); }

TEST_P(NarrowVectors, OfBytesAWordApartTouchAWordForEachLane) {
  EXPECT_EQ(cycles_of(Format::fp8_e4m3, 0, 4), 30);
}

TEST_P(NarrowVectors, OfBytesInOneBankTakeACycleForEachLane) {
  EXPECT_EQ(cycles_of(Format::fp8_e4m3, 0, 16), 102);
}

}  // namespace
}  // namespace rda::derived
