// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "unit/mapping/support_small.h"

namespace rda::mapping {
namespace {

// PCUs.

TEST(CheckPcus, RefusesMoreStagesThanTheChipHas) {
  Chip chip = small_chip();
  chip.pcu.stages = 2;
  EXPECT_EQ(violations(chip, small_mapping()), Lines{"dot: 3 stages (the chip's pcus have 2)"});
}

TEST(CheckPcus, RefusesADotUnitOfTheWrongLatency) {
  EXPECT_EQ(after([](Mapping& m) { only(m, kDot).latency = 8; }),
            Lines{"dot: latency 8 (its 3 stages make it 7)"});
}

TEST(CheckPcus, RefusesOperandsOfDifferentWidth) {
  EXPECT_EQ(after([](Mapping& m) { dot(m).activations_format = Format::bf16; }),
            Lines{"dot: weights of 8 bits, activations of 16 (the same width)"});
}

TEST(CheckPcus, RefusesIntegersWithoutAScaleForEachOutput) {
  EXPECT_EQ(after([](Mapping& m) {
              dot(m).weights_format = dot(m).activations_format = Format::int8;
              dot(m).scales = {};
            }),
            Lines{"dot: 0 scales (one for each of 1 outputs)"});
}

TEST(CheckPcus, TakesScalesThatAnFp32HasAndNoOthers) {
  for (const int scale : {-126, 126})
    EXPECT_EQ(after([&](Mapping& m) { dot(m).scales = {scale}; }), Lines{});
  for (const int scale : {-127, 127})
    EXPECT_EQ(after([&](Mapping& m) { dot(m).scales = {scale}; }),
              Lines{"dot: scale " + std::to_string(scale) + " (-126 to 126)"});
}

TEST(CheckPcus, RefusesAVectorThatNobodyMultiplies) {
  EXPECT_EQ(after([](Mapping& m) { dot(m).weights = {}; }),
            Lines{"dot.w: a vector token is neither multiplied nor added (vectors are multiplied, "
                  "scalars added, control tokens neither)"});
}

TEST(CheckPcus, RefusesAScalarThatIsMultiplied) {
  const auto lines = after([](Mapping& m) { m.streams[kWeights].kind = TokenKind::scalar; });
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines.front(),
            "dot.w: a scalar token is multiplied (vectors are multiplied, scalars added, control "
            "tokens neither)");
}

TEST(CheckPcus, RefusesAnInputInTwoRoles) {
  const auto lines = after([](Mapping& m) { dot(m).weights = {0, 1}; });
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines.front(), "dot.x: multiplied 2 times (once: as a weight or as an operand)");
}

TEST(CheckPcus, RefusesToMultiplyAnInputThatDoesNotExist) {
  EXPECT_EQ(after([](Mapping& m) { dot(m).weights = {2}; }),
            Lines{"dot: multiplies input 2 (there are 2)"});
}

TEST(CheckPcus, RefusesAFiringWithoutAnOperand) {
  EXPECT_EQ(after([](Mapping& m) {
              only(m, kDot).inputs[1].where = {{0, 0, 1}};
              reader(m, kX).outputs[0].where = {{0, 0, 1}};
            }),
            Lines{"dot: operands in 12 of 24 firings (one operand in each)"});
}

TEST(CheckPcus, AllowsFiringsWithoutWeights) {
  EXPECT_EQ(after([](Mapping& m) {
              only(m, kDot).inputs[0].where = {{1, 0, 3}};
              reader(m, kW).outputs[0].where = {{1, 0, 3}};
            }),
            Lines{});
}

TEST(CheckPcus, RefusesTwoOperandsInAFiring) {
  const auto lines = after([](Mapping& m) {
    m.streams[kWeights].kind = TokenKind::vector;
    dot(m).operands = {1, 0};
    dot(m).weights = {};
  });
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines.front(), "dot: operands x and w are used in the same firing (at most one)");
}

TEST(CheckPcus, RefusesAVectorOutOfADotUnit) {
  const auto lines = after([](Mapping& m) { m.streams[kSum].kind = TokenKind::vector; });
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines.front(), "dot.sum: a vector output of a dot unit (must be a scalar)");
}

