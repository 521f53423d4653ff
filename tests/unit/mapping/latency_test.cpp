// SPDX-License-Identifier: Apache-2.0
#include "mapping/latency.h"

#include <gtest/gtest.h>

#include "mapping/index.h"
#include "unit/mapping/support_small.h"

namespace rda::mapping {
namespace {

TEST(Latency, OfAFusedAndFoldedDotUnitIsTheOnePublished) {
  const Chip chip = small_chip();
  EXPECT_EQ(dot_stages(chip, Format::fp8_e4m3), 3);
  EXPECT_EQ(dot_latency(chip, Format::fp8_e4m3), 7);
  EXPECT_EQ(dot_latency(chip, Format::bf16), 6);
  EXPECT_EQ(dot_latency(chip, Format::fp32), 6);
}

TEST(Latency, OfADotUnitGrowsByAStageAnAddend) {
  const Chip chip = small_chip();
  EXPECT_EQ(dot_stages(chip, Format::fp8_e4m3, 1), 4);
  EXPECT_EQ(dot_latency(chip, Format::fp8_e4m3, 2), 9);
  EXPECT_EQ(dot_stages(chip, Format::fp8_e4m3, 1, true), 4);  // rows in lanes have no tree
  EXPECT_EQ(dot_latency(chip, Format::fp8_e4m3, 1, true), 4);
  DotProduct dot;
  EXPECT_EQ(most_addends(dot), 0);
  dot.addends = {{2}, {}, {2, 3}};
  EXPECT_EQ(most_addends(dot), 2);
}

TEST(Latency, OfADotUnitFollowsTheChipsFlags) {
  Chip chip = small_chip();
  chip.pcu.fused = false;
  EXPECT_EQ(dot_latency(chip, Format::int8), 10);
  EXPECT_EQ(dot_latency(chip, Format::fp16), 8);
  chip.pcu.folded = false;
  EXPECT_EQ(dot_stages(chip, Format::int8), 10);
  chip.pcu.packing = false;
  EXPECT_EQ(dot_stages(chip, Format::int8), 6);
  chip.pcu.lanes = 1;
  EXPECT_EQ(tree_latency(chip), 1);
  chip.pcu.lanes = 24;
  EXPECT_EQ(tree_latency(chip), 6);
}

TEST(Latency, OfAllStagesHasACycleForEachThatDoesNothing) {
  Chip chip = small_chip();
  chip.pcu.latency = PcuLatency::all_stages;
  chip.pcu.stages = 4;
  EXPECT_EQ(dot_latency(chip, Format::fp8_e4m3), 8);
  EXPECT_EQ(dot_latency(chip, Format::fp8_e4m3, 1), 8);
  EXPECT_EQ(dot_latency(chip, Format::fp16), 8);
  chip.pcu.stages = 2;  // too few: a program that does not fit
  EXPECT_EQ(dot_latency(chip, Format::fp8_e4m3), 7);
  const Program pass = program({5}, {}, {}, 1, Operations{});
  EXPECT_EQ(latency_of(chip, pass), 2);
  chip.pcu.folded = false;
  chip.pcu.stages = 9;
  EXPECT_EQ(dot_latency(chip, Format::fp8_e4m3), 9);
  EXPECT_EQ(latency_of(chip, table_memory().programs.front()), 3);
}

// A tree over 16 lanes has 4 levels; with the operation behind it 5 cycles, on 2 stages if folded.
TEST(Latency, OfAReductionOfLanesHasACycleForEachLevelOfTheTree) {
  const Operations work{{{ScalarOp::sum_lanes, 0}, {ScalarOp::neg, 1}}};
  const Program p = program({5}, {port("v", kVector)}, {port("y", kValue)}, 5, work);
  Chip chip = small_chip();
  chip.pcu.stages = 6;
  EXPECT_EQ(stages_used(chip, p), 2);
  EXPECT_EQ(latency_of(chip, p), 5);
  chip.pcu.latency = PcuLatency::all_stages;
  EXPECT_EQ(latency_of(chip, p), 9);
  chip.pcu.folded = false;
  EXPECT_EQ(stages_used(chip, p), 5);
  EXPECT_EQ(latency_of(chip, p), 6);
  chip.pcu.lanes = 1;
  EXPECT_EQ(stages_used(chip, p), 2);
  EXPECT_EQ(latency_of(chip, p), 6);
}

TEST(Latency, CountsAddressStagesOfStridedLoops) {
  Program read = program({2, 4, 3}, {}, {data_port("a", kIn, {64, 0, 128}, 3)}, 1, kReads);
  EXPECT_EQ(address_stages(read), 2);
  read.outputs.push_back(data_port("b", kVector, {0, 4}, 3));
  EXPECT_EQ(address_stages(read), 3);
  EXPECT_EQ(stages_used(small_chip(), read), 3);
  EXPECT_EQ(latency_of(small_chip(), read), 4);
  read.work = kWrites;
  EXPECT_EQ(latency_of(small_chip(), read), 4);
  EXPECT_EQ(address_stages(program({2}, {}, {data_port("a", kIn, {}, 1)}, 1, kReads)), 1);
}

TEST(Latency, OfALookUpHasTwoAddressStages) {
  EXPECT_EQ(latency_of(small_chip(), table_memory().programs.front()), 3);
}

TEST(Registers, CountValuesThatAreStillNeeded) {
  const Operations work{{{ScalarOp::add, 0, 1}, {ScalarOp::add, 3, 2}}};
  Program p = program({1}, {port("a", kIn), port("b", kVector), port("c", kSum)},
                      {port("out", kValue)}, 2, work);
  EXPECT_EQ(registers_needed(p, work), 3);  // a, b, c; then a + b, c; then the sum
  p.outputs.push_back(port("early", kOut));
  p.outputs.back().value = 0;
  EXPECT_EQ(registers_needed(p, work), 3);  // a is still live: a, a + b, c
}

TEST(Tokens, CountFiringsInsideWhereAtTheirLevel) {
  Program p = program({2, 4, 3}, {}, {}, 1);
  EXPECT_EQ(p.firings(), 24);
  Port port = mapping::port("p", kIn);
  EXPECT_EQ(p.tokens(port), 24);
  port.level = 1;
  EXPECT_EQ(p.tokens(port), 12);
  port.where = {{1, 1, 3}, {0, 1, 2}};
  EXPECT_EQ(p.tokens(port), 6);
  port.level = 3;
  EXPECT_EQ(p.tokens(port), 1);
  port.where.add({2, 2, 2});
  EXPECT_EQ(p.tokens(port), 0);
}

TEST(Tokens, SaturateInsteadOfOverflowing) {
  const Program p = program({INT64_MAX, 3}, {}, {}, 1);
  EXPECT_EQ(p.firings(), kUncountable);
  Port port = mapping::port("p", kIn);
  port.level = 1;
  EXPECT_EQ(p.tokens(port), 3);
}

TEST(Index, FindsWritersAndReadersInTheOrderOfTheStream) {
  Mapping mapping = small_mapping();
  mapping.streams[kSum].to = {kRelu, kTable};
  only(mapping, kRelu).inputs.push_back(port("sum", kSum));
  const auto ends = find_ends(mapping);
  EXPECT_EQ(ends[kSum].writers, (std::vector{End{kDot, 0, 0}}));
  EXPECT_EQ(ends[kSum].readers, (std::vector{End{kRelu, 0, 1}, End{kTable, 0, 0}}));
  EXPECT_EQ(ends[kFull].writers, (std::vector{End{kX, 1, 0}}));
  EXPECT_EQ(ends[kFull].readers, (std::vector{End{kX, 0, 0}}));
  EXPECT_EQ(ends[kOut].readers, (std::vector{End{kSink, 0, 0}}));
}

TEST(Index, CountsLinksFromWriterToReader) {
  Stream tree = stream("tree", TokenKind::scalar, kDot, kRelu,
                       {{1, 1, -1, 0}, {1, 2, 0, 0}, {0, 1, 0, 0}, {0, 0, 2, 0}});
  EXPECT_EQ(depths(tree), (std::vector{0, 1, 1, 2}));
  EXPECT_EQ(links_to(tree, {1, 1}), 2);
  EXPECT_EQ(links_to(tree, {0, 0}), 4);
  EXPECT_EQ(node_at(tree, {0, 3}), -1);
  tree.carrier = Local{};
  EXPECT_EQ(links_to(tree, {1, 1}), 1);
}

}  // namespace
}  // namespace rda::mapping
