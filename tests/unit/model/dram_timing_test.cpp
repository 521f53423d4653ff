// SPDX-License-Identifier: Apache-2.0
// Each timing of a DRAM alone, against its closed form: a command comes exactly when the rule
// allows it, so not an edge earlier. All cycles are clocks of the memory.
#include <gtest/gtest.h>

#include "unit/model/channel_support.h"

namespace rda::sim {
namespace {

constexpr Cycle kLater = 1000;  // every row opened before is past all its timings
constexpr Cycle kEnd = 4000;

using ClockEdges = std::vector<ClockEdge>;

/// Every test runs with the preset's values, and with each value that it is about raised.
class DramRule : public testing::TestWithParam<DramPreset> {
 protected:
  /// Runs check(bench) with the preset as it is, and with `name` raised by some clocks.
  void both(const char* name, auto&& check) {
    DramBench plain(GetParam());
    check(plain);
    const auto raised = plain.raised(name, 37);
    DramBench more(GetParam(), {raised});
    check(more);
  }
};

INSTANTIATE_TEST_SUITE_P(Presets, DramRule, testing::ValuesIn(kDramPresets), preset_name);

TEST_P(DramRule, AClosedBankTakesRcdClBurst) {
  for (const char* name : {"tRCD", "tCL"})
    both(name, [](DramBench& b) {
      b.run({{}}, kEnd);
      const DramTiming& t = b.values;
      EXPECT_EQ(b.edges(DramOp::activate), ClockEdges{0});
      EXPECT_EQ(b.edges(DramOp::read), ClockEdges{t.tRCD});
      EXPECT_EQ(b.delivered.at(0), t.tRCD + t.tCL + t.BL / 2);
      EXPECT_EQ(b.counts.closed, 1);
    });
}

TEST_P(DramRule, AWriteIsAcknowledgedWithItsLastBeat) {
  both("tCWL", [](DramBench& b) {
    b.run({{.write = true}}, kEnd);
    const DramTiming& t = b.values;
    EXPECT_EQ(b.delivered.at(0), t.tRCD + t.tCWL + t.BL / 2);
  });
}

TEST_P(DramRule, RowHitsOfAGroupAreCcdLApart) {
  both("tCCD_L", [](DramBench& b) {
    b.run({{}, {.column = 1}}, kEnd);
    const DramTiming& t = b.values;
    EXPECT_EQ(b.edges(DramOp::read), (ClockEdges{t.tRCD, t.tRCD + std::max(t.tCCD_L, t.BL / 2)}));
    EXPECT_EQ(b.counts.hits, 1);
  });
}

TEST_P(DramRule, RowHitsOfTwoGroupsAreCcdSApart) {
  both("tCCD_S", [](DramBench& b) {
    if (b.values.groups == 1) return;
    b.run({{}, {.group = 1}, {.arrival = kLater}, {.arrival = kLater + 1, .group = 1}}, kEnd);
    const ClockEdges reads = b.edges(DramOp::read);
    EXPECT_EQ(reads.at(2), kLater);
    EXPECT_EQ(reads.at(3), kLater + std::max(b.values.tCCD_S, b.values.BL / 2));
  });
}

TEST_P(DramRule, AConflictWaitsForRas) {
  for (const char* name : {"tRAS", "tRP"})
    both(name, [](DramBench& b) {
      b.run({{}, {.row = 1}}, kEnd);
      const DramTiming& t = b.values;
      const ClockEdge precharge = std::max(t.tRAS, t.tRCD + t.tRTP);
      EXPECT_EQ(b.edges(DramOp::precharge), ClockEdges{precharge});
      EXPECT_EQ(b.edges(DramOp::activate),
                (ClockEdges{0, std::max<ClockEdge>(precharge + t.tRP, t.tRC)}));
      EXPECT_EQ(b.counts.conflicts, 1);
    });
}

TEST_P(DramRule, ActivatesOfABankAreRcApart) {
  both("tRC", [](DramBench& b) {
    b.run({{}, {.row = 1}}, kEnd);
    EXPECT_EQ(b.edges(DramOp::activate).at(1), b.values.tRC);
  });
}

TEST_P(DramRule, APrechargeWaitsForRtp) {
  both("tRTP", [](DramBench& b) {
    b.run({{}, {.arrival = kLater}, {.arrival = kLater + 1, .row = 1}}, kEnd);
    EXPECT_EQ(b.edges(DramOp::precharge), ClockEdges{kLater + b.values.tRTP});
  });
}

TEST_P(DramRule, APrechargeWaitsForTheWriteToRecover) {
  both("tWR", [](DramBench& b) {
    b.run({{}, {.arrival = kLater, .write = true}, {.arrival = kLater + 1, .row = 1}}, kEnd);
    const DramTiming& t = b.values;
    EXPECT_EQ(b.edges(DramOp::precharge), ClockEdges{kLater + t.tCWL + t.BL / 2 + t.tWR});
  });
}

TEST_P(DramRule, AReadAfterAWriteOfTheGroupWaitsForWtrL) {
  both("tWTR_L", [](DramBench& b) {
    b.run({{}, {.arrival = kLater, .write = true}, {.arrival = kLater + 1, .column = 1}}, kEnd);
    const DramTiming& t = b.values;
    EXPECT_EQ(b.edges(DramOp::read).at(1), kLater + t.tCWL + t.BL / 2 + t.tWTR_L);
  });
}

TEST_P(DramRule, AReadAfterAWriteOfAnotherGroupWaitsForWtrS) {
  both("tWTR_S", [](DramBench& b) {
    if (b.values.groups == 1) return;
    b.run(
        {{}, {.group = 1}, {.arrival = kLater, .write = true}, {.arrival = kLater + 1, .group = 1}},
        kEnd);
    const DramTiming& t = b.values;
    EXPECT_EQ(b.edges(DramOp::read).at(2), kLater + t.tCWL + t.BL / 2 + t.tWTR_S);
  });
}

TEST_P(DramRule, AWriteAfterAReadWaitsForTheBusToTurn) {
  both("turnaround", [](DramBench& b) {
    b.run({{}, {.arrival = kLater}, {.arrival = kLater + 1, .write = true}}, kEnd);
    const DramTiming& t = b.values;
    EXPECT_EQ(b.edges(DramOp::write),
              ClockEdges{kLater + t.tCL + t.BL / 2 + t.turnaround - t.tCWL});
  });
}

TEST_P(DramRule, ActivatesAreRrdApart) {
  both("tRRD_L", [](DramBench& b) {
    b.run({{}, {.bank = 1}}, kEnd);
    EXPECT_EQ(b.edges(DramOp::activate), (ClockEdges{0, b.values.tRRD_L}));
  });
  both("tRRD_S", [](DramBench& b) {
    if (b.values.groups == 1) return;
    b.run({{}, {.group = 1}}, kEnd);
    EXPECT_EQ(b.edges(DramOp::activate), (ClockEdges{0, b.values.tRRD_S}));
  });
}

TEST_P(DramRule, TheFifthActivateWaitsForFaw) {
  both("tFAW", [](DramBench& b) {
    b.run({{.bank = 0},
           {.bank = 1},
           {.bank = 2},
           {.bank = 3},
           {.group = b.values.groups - 1, .bank = b.values.groups > 1 ? 0 : 4}},
          kEnd);
    ClockEdges found = b.edges(DramOp::activate);
    std::ranges::sort(found);
    const DramTiming& t = b.values;
    const ClockEdge fourth = found.at(3);
    EXPECT_EQ(found.at(4), std::max<ClockEdge>(found.at(0) + t.tFAW, fourth + t.tRRD_S));
  });
}

TEST_P(DramRule, ARefreshClosesTheBanksAndTakesRfc) {
  const DramTiming& preset = preset_timing(GetParam());
  for (const int more : {0, 37}) {
    DramBench b(GetParam(), {{"tREFI", preset.tREFI}, {"tRFC", preset.tRFC + more}});
    const DramTiming& t = b.values;
    const ClockEdge due = t.tREFI;
    b.run({{}, {.arrival = due, .column = 1}}, 2 * due);
    EXPECT_EQ(b.edges(DramOp::precharge_all), ClockEdges{due});
    EXPECT_EQ(b.edges(DramOp::refresh), ClockEdges{due + t.tRP});
    EXPECT_EQ(b.edges(DramOp::activate), (ClockEdges{0, due + t.tRP + t.tRFC}));
    EXPECT_EQ(b.counts.refreshes, 1);
  }
}

TEST_P(DramRule, ABurstJustBeforeARefreshIsServedFirst) {
  DramBench b(GetParam(), {{"tREFI", preset_timing(GetParam()).tREFI}});
  const DramTiming& t = b.values;
  const ClockEdge last = t.tREFI - 1;
  b.run({{}, {.arrival = last, .column = 1}}, 2 * t.tREFI);
  EXPECT_EQ(b.edges(DramOp::read).at(1), last);
  EXPECT_EQ(b.edges(DramOp::precharge_all), ClockEdges{last + t.tRTP});
}

TEST_P(DramRule, AClosedPagePrechargesItself) {
  DramBench b(GetParam());
  b.model.page = PagePolicy::closed;
  b.run({{}, {.arrival = kLater, .row = 1}}, kEnd);
  const DramTiming& t = b.values;
  EXPECT_EQ(b.edges(DramOp::precharge_self).at(0), std::max(t.tRAS, t.tRCD + t.tRTP));
  EXPECT_EQ(b.edges(DramOp::activate).at(1), kLater);
  EXPECT_TRUE(b.edges(DramOp::precharge).empty());
}

}  // namespace
}  // namespace rda::sim