TEST(CheckPcus, RefusesAnElementWiseUnitOfTheWrongLatency) {
  EXPECT_EQ(after([](Mapping& m) { only(m, kRelu).latency = 2; }),
            Lines{"relu: latency 2 (its 1 stages make it 1)"});
}

TEST(CheckPcus, RefusesOperandsThatAreNotThereYet) {
  EXPECT_EQ(after([](Mapping& m) {
              operations(m) = {{ScalarOp::add, 0, 1}};
            }),
            Lines{"relu: operation 0 reads value 1 (0 to 0)"});
}

TEST(CheckPcus, RefusesAnOutputWithoutAValue) {
  EXPECT_EQ(after([](Mapping& m) { only(m, kRelu).outputs[0].value = 2; }),
            Lines{"relu.out: carries value 2 (there are 2)"});
}

TEST(CheckPcus, RefusesMoreLiveValuesThanRegisters) {
  Chip chip = small_chip();
  chip.pcu.registers = 1;
  const auto twice = [](Mapping& m) {  // x · x + x: x and its square live side by side
    operations(m) = {{ScalarOp::mul, 0, 0}, {ScalarOp::add, 1, 0}};
    only(m, kRelu).latency = 2;
  };
  EXPECT_EQ(after(twice, chip),
            Lines{"relu: 2 values live at once (the chip's PCUs have 1 registers)"});
  EXPECT_EQ(after(twice), Lines{});
}

TEST(CheckPcus, RefusesAMemoryAccess) {
  EXPECT_EQ(after([](Mapping& m) { only(m, kRelu).inputs[0].access.emplace(); }),
            Lines{"relu.in: a memory access in a pcu (must have none)"});
}

// PMUs.

TEST(CheckPmus, RefusesTheWrongLatency) {
  EXPECT_EQ(after([](Mapping& m) { reader(m, kX).latency = 3; }),
            Lines{"x: read latency 3 (its 1 stages make it 2)"});
  EXPECT_EQ(after([](Mapping& m) { writer(m, kX).latency = 1; }),
            Lines{"x: write latency 1 (its 1 stages make it 2)"});
}

TEST(CheckPmus, RefusesMoreAddressStagesThanTheChipHas) {
  Chip chip = small_chip();
  chip.pmu.stages = 1;
  EXPECT_EQ(violations(chip, small_mapping()),
            (Lines{"w: 2 read stages (the chip's pmus have 1)",
                   "table: 2 read stages (the chip's pmus have 1)"}));
}

TEST(CheckPmus, RefusesADataPortWithoutAccess) {
  EXPECT_EQ(after([](Mapping& m) { writer(m, kX).inputs[0].access.reset(); }),
            (Lines{"x.in: no memory access (every data port needs one)"}));
}

TEST(CheckPmus, RefusesAControlPortWithAccess) {
  EXPECT_EQ(after([](Mapping& m) { writer(m, kX).inputs[1].access.emplace(); }),
            Lines{"x.permit: a memory access at a control port (must have none)"});
}

TEST(CheckPmus, RefusesADataInputThatNoLookUpUses) {
  const auto lines = after([](Mapping& m) {
    reader(m, kTable).outputs[0].access->look_up = -1;
    reader(m, kTable).latency = 2;
  });
  EXPECT_EQ(lines, Lines{"table.index: a scalar input of a read program (must be control, or the "
                         "scalar index of a look-up)"});
}

TEST(CheckPmus, RefusesALookUpByAnInputThatDoesNotExist) {
  const auto lines = after([](Mapping& m) { reader(m, kTable).outputs[0].access->look_up = 1; });
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines.front(), "table.value: looks up by input 1 (a scalar output by a scalar input)");
}

TEST(CheckPmus, RefusesALookUpWhileWriting) {
  const auto lines = after([](Mapping& m) {
    writer(m, kX).inputs[0].access->look_up = 0;
    writer(m, kX).latency = 3;
    m.units[kX].buffers[0].slot_bytes = 8192;
  });
  EXPECT_TRUE(has(lines, "x.in: a look-up in a write program (only reads look up)"));
}

TEST(CheckPmus, RefusesDataOutOfAWriteProgram) {
  const auto lines = after([](Mapping& m) { m.streams[kFull].kind = TokenKind::scalar; });
  ASSERT_FALSE(lines.empty());
  EXPECT_NE(std::find(lines.begin(), lines.end(),
                      "x.full: a scalar output of a write program (must be control)"),
            lines.end());
}

