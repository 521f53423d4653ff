// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "mapping/latency.h"
#include "unit/mapping/support_small.h"

namespace rda::mapping {
namespace {

// Turns. The look-up's 12 scalars come by two streams, `sum` in its first six firings and `other`
// in the last six, both out of the dot unit.

constexpr StreamId kOther(8), kAdded(8);

void in_turns(Mapping& m) {
  only(m, kDot).outputs = {port("sum", kSum, 1), port("other", kOther, 1)};
  only(m, kDot).outputs[0].where = {{1, 0, 2}};
  only(m, kDot).outputs[1].where = {{1, 2, 4}};
  dot(m).scales = {0, 0};
  Program& read = reader(m, kTable);
  read.space.extents = {2, 2, 3};
  read.inputs = {port("index", kSum), port("other", kOther)};
  read.inputs[0].where = {{1, 0, 1}};
  read.inputs[1].where = {{1, 1, 2}};
  read.inputs[1].turn_of = 0;
  m.streams.push_back(
      stream("other", TokenKind::scalar, kDot, kTable, {{1, 1, -1, 0}, {1, 2, 0, 1}}));
}

template <typename Change>
Lines after_turns(Change&& change) {
  return after([&](Mapping& m) {
    in_turns(m);
    change(m);
  });
}

TEST(CheckTurns, AllowsALookUpOfInputsThatTakeTurns) { EXPECT_EQ(after(in_turns), Lines{}); }

TEST(CheckTurns, RefusesAnInputThatDoesNotComeEarlier) {
  EXPECT_EQ(after_turns([](Mapping& m) { reader(m, kTable).inputs[1].turn_of = 1; }),
            Lines{"table.other: turn_of 1 (the number of an earlier input, or -1)"});
  EXPECT_TRUE(has(after_turns([](Mapping& m) { reader(m, kTable).inputs[0].turn_of = -2; }),
                  "table.index: turn_of -2 (the number of an earlier input, or -1)"));
}

TEST(CheckTurns, RefusesAChainOfTurns) {
  EXPECT_EQ(after_turns([](Mapping& m) {
              Port third = reader(m, kTable).inputs[1];
              third.name = "third";
              third.turn_of = 1;
              reader(m, kTable).inputs.push_back(third);
            }),
            Lines{"table.third: turn_of names other, which has turn_of 0 (name the first input of "
                  "the group)"});
}

TEST(CheckTurns, RefusesTurnsAtAnOutput) {
  EXPECT_EQ(after_turns([](Mapping& m) { reader(m, kTable).outputs[0].turn_of = 0; }),
            Lines{"table.value: turn_of 0 at an output (must be -1)"});
}

TEST(CheckTurns, RefusesTwoInputsInOneFiring) {
  EXPECT_TRUE(has(after_turns([](Mapping& m) {
                    reader(m, kTable).inputs[1].where = {{1, 0, 2}, {0, 1, 2}};
                  }),
                  "table.other: is read in a firing that also reads index (at most one input of a "
                  "turn group)"));
}

TEST(CheckTurns, RefusesInputsOfTwoKinds) {
  EXPECT_TRUE(has(after_turns([](Mapping& m) { m.streams[kOther].kind = TokenKind::control; }),
                  "table.other: a control in a turn group with index, a scalar (all of one kind)"));
}

TEST(CheckTurns, RefusesAFiringThatIsNobodysTurn) {
  EXPECT_TRUE(
      has(after_turns([](Mapping& m) {
            reader(m, kTable).inputs[1].where = {{1, 1, 2}, {0, 0, 1}};
          }),
          "table.value: uses the turn group of index, of which no input is inside its where "
          "in some firings that make a token"));
}

TEST(CheckTurns, RefusesALookUpByOneThatIsNotTheFirst) {
  EXPECT_TRUE(
      has(after_turns([](Mapping& m) { reader(m, kTable).outputs[0].access->look_up = 1; }),
          "table: uses other, a later input of a turn group (name its first input, index)"));
}

// The relu unit takes its 12 scalars by two streams.
void operands_in_turns(Mapping& m) {
  in_turns(m);
  Program& relu = only(m, kRelu);
  relu.space.extents = {4, 3};
  relu.inputs.push_back(port("more", kOther));
  relu.inputs[0].where = {{0, 0, 2}};
  relu.inputs[1].where = {{0, 2, 4}};
  relu.inputs[1].turn_of = 0;
}

TEST(CheckTurns, HoldsForOperandsOfOperations) {
  const auto of_relu = [](auto&& change) {
    Lines lines = after([&](Mapping& m) {
      operands_in_turns(m);
      change(m);
    });
    std::erase_if(lines, [](const std::string& line) { return !line.starts_with("relu"); });
    return lines;
  };
  EXPECT_EQ(of_relu([](Mapping&) {}), Lines{});
  EXPECT_EQ(of_relu([](Mapping& m) { operations(m)[0].a = 1; }),
            Lines{"relu: uses more, a later input of a turn group (name its first input, in)"});
  EXPECT_EQ(of_relu([](Mapping& m) {
              only(m, kRelu).inputs[1].where = {{0, 3, 4}};
            }),
            Lines{"relu.out: uses the turn group of in, of which no input is inside its where in "
                  "some firings that make a token"});
  EXPECT_EQ(of_relu([](Mapping& m) {  // nothing is made in that firing
              only(m, kRelu).inputs[1].where = {{0, 3, 4}};
              only(m, kRelu).outputs[0].level = 1;
            }),
            Lines{});
}

TEST(CheckTurns, ButNotForOutputsThatDoNotUseThem) {
  const auto lines = after([](Mapping& m) {
    operands_in_turns(m);
    Program& relu = only(m, kRelu);
    relu.inputs.push_back(port("third", kSum));
    relu.inputs[1].where = {{0, 3, 4}};
    operations(m) = {{ScalarOp::relu, 0, 0}, {ScalarOp::relu, 2, 0}};
  });
  EXPECT_TRUE(std::ranges::none_of(
      lines, [](const std::string& line) { return line.starts_with("relu.out: uses"); }));
}

TEST(Registers, CountInputsThatTakeTurnsOnce) {
  const Operations work{{{ScalarOp::mul, 0, 3}, {ScalarOp::add, 4, 0}}};
  Program p = program({3}, {port("a", kIn), port("b", kVector), port("c", kSum), port("d", kValue)},
                      {port("out", kOut)}, 2, work);
  p.inputs[1].turn_of = p.inputs[2].turn_of = 0;
  EXPECT_EQ(registers_needed(p, work), 2);  // one of a, b, c, and d; then it and the product
  EXPECT_EQ(turn_group(p, 0), (std::vector{0, 1, 2}));
  EXPECT_EQ(turn_group(p, 3), (std::vector{3}));
}

// Addends. The dot unit adds a scalar of the second source to each of its 12 sums.

void with_addend(Mapping& m) {
  only(m, kDot).inputs.push_back(port("a", kAdded));
  only(m, kDot).inputs[2].where = {{0, 1, 2}};
  only(m, kDot).latency = 8;
  dot(m).addends = {{2}};
  const UnitId source = m.units.add(source_port("source2", {1, 1, 0}, kAdded, 12, 4));
  m.streams.push_back(
      stream("extra", TokenKind::scalar, source, kDot, {{1, 0, -1, 0}, {1, 1, 0, 0}}));
}

template <typename Change>
Lines after_addend(Change&& change) {
  Chip chip = small_chip();
  chip.pcu.stages = 4;
  chip.stream.sources.count = 2;
  Mapping m = small_mapping();
  with_addend(m);
  change(m);
  return violations(chip, m);
}

TEST(CheckAddends, TakeAStageEach) {
  EXPECT_EQ(after_addend([](Mapping&) {}), Lines{});
  EXPECT_EQ(after_addend([](Mapping& m) { only(m, kDot).latency = 7; }),
            Lines{"dot: latency 7 (its 4 stages make it 8)"});
}

TEST(CheckAddends, RefusesMoreStagesThanTheChipHas) {
  EXPECT_EQ(after_addend([](Mapping& m) {
              dot(m).addends = {{2, 2}};
              only(m, kDot).latency = 9;
            }),
            Lines{"dot: 5 stages (the chip's pcus have 4)"});
}

TEST(CheckAddends, RefusesAnInputThatDoesNotExist) {
  EXPECT_TRUE(has(after_addend([](Mapping& m) { dot(m).addends = {{3}}; }),
                  "dot: adds input 3 (there are 3)"));
}

TEST(CheckAddends, RefusesMoreListsThanOutputs) {
  EXPECT_EQ(after_addend([](Mapping& m) {
              dot(m).addends = {{2}, {}};
            }),
            Lines{"dot: addends of 2 outputs (there are 1)"});
}

TEST(CheckAddends, RefusesAScalarThatIsNotAdded) {
  EXPECT_TRUE(has(after_addend([](Mapping& m) { dot(m).addends = {}; }),
                  "dot.a: a scalar token is neither multiplied nor added (vectors are multiplied, "
                  "scalars added, control tokens neither)"));
}

TEST(CheckAddends, RefusesAnOperandThatIsAddedToo) {
  EXPECT_TRUE(has(after_addend([](Mapping& m) { dot(m).addends = {{1}}; }),
                  "dot.x: multiplied and added (only one of them)"));
}

TEST(CheckAddends, RefusesASumThatIsMadeWithoutItsAddend) {
  EXPECT_TRUE(has(after_addend([](Mapping& m) {
                    only(m, kDot).inputs[2].where = {{0, 1, 2}, {1, 0, 3}};
                  }),
                  "dot.sum: adds a, which is not inside its where in all 12 firings that make a "
                  "token"));
}

TEST(CheckAddends, RefusesAnAddendInOtherFirings) {
  EXPECT_TRUE(has(after_addend([](Mapping& m) { only(m, kDot).inputs[2].where = {}; }),
                  "dot.a: inside its where in 24 firings, in some of which it is not added"));
}

// A second output; the first one's sums are made in `first` rows, the second's in `second`.
Lines two_outputs(Bound first, Bound second) {
  return after_addend([&](Mapping& m) {
    Program& dot = only(m, kDot);
    dot.outputs.push_back(dot.outputs[0]);
    dot.outputs[1].name = "second";
    dot.outputs[0].where = {first};
    dot.outputs[1].where = {second};
    rda::mapping::dot(m).addends = {{2}, {2}};
  });
}

bool speaks_of_addends(const Lines& lines) {
  return std::ranges::any_of(
      lines, [](const std::string& line) { return line.find("add") != std::string::npos; });
}

TEST(CheckAddends, AllowsAnInputToServeOneOutputAfterTheOther) {
  EXPECT_FALSE(speaks_of_addends(two_outputs({1, 0, 2}, {1, 2, 4})));
  EXPECT_FALSE(speaks_of_addends(two_outputs({1, 0, 4}, {1, 0, 4})));
  EXPECT_TRUE(has(two_outputs({1, 0, 2}, {1, 2, 3}),
                  "dot.a: inside its where in 12 firings, in some of which it is not added"));
  EXPECT_TRUE(has(two_outputs({1, 0, 3}, {1, 2, 4}),
                  "dot: outputs that add a share some of their firings (all or none)"));
}

TEST(CheckAddends, AllowsAddendsThatTakeTurns) {
  const auto turns = [](Bound second) {
    return after_addend([&](Mapping& m) {
      Program& dot = only(m, kDot);
      dot.inputs.push_back(dot.inputs[2]);
      dot.inputs[3].name = "b";
      dot.inputs[3].turn_of = 2;
      dot.inputs[2].where = {{0, 1, 2}, {1, 0, 2}};
      dot.inputs[3].where = {{0, 1, 2}, second};
    });
  };
  EXPECT_FALSE(speaks_of_addends(turns({1, 2, 4})));
  EXPECT_TRUE(speaks_of_addends(turns({1, 3, 4})));
}

}  // namespace
}  // namespace rda::mapping
