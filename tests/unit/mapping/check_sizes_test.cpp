// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "unit/mapping/support_small.h"

namespace rda::mapping {
namespace {

Content& weights(Mapping& m) { return m.units[kW].buffers[0].contents[0]; }

constexpr std::int64_t kHuge = std::int64_t{1} << 62;

TEST(CheckContents, RefusesRowsAndColumnsBeyondCounting) {
  EXPECT_EQ(after([](Mapping& m) { weights(m).row_step = kHuge; }),
            Lines{"w.W: W: row 0 on, step 4611686018427387904, 4 of them (within 0 to 2^40)"});
  EXPECT_EQ(after([](Mapping& m) { weights(m).first_col = kHuge; }),
            Lines{"w.W: W: column 4611686018427387904 on, step 1, 128 of them (within 0 to 2^40)"});
}

TEST(CheckContents, RefusesMoreElementsThanTheSlotHasBytes) {
  EXPECT_EQ(after([](Mapping& m) {
              weights(m).pitch = 0;
              weights(m).rows = kMostTensorIndex;
            }),
            Lines{"w.W: W has 1099511627776 x 128 elements (slots have 512 bytes)"});
}

TEST(CheckInitial, RefusesMoreTokensThanTheBuffersHaveSlots) {
  EXPECT_EQ(after([](Mapping& m) { initial_tokens(m, kPermit) = kHuge; }),
            Lines{"permit: 4611686018427387904 initial tokens (the largest buffer of x has 2 "
                  "slots)"});
  EXPECT_EQ(after([](Mapping& m) { initial_tokens(m, kFull) = 1; }),
            Lines{"x: 3 initial tokens in its local streams (its buffers have 2 slots)"});
}

TEST(CheckFormats, RefusesWhatTheDatapathHasNoUnitFor) {
  EXPECT_EQ(after([](Mapping& m) { dot(m).weights_format = Format::int8; }),
            Lines{"dot: weights in int8, activations in fp8_e4m3 (int8 only by int8)"});
  EXPECT_EQ(after([](Mapping& m) { dot(m).accumulate = Format::fp8_e5m2; }),
            Lines{"dot: accumulates fp8_e4m3 in fp8_e5m2 (fp32, bf16, fp16, or int8 in int32)"});
  EXPECT_EQ(after([](Mapping& m) { dot(m).accumulate = Format::int32; }),
            Lines{"dot: accumulates fp8_e4m3 in int32 (fp32, bf16, fp16, or int8 in int32)"});
  EXPECT_TRUE(has(after([](Mapping& m) {
                    dot(m).weights_format = Format::int32;
                    dot(m).activations_format = Format::int32;
                  }),
                  "dot: multiplies int32 (floats, or int8 by int8)"));
}

TEST(CheckFormats, AcceptsInt8InInt32) {
  EXPECT_EQ(after([](Mapping& m) {
              dot(m).weights_format = dot(m).activations_format = Format::int8;
              dot(m).accumulate = Format::int32;
            }),
            Lines{});
}

TEST(CheckStreamPorts, RefusesRowsLongerThanAnyTensors) {
  EXPECT_EQ(after([](Mapping& m) { transfer(m, kSink).tokens_per_item = kHuge; }),
            Lines{"sink: 4611686018427387904 tokens per row (at most 1048576)"});
}

// The relu unit's scalars go to a memory that taps them, twice if asked to.
void tap(Mapping& m, std::int64_t row, std::int64_t step, int ports = 1) {
  Program write = program({4, 3}, {}, {}, 2, kWrites);
  for (int i = 0; i < ports; ++i) {
    Port in = data_port("in" + std::to_string(i), kOut, {4}, 1);
    in.access->tap = "state";
    in.access->tap_row = row;
    in.access->tap_step = step;
    write.inputs.push_back(in);
  }
  m.units.push_back({.name = "memory",
                     .kind = UnitKind::pmu,
                     .place = GridSite{0, 3},
                     .programs = {write},
                     .buffers = {{"rows", 0, 128, 1, {}}}});
}

TEST(CheckTaps, AcceptsRowsOfATensor) {
  for (const auto& line : after([](Mapping& m) { tap(m, 3, 2); }))
    EXPECT_EQ(line.find("taps"), std::string::npos) << line;
}

TEST(CheckTaps, RefusesRowsBeyondAnyTensor) {
  EXPECT_TRUE(
      has(after([](Mapping& m) { tap(m, 1'000'000'000'000, 1); }),
          "memory.in0: taps rows from 1000000000000 on, step 1, 4 of them (up to 1048575)"));
  EXPECT_TRUE(has(after([](Mapping& m) { tap(m, 0, kHuge); }),
                  "memory.in0: taps rows from 0 on, step 4611686018427387904, 4 of them (up to "
                  "1048575)"));
}

TEST(CheckTaps, RefusesTwoTapsOfOneElement) {
  EXPECT_TRUE(has(after([](Mapping& m) { tap(m, 0, 1, 2); }),
                  "memory.in1: taps elements of state that in0 also taps (one port per element)"));
}

// Two taps of [2 turns, 2 rows, 3 items]: rows first + step * row + turn.
Lines tap_in_turns(std::int64_t step, std::int64_t turn, std::int64_t second, int slot_level = 2) {
  Lines lines = after([&](Mapping& m) {
    tap(m, 0, step, 2);
    Program& write = m.units.back().programs.front();
    write.space.extents = {2, 2, 3};
    for (Port& in : write.inputs) {
      in.access->tap_turn = turn;
      in.access->slot_level = slot_level;
    }
    write.inputs[1].access->tap_row = second;
  });
  std::erase_if(lines, [](const std::string& l) { return l.find("tap") == std::string::npos; });
  return lines;
}

TEST(CheckTaps, AcceptsRowsThatTakeTurns) {
  EXPECT_EQ(tap_in_turns(2, 1, 4), Lines{});
  EXPECT_EQ(tap_in_turns(4, 2, 1), Lines{});  // even rows and odd ones
  EXPECT_EQ(tap_in_turns(2, 1, 3),
            Lines{"memory.in1: taps elements of state that in0 also taps (one port per element)"});
}

TEST(CheckTaps, RefusesARowInTwoTurns) {
  EXPECT_EQ(tap_in_turns(2, 2, 100),
            (Lines{"memory.in0: taps a row of state in two turns (step 2, tap_turn 2)",
                   "memory.in1: taps a row of state in two turns (step 2, tap_turn 2)"}));
}

TEST(CheckTaps, RefusesTurnsWithoutALoop) {
  const Lines lines = tap_in_turns(2, 1, 100, 1);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0],
            "memory.in0: tap_turn 1 at slot level 1 (there is no loop below the loop over rows)");
}

TEST(CheckTaps, RefusesTurnsBeyondAnyTensor) { EXPECT_EQ(tap_in_turns(1, kHuge, 0).size(), 2u); }

TEST(CheckTaps, LaneLOfAVectorIsLRowsFurther) {
  const auto with_step = [](std::int64_t step) {
    return after([step](Mapping& m) {
      Access& access = *writer(m, kX).inputs[0].access;
      access.tap = "x", access.tap_step = step;
    });
  };
  EXPECT_EQ(with_step(16), Lines{});
  EXPECT_EQ(with_step(15), Lines{"x.in: taps a row of x in two turns (step 15, tap_turn 0)"});
}

}  // namespace
}  // namespace rda::mapping
