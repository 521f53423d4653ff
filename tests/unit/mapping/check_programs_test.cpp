// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "unit/mapping/support_small.h"

namespace rda::mapping {
namespace {

// The violations of the small mapping with one more unit that has these programs, without ports.
Lines beside(UnitKind kind, std::vector<Program> programs) {
  return after([&](Mapping& m) {
    m.units.push_back({.name = "other",
                       .kind = kind,
                       .place = kind == UnitKind::pcu ? GridSite{1, 3} : GridSite{0, 3},
                       .programs = std::move(programs)});
  });
}

Program idle(Work work, int latency) { return program({1}, {}, {}, latency, std::move(work)); }

TEST(CheckPrograms, APcuHasOne) {
  EXPECT_EQ(beside(UnitKind::pcu, {idle(Operations{}, 1)}), Lines{});
  EXPECT_EQ(beside(UnitKind::pcu, {}), Lines{"other: 0 programs (a pcu has one)"});
  EXPECT_EQ(beside(UnitKind::pcu, {idle(Operations{}, 1), idle(Operations{}, 1)}),
            Lines{"other: 2 programs (a pcu has one)"});
}

TEST(CheckPrograms, AStreamPortHasOne) {
  EXPECT_TRUE(has(after([](Mapping& m) { m.units[kSink].programs.clear(); }),
                  "sink: 0 programs (a sink has one)"));
}

TEST(CheckPrograms, APmuHasOneThatReadsAndOneThatWritesAtMost) {
  EXPECT_EQ(beside(UnitKind::pmu, {}), Lines{});
  EXPECT_EQ(beside(UnitKind::pmu, {idle(kWrites, 2)}), Lines{});
  EXPECT_EQ(beside(UnitKind::pmu, {idle(kReads, 2), idle(kReads, 2)}),
            Lines{"other: 2 programs that read and 0 that write (at most one each)"});
  EXPECT_EQ(beside(UnitKind::pmu, {idle(kReads, 2), idle(kWrites, 2), idle(kWrites, 2)}),
            Lines{"other: 1 programs that read and 2 that write (at most one each)"});
}

TEST(CheckPrograms, OfAPmuTheOneThatReadsComesFirst) {
  EXPECT_EQ(after([](Mapping& m) { std::ranges::reverse(m.units[kX].programs); }),
            Lines{"x: the program that writes comes first (the program that reads must)"});
}

TEST(CheckPrograms, OnlyAPmuHasBuffers) {
  const std::vector<Buffer> buffers{{"table", 0, 64, 1, {}}};
  EXPECT_EQ(after([&](Mapping& m) { m.units[kRelu].buffers = buffers; }),
            Lines{"relu: buffers in a pcu (only in a pmu)"});
  EXPECT_EQ(after([&](Mapping& m) { m.units[kSource].buffers = buffers; }),
            Lines{"source: buffers in a source (only in a pmu)"});
}

TEST(CheckPrograms, RefusesWorkThatTheUnitCannotDo) {
  const auto first = [](UnitKind kind, Work work) {
    const Lines lines = beside(kind, {idle(std::move(work), 1)});
    return lines.empty() ? "nothing wrong" : lines.front();
  };
  EXPECT_EQ(first(UnitKind::pmu, DotProduct{}),
            "other: dot_product in a pmu with 0 inputs and 0 outputs (must be in a pcu)");
  EXPECT_EQ(first(UnitKind::pmu, Operations{}),
            "other: operations in a pmu with 0 inputs and 0 outputs (must be in a pcu)");
  EXPECT_EQ(first(UnitKind::pcu, kReads),
            "other: memory_access in a pcu with 0 inputs and 0 outputs (must be in a pmu)");
  EXPECT_EQ(first(UnitKind::pcu, kWrites),
            "other: memory_access in a pcu with 0 inputs and 0 outputs (must be in a pmu)");
  EXPECT_EQ(
      first(UnitKind::pcu, PortTransfer{}),
      "other: port_transfer in a pcu with 0 inputs and 0 outputs (must be in a source with one "
      "output, or a sink with one input)");
}

TEST(CheckPrograms, RefusesAStreamPortThatComputes) {
  EXPECT_TRUE(has(after([](Mapping& m) { only(m, kSink).work = Operations{}; }),
                  "sink: operations in a sink with 1 inputs and 0 outputs (must be in a pcu)"));
}

TEST(CheckPrograms, RefusesASourceThatTakesAndASinkThatSends) {
  const auto turned_round = [](UnitId unit) {
    return after([&](Mapping& m) { std::swap(only(m, unit).inputs, only(m, unit).outputs); });
  };
  EXPECT_TRUE(
      has(turned_round(kSource),
          "source: port_transfer in a source with 1 inputs and 0 outputs (must be in a source with "
          "one output, or a sink with one input)"));
  EXPECT_TRUE(
      has(turned_round(kSink),
          "sink: port_transfer in a sink with 0 inputs and 1 outputs (must be in a source with one "
          "output, or a sink with one input)"));
}

TEST(CheckPrograms, OnlyAStreamPortHasNoPipeline) {
  EXPECT_EQ(after([](Mapping& m) { only(m, kRelu).latency = 0; }),
            Lines{"relu: latency 0 (its 1 stages make it 1)"});
  EXPECT_EQ(after([](Mapping& m) { only(m, kSource).latency = 1; }),
            Lines{"source: latency 1 (its 0 stages make it 0)"});
}

TEST(CheckPrograms, AStreamPortIsAsFastAsTheChips) {
  EXPECT_EQ(after([](Mapping& m) { only(m, kSource).ii = 2; }),
            Lines{"source: ii 2 (a token takes 1 cycles at the chip's stream ports)"});
  Chip chip = small_chip();
  chip.stream.sinks.width_bits = 24;  // a scalar takes two beats
  chip.stream.sinks.interval = 3;
  EXPECT_EQ(violations(chip, small_mapping()),
            Lines{"sink: ii 1 (a token takes 6 cycles at the chip's stream ports)"});
  EXPECT_EQ(after([](Mapping& m) { only(m, kSink).ii = 6; }, chip), Lines{});
}

TEST(CheckPrograms, AStreamPortMovesATokenInEveryFiring) {
  EXPECT_EQ(after([](Mapping& m) {
              only(m, kSink).space.extents = {5, 12};
              only(m, kSink).inputs[0].level = 1;
            }),
            Lines{"sink.in: 12 tokens in 60 firings (a stream port moves one in each)"});
  EXPECT_EQ(after([](Mapping& m) {
              only(m, kSource).space.extents = {7};
              only(m, kSource).outputs[0].where = {{0, 1, 7}};
            }),
            Lines{"source.out: 6 tokens in 7 firings (a stream port moves one in each)"});
}

TEST(CheckPrograms, APcuMayBeSlowerThanItCouldBe) {
  EXPECT_EQ(after([](Mapping& m) { only(m, kDot).ii = 5; }), Lines{});
}

}  // namespace
}  // namespace rda::mapping
