// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "rda/error.h"
#include "unit/mapping/support_small.h"

namespace rda::mapping {
namespace {

TEST(Check, FindsNothingWrongWithALegalMapping) {
  EXPECT_EQ(violations(small_chip(), small_mapping()), Lines{});
  EXPECT_NO_THROW(check(small_chip(), small_mapping()));
}

TEST(Check, ThrowsTheFirstViolationWithItsWitness) {
  Mapping mapping = small_mapping();
  mapping.units[kDot].put_at({7, 1});
  try {
    check(small_chip(), mapping);
    FAIL() << "nothing was thrown";
  } catch (const MappingError& error) {
    EXPECT_EQ(error.witness, "dot");
    EXPECT_EQ(error.exit_code, ExitCode::does_not_map);
  }
}

// References.

TEST(CheckReferences, RefusesAStreamThatDoesNotExist) {
  EXPECT_EQ(after([](Mapping& m) { only(m, kRelu).inputs[0].stream = StreamId(8); }),
            Lines{"relu.in: stream 8 does not exist (there are 8)"});
}

TEST(CheckReferences, RefusesAUnitThatDoesNotExist) {
  EXPECT_EQ(after([](Mapping& m) { m.streams[kSum].from = UnitId(7); }),
            Lines{"sum: writing unit 7 does not exist (there are 7)"});
  EXPECT_EQ(after([](Mapping& m) { m.streams[kSum].to = {UnitId(-1)}; }),
            Lines{"sum: reading unit -1 does not exist (there are 7)"});
}

TEST(CheckReferences, RefusesAReaderNamedTwiceOrNone) {
  EXPECT_EQ(after([](Mapping& m) {
              m.streams[kSum].to = {kTable, kTable};
            }),
            Lines{"sum: reading unit 4 is named twice (once)"});
  EXPECT_EQ(after([](Mapping& m) { m.streams[kSum].to = {}; }),
            Lines{"sum: no reading unit (one or more)"});
}

TEST(CheckReferences, RefusesAnEmptyLoop) {
  EXPECT_EQ(after([](Mapping& m) {
              only(m, kRelu).space.extents = {12, 0};
            }),
            Lines{"relu: loop extent 0 (at least 1)"});
}

TEST(CheckReferences, RefusesALatencyBelowZeroAndAnIntervalBelowOne) {
  EXPECT_EQ(after([](Mapping& m) { only(m, kRelu).latency = -1; }),
            Lines{"relu: latency -1, ii 1 (at least 0 and 1)"});
  EXPECT_EQ(after([](Mapping& m) { only(m, kRelu).ii = 0; }),
            Lines{"relu: latency 1, ii 0 (at least 0 and 1)"});
}

TEST(CheckReferences, RefusesBoundsOutsideTheirLoop) {
  EXPECT_EQ(after([](Mapping& m) {
              only(m, kRelu).inputs[0].where = {{0, 0, 13}};
            }),
            Lines{"relu.in: where [0, 13) of loop 0 (within [0, 12))"});
  EXPECT_EQ(after([](Mapping& m) {
              only(m, kRelu).inputs[0].where = {{1, 0, 1}};
            }),
            Lines{"relu.in: where names loop 1 (there are 1)"});
  EXPECT_EQ(after([](Mapping& m) {
              writer(m, kX).inputs[0].access->keep = {{0, 0, 3}};
            }),
            Lines{"x.in: keep [0, 3) of loop 0 (within [0, 2))"});
}

TEST(CheckReferences, RefusesALevelBeyondTheLoops) {
  EXPECT_EQ(after([](Mapping& m) { only(m, kRelu).inputs[0].level = 2; }),
            Lines{"relu.in: level 2 (0 to 1, the number of loops)"});
  EXPECT_EQ(after([](Mapping& m) { writer(m, kX).inputs[0].access->slot_level = 3; }),
            Lines{"x.in: slot level 3 (0 to 2, the number of loops)"});
}

TEST(CheckReferences, RefusesABufferThatDoesNotExist) {
  EXPECT_EQ(after([](Mapping& m) { writer(m, kX).inputs[0].access->buffer = 1; }),
            Lines{"x.in: buffer 1 does not exist (there are 1)"});
}

TEST(CheckReferences, RefusesMoreStridesThanLoops) {
  EXPECT_EQ(after([](Mapping& m) {
              writer(m, kX).inputs[0].access->strides = {64, 0, 0};
            }),
            Lines{"x.in: 3 strides (at most one for each of the 2 loops)"});
}

TEST(CheckReferences, RefusesTwoPortsOfOneName) {
  EXPECT_EQ(after([](Mapping& m) { only(m, kDot).inputs[1].name = "w"; }),
            Lines{"dot.w: two ports have this name (unique in the unit)"});
}

TEST(CheckReferences, RefusesFiringsBeyondCounting) {
  EXPECT_EQ(after([](Mapping& m) {
              only(m, kRelu).space.extents = {1ll << 40, 1ll << 40};
            }),
            Lines{"relu: more firings than the longest run has cycles (281474976710656)"});
}

// Sites.

TEST(CheckSites, RefusesASiteOffTheGrid) {
  const auto lines = after([](Mapping& m) { m.units[kRelu].put_at({0, 4}); });
  EXPECT_EQ(lines.front(), "relu: site (0, 4) is off the grid (2 rows, 4 columns)");
}

TEST(CheckSites, RefusesASiteOfTheOtherKind) {
  const auto lines = after([](Mapping& m) { m.units[kRelu].put_at({0, 1}); });
  EXPECT_EQ(lines.front(), "relu: site (0, 1) is for a pmu (needs a pcu site)");
}

TEST(CheckSites, RefusesTwoUnitsOnASite) {
  EXPECT_EQ(after([](Mapping& m) { m.units.push_back(idle_pcu("other", {1, 3})); }), Lines{});
  EXPECT_EQ(after([](Mapping& m) {
              m.units.push_back(idle_pcu("other", {1, 1}));
            }),
            Lines{"other: its site is taken by dot (one unit each)"});
}

TEST(CheckSites, RefusesAStreamPortAtAnotherSwitch) {
  const auto lines = after([](Mapping& m) { m.units[kSink].put_at({1, 3}); });
  EXPECT_EQ(lines.front(), "sink: at switch (1, 3) (port 0 attaches to (0, 3))");
}

TEST(CheckSites, RefusesAStreamPortTheChipHasNot) {
  EXPECT_EQ(after([](Mapping& m) {
              m.units[kSink].place = EdgePort{1, 0, 3};
            }),
            Lines{"sink: stream port 1 does not exist (the chip has 1)"});
}

TEST(CheckSites, RefusesAStreamPortUsedTwice) {
  const auto lines = after([](Mapping& m) {
    m.units.push_back(m.units[kSink]);
    m.units.back().name = "second";
  });
  EXPECT_EQ(lines.front(), "second: its sink port is taken by sink (one unit each)");
}

TEST(CheckSites, RefusesNamesThatAreNotUnique) {
  EXPECT_EQ(after([](Mapping& m) { m.units[kRelu].name = "dot"; }),
            Lines{"dot: two units have this name (names are unique)"});
  EXPECT_EQ(after([](Mapping& m) { m.streams[kSum].name = "out"; }),
            Lines{"out: two streams have this name (names are unique)"});
}

// Ends.

TEST(CheckEnds, RefusesAStreamWithTwoWritersOrNone) {
  EXPECT_EQ(after([](Mapping& m) { only(m, kDot).outputs.push_back(port("again", kSum, 1)); }),
            Lines{"sum: 2 writing ports (exactly one)"});
  EXPECT_EQ(after([](Mapping& m) { only(m, kDot).outputs.clear(); }),
            Lines{"sum: 0 writing ports (exactly one)"});
}

TEST(CheckEnds, RefusesAWriterInAnotherUnit) {
  const auto lines = after([](Mapping& m) { m.streams[kSum].from = kRelu; });
  EXPECT_EQ(lines.front(), "sum: written by dot (its writing unit is relu)");
}

TEST(CheckEnds, RefusesAReadingUnitWithoutAPort) {
  const auto lines = after([](Mapping& m) {
    m.streams[kOut].to.push_back(kTable);
    std::get<StaticRoute>(m.streams[kOut].carrier).nodes.push_back({1, 2, 0, 0});
  });
  EXPECT_EQ(lines, Lines{"out: 0 reading ports in table (exactly one)"});
}

TEST(CheckEnds, RefusesAReaderThatTheStreamDoesNotName) {
  EXPECT_EQ(after([](Mapping& m) { only(m, kRelu).inputs.push_back(port("spy", kSum)); }),
            Lines{"sum: read by relu (which is not one of its reading units)"});
}

TEST(CheckEnds, RefusesMorePortsThanUnitsHave) {
  Chip chip = small_chip();
  chip.pcu.inputs.vector = 1;
  EXPECT_EQ(violations(chip, small_mapping()),
            Lines{"dot: 2 vector inputs (the chip's pcus have 1)"});
  chip = small_chip();
  chip.pmu.outputs.scalar = 0;
  EXPECT_EQ(violations(chip, small_mapping()),
            Lines{"table: 1 scalar outputs (the chip's pmus have 0)"});
}

TEST(CheckEnds, CountsNoPortsForLocalStreams) {
  Chip chip = small_chip();
  chip.pmu.inputs.control = chip.pmu.outputs.control = 0;
  EXPECT_EQ(violations(chip, small_mapping()), Lines{});
}

// Tokens.

TEST(CheckTokens, RefusesAReaderThatTakesMoreThanIsMade) {
  EXPECT_EQ(after([](Mapping& m) { only(m, kSink).space.extents[0] = 13; }),
            Lines{"out: 12 tokens made, 13 taken by sink (must be equal)"});
}

TEST(CheckTokens, CountsInitialTokens) {
  const auto without_made = [](Mapping& m) { reader(m, kX).outputs[1].where = {{2, 0, 1}}; };
  EXPECT_EQ(after(without_made), Lines{});
  EXPECT_EQ(after([&](Mapping& m) {
              without_made(m);
              initial_tokens(m, kPermit) = 1;
            }),
            Lines{"permit: 1 tokens made, 1 at the start, 3 taken by x "
                  "(at most those made and those at the start)"});
}

TEST(CheckTokens, CountsATrillionSteps) {
  constexpr std::int64_t kSteps = 1'000'000'000'000;
  const auto long_run = [](Mapping& m) {
    for (Unit& unit : m.units)
      for (Program& program : unit.programs) program.space.extents.back() *= kSteps;
  };
  EXPECT_EQ(after(long_run), Lines{});
  EXPECT_EQ(after([&](Mapping& m) {
              long_run(m);
              ++only(m, kSink).space.extents[0];
            }),
            Lines{"out: 12000000000000 tokens made, 12000000000001 taken by sink (must be equal)"});
}

TEST(CheckTokens, RefusesAStreamPortWithoutTokens) {
  for (const std::int64_t tokens : {-1, 0})
    EXPECT_EQ(after([&](Mapping& m) { only(m, kSink).space.extents[0] = tokens; }),
              Lines{"sink: loop extent " + std::to_string(tokens) + " (at least 1)"});
}

TEST(CheckTokens, RefusesAStreamPortWithRowsOfNoTokens) {
  EXPECT_EQ(after([](Mapping& m) { transfer(m, kSink).tokens_per_item = 0; }),
            Lines{"sink: 0 tokens per row (1 or more)"});
}

}  // namespace
}  // namespace rda::mapping
