// SPDX-License-Identifier: Apache-2.0
// Sequences that go from section to section through off-chip memory.
#include "mapper/handed_sequences.h"

#include "mapper/fits.h"
#include "mapper/shared_sequences.h"
#include "support_partition.h"

namespace rda::mapper {
namespace {

Chip chip_with_memory() {
  Chip chip = shipped_chip("plasticine_rnn");
  chip.memory.emplace();
  return chip;
}

/// An LSTM of 72 whose x of 130 values, in 3 steps of 2 sequences, and h are handed over.
Graph section(Order order) {
  Graph graph = cell("lstm", 130, 72);
  graph.batch = 2;
  graph.handed_over = {{"in", 3, 6, 130}, {"out", 3, 6, 72}};
  Node& x = graph.nodes.front();
  x.tensor = "in";
  x.handed_over = true;
  x.order = order;
  graph.outputs.front().tensor = "out";
  graph.outputs.front().handed_over = true;
  check(graph);
  return graph;
}

Mapping mapped_section(Order order = Order::same) {
  return partition(section(order), chip_with_memory(), {.hu = 1, .ru = 1});
}

const Unit& ag(const Mapping& m, const std::string& tensor) {
  return *std::ranges::find(m.units, "off_chip." + tensor, &Unit::name);
}

TEST(HandedSequences, LieInWholeVectorsAheadOfWeights) {
  const Mapping m = mapped_section();
  ASSERT_EQ(m.memory.size(), 2U);
  EXPECT_EQ(m.memory[0].slot_bytes, 6 * 3 * 64);  // 130 values are three vectors
  EXPECT_EQ(m.memory[1].offset, 6 * 3 * 64);
  EXPECT_EQ(m.memory[1].slot_bytes, 6 * 2 * 64);
  ASSERT_EQ(m.memory[0].contents.size(), 1U);
  EXPECT_EQ(m.memory[0].contents[0].pitch, 3 * 64);
  EXPECT_TRUE(m.memory[1].contents.empty());
  EXPECT_EQ(units(m, "source.").size(), 0U);
}

TEST(HandedSequences, LieSideBySideInABufferThatTheyShare) {
  Graph graph = section(Order::reverse);
  for (HandedSequence& sequence : graph.handed_over) sequence.beside = "both";
  const Mapping m = partition(graph, chip_with_memory(), {.hu = 1, .ru = 1});
  ASSERT_EQ(m.memory.size(), 1U);
  EXPECT_EQ(m.memory[0].name, "both");
  EXPECT_EQ(m.memory[0].slot_bytes, 6 * (3 + 2) * 64);
  const Access& read = *ag(m, "x").programs[0].outputs[0].access;
  EXPECT_EQ(read.offset, 2 * 2 * 5 * 64);  // the last of three steps of two sequences
  EXPECT_EQ(read.strides, (std::vector<std::int64_t>{64, 5 * 64, -2 * 5 * 64}));
  const Access& write = *ag(m, "out").programs[0].inputs[0].access;
  EXPECT_EQ(write.offset, 3 * 64);
  EXPECT_EQ(write.strides.back(), 5 * 64);
}

TEST(HandedSequences, AreReadInTheirOrder) {
  struct Case {
    Order order;
    std::int64_t offset, step;
  };
  for (const Case& c :
       {Case{Order::same, 0, 384}, Case{Order::reverse, 768, -384}, Case{Order::last, 768, 0}}) {
    const Mapping m = mapped_section(c.order);
    const Program& read = program(ag(m, "x"));
    EXPECT_EQ(loops(read), (Loops{3, 2, 3}));
    const Access& access = *read.outputs.at(0).access;
    EXPECT_EQ(access.offset, c.offset);
    EXPECT_EQ(access.strides, (std::vector<std::int64_t>{64, 192, c.step}));
  }
}

TEST(HandedSequences, AreWrittenAValueInEachLane) {
  const Mapping m = mapped_section();
  const Program& write = program(ag(m, "out"));
  EXPECT_EQ(loops(write), (Loops{5, 6}));  // 72 values, 16 at once
  const Access& access = *write.inputs.at(0).access;
  EXPECT_EQ(access.strides, (std::vector<std::int64_t>{16, 128}));
  EXPECT_EQ(access.lane_stride, 1);
  EXPECT_EQ(access.tap, "out");
  // A pulse for each item, which the sink takes, says that it is in memory.
  EXPECT_EQ(write.tokens(write.outputs.at(0)), 6);
  const Unit& sink = *units(m, "sink.").front();
  EXPECT_EQ(m.streams[program(sink).inputs.at(0).stream].kind, TokenKind::control);
  EXPECT_EQ(loops(program(sink)), (Loops{6}));
}

TEST(HandedSequences, HaveTheLastAddressGeneratorsAndWeightsTheOthers) {
  Chip chip = chip_with_memory();
  chip.memory->ags.count = 3;
  const Plan plan{.hu = 1, .ru = 1, .weights = Weights::streamed};
  const Mapping m = partition(section(Order::same), chip, plan);
  EXPECT_EQ(std::get<EdgePort>(ag(m, "x").place).port, 2);
  EXPECT_EQ(std::get<EdgePort>(ag(m, "out").place).port, 1);
  EXPECT_EQ(std::get<EdgePort>(ag(m, "weights0").place).port, 0);
  chip.memory->ags.count = 2;
  EXPECT_THROW(partition(section(Order::same), chip, plan), MappingError);
}

TEST(HandedSequences, OfABatchThatSharesWeightsAreThoseOfAllItsSequences) {
  const Chip chip = chip_with_memory();
  const Plan plan{.hu = 1, .ru = 1, .weights = Weights::streamed};
  Mapping m;
  ASSERT_FALSE(partition_problem(section(Order::reverse), chip, plan, m));
  const Unit alone = ag(m, "x");
  share_sequences(section(Order::reverse), chip, plan, m);
  EXPECT_EQ(m.batch, 2);
  EXPECT_EQ(loops(program(ag(m, "weights0"))).back(), 3);  // once for both sequences
  EXPECT_EQ(program(ag(m, "x")).space.extents, program(alone).space.extents);
  const Access &together = *program(ag(m, "x")).outputs.at(0).access,
               &apart = *program(alone).outputs.at(0).access;
  EXPECT_EQ(together.strides, apart.strides);
  EXPECT_EQ(together.offset, apart.offset);
  EXPECT_EQ(loops(program(ag(m, "out"))), (Loops{5, 6}));
}

TEST(HandedSequences, OfResidentWeightsShareNothing) {
  Mapping m = mapped_section();
  EXPECT_FALSE(may_share_sequences(section(Order::same), {.hu = 1, .ru = 1}, m));
}

}  // namespace
}  // namespace rda::mapper