TEST(CheckPmus, RefusesKeepAtARead) {
  EXPECT_EQ(after([](Mapping& m) {
              reader(m, kX).outputs[0].access->keep = {{0, 0, 1}};
            }),
            Lines{"x.out: keep or tap at a read (only at writes)"});
}

// Memory.

TEST(CheckMemory, RefusesABufferThatIsNotAligned) {
  EXPECT_EQ(after([](Mapping& m) { m.units[kX].buffers[0].offset = 32; }),
            Lines{"x.x: begins at byte 32 (a multiple of banks x 4 = 64)"});
}

TEST(CheckMemory, RefusesBuffersThatOverlap) {
  EXPECT_EQ(after([](Mapping& m) {
              m.units[kX].buffers.push_back({"other", 192, 64, 1, {}});
            }),
            Lines{"x.other: overlaps buffer x (must not)"});
}

TEST(CheckMemory, RefusesMoreThanTheCapacity) {
  EXPECT_EQ(after([](Mapping& m) {
              m.units[kX].buffers.push_back({"big", 256, 256 * 1024 - 255, 1, {}});
            }),
            Lines{"x.big: ends at byte 262145 (the chip's PMUs have 262144)"});
}

TEST(CheckMemory, RefusesASizeThatOverflows) {
  const auto lines = after([](Mapping& m) {
    m.units[kX].buffers.push_back({"big", 256, INT64_MAX, 2, {}});
  });
  EXPECT_EQ(lines, Lines{"x.big: ends at byte 2^63 or more (the chip's PMUs have 262144)"});
}

TEST(CheckMemory, RefusesMoreSlotsThanTheChipAllows) {
  EXPECT_EQ(after([](Mapping& m) { m.units[kX].buffers[0].slots = 256; }),
            Lines{"x.x: 256 slots (1 to 255)"});
}

TEST(CheckMemory, RefusesContentsOutsideTheSlot) {
  EXPECT_EQ(after([](Mapping& m) { m.units[kW].buffers[0].contents[0].rows = 5; }),
            Lines{"w.W: W lies in bytes 0 to 640 of a slot (slots have 512)"});
  EXPECT_EQ(after([](Mapping& m) { m.units[kW].buffers[0].contents[0].slot = 1; }),
            Lines{"w.W: W in slot 1 (there are 1)"});
}

TEST(CheckMemory, RefusesAnAccessOutsideTheSlot) {
  EXPECT_EQ(after([](Mapping& m) {
              m.units[kW].buffers[0].contents.clear(), m.units[kW].buffers[0].slot_bytes = 448;
            }),
            Lines{"w.out: touches bytes 0 to 512 of W (its slots have 448)"});
  EXPECT_EQ(after([](Mapping& m) { writer(m, kX).inputs[0].access->offset = -64; }),
            Lines{"x.in: touches bytes -64 to 64 of x (its slots have 128)"});
}

TEST(CheckMemory, CountsOnlyTheIndicesThatAreKept) {
  EXPECT_EQ(after([](Mapping& m) {
              Access& access = *writer(m, kX).inputs[0].access;
              access.offset = -64;
              access.keep = {{0, 1, 2}};
            }),
            Lines{});
}

TEST(CheckMemory, RefusesALaneStrideThatIsNoWholeWord) {
  EXPECT_EQ(after([](Mapping& m) { reader(m, kW).outputs[0].access->lane_stride = 2; }),
            Lines{"w.out: lane stride 2 (a multiple of 4)"});
}

TEST(CheckMemory, RefusesAFirstSlotThatDoesNotExist) {
  EXPECT_EQ(after([](Mapping& m) { writer(m, kX).inputs[0].access->first_slot = 2; }),
            Lines{"x.in: first slot 2 (there are 2)"});
}

TEST(CheckMemory, RefusesElementsThatStraddleWords) {
  EXPECT_EQ(after([](Mapping& m) {
              m.units[kX].buffers[0].slot_bytes = 192;
              writer(m, kX).inputs[0].access->offset = 2;
            }),
            Lines{"x.in: offset, strides or slots that are not multiples of 4 bytes (the width of "
                  "its element)"});
}

}  // namespace
}  // namespace rda::mapping
