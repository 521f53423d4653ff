// SPDX-License-Identifier: Apache-2.0
// The units of partitions with the published unrollings.
#include "mapping/latency.h"
#include "support_partition.h"

namespace rda::mapper {
namespace {

TEST(Partition, Lstm512HasADotUnitForEachGateUnitAndSlice) {
  const Mapping m = partition(cell("lstm", 512, 512), shipped_chip("plasticine_rnn"), {4, 8});
  EXPECT_EQ(count(m, ".dot["), 4 * 4 * 8 * 2);  // a dot unit and the PMU of its weights
  EXPECT_EQ(count(m, ".weights"), 4 * 4 * 8);
  const auto dots = units(m, "layer0.i.dot[0][0]");
  ASSERT_EQ(dots.size(), 2U);
  // 16 vectors in 8 slices, 128 rows a unit, 3 steps.
  EXPECT_EQ(loops(program(*dots[1])), (std::vector<std::int64_t>{2, 128, 3}));
  EXPECT_EQ(program(*dots[1]).latency, 7);  // 2 + 4 + 1
  EXPECT_EQ(dots[0]->buffers[0].slot_bytes, 128 * 2 * 64);
}

TEST(Partition, Lstm512ChainsEightPartialSumsAndTheBiasFiveAndFive) {
  const Mapping m = partition(cell("lstm", 512, 512), shipped_chip("plasticine_rnn"), {4, 8});
  const auto sums = units(m, "layer0.i.sum[0].");
  ASSERT_EQ(sums.size(), 2U);
  EXPECT_EQ(program(*sums[0]).inputs.size(), 5U);
  EXPECT_EQ(program(*sums[1]).inputs.size(), 5U);  // the carry, three sums, the bias
  EXPECT_EQ(mapping::stages_used(shipped_chip("plasticine_rnn"), program(*sums[0])), 4);
  EXPECT_EQ(count(m, ".sum["), 4 * 4 * 2);
}

TEST(Partition, Lstm512SharesLookUpsByTheirRate) {
  // A row takes 2 cycles, so two look-ups share a unit: 16 of the gates, 4 of c.
  const Mapping m = partition(cell("lstm", 512, 512), shipped_chip("plasticine_rnn"), {4, 8});
  EXPECT_EQ(count(m, "lookup"), 8 + 2);
  for (const Unit* unit : units(m, "lookup")) EXPECT_EQ(loops(read(*unit))[0], 2);
}

TEST(Partition, Lstm512HasNoUnitsBesides) {
  const Mapping m = partition(cell("lstm", 512, 512), shipped_chip("plasticine_rnn"), {4, 8});
  EXPECT_EQ(count(m, ".vectors"), 8);  // x and h, four slices each
  EXPECT_EQ(count(m, "bias["), 3);     // 16 streams on 6 ports
  EXPECT_EQ(count(m, "layer0.c.memory"), 1);
  EXPECT_EQ(count(m, ".pcu["), 8);  // c and h, four units each
  EXPECT_EQ(count(m, "y.gather"), 1);
  EXPECT_EQ(m.units.size(), 256U + 32 + 10 + 8 + 3 + 1 + 8 + 1 + 2);  // and a source and a sink
}

TEST(Partition, Gru2048SplitsWeightsOverPmusByCapacity) {
  const Graph graph = cell("gru", 2048, 2048);
  const Mapping m = partition(graph, shipped_chip("plasticine_rnn"), {5, 8});
  EXPECT_EQ(std::ranges::count_if(m.units,
                                  [](const Unit& unit) {
                                    return std::holds_alternative<DotProduct>(program(unit).work);
                                  }),
            3 * 5 * 8);
  // 64 vectors in 8 slices: a row takes 512 bytes, 168 rows fit into 84 kB, a unit has 410 or 409.
  EXPECT_EQ(count(m, ".weights"), 3 * 5 * 8 * 3);
  const auto parts = units(m, "layer0.n.dot[4][7].weights");
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(loops(read(*parts[0]))[1], 168);
  EXPECT_EQ(loops(read(*parts[2]))[1], 409 - 2 * 168);
  EXPECT_EQ(count(m, ".lookup["), 3);  // r and z are 10 on 6 ports, n is 5 a level later
  expect_weights_once(graph, m);
}

TEST(Partition, ASliceAcrossWxAndUhMakesAPartialSumForEachSumOfTheGru) {
  const Mapping m = partition(cell("gru", 64, 64), shipped_chip("plasticine_rnn"), {1, 1});
  const auto dot = units(m, "layer0.n.dot[0][0]");
  ASSERT_EQ(dot.size(), 2U);
  EXPECT_EQ(program(*dot[1]).outputs.size(), 2U);
  EXPECT_EQ(program(*units(m, "layer0.r.dot[0][0]")[1]).outputs.size(), 1U);
}

TEST(Partition, RaggedRowsEndEarlyButTakeEveryOperand) {
  const Graph graph = cell("lstm", 17, 17);
  const Mapping m = partition(graph, shipped_chip("plasticine_rnn"), {4, 2});
  const Program& first = program(*units(m, "layer0.i.dot[0][0]").back());
  const Program& last = program(*units(m, "layer0.i.dot[3][0]").back());
  EXPECT_EQ(loops(first)[1], 5);
  EXPECT_EQ(loops(last)[1], 5);
  EXPECT_TRUE(first.outputs[0].where.is_whole());
  ASSERT_EQ(last.outputs[0].where.bounds.size(), 1U);
  EXPECT_EQ(last.outputs[0].where.bounds[0].hi, 4);
  EXPECT_TRUE(last.inputs[1].where.is_whole());  // the operand
  expect_weights_once(graph, m);
}

TEST(Partition, InputOfAnotherSizeIsPaddedToVectorsOfItsOwn) {
  const Graph graph = cell("lstm", 100, 40);
  const Mapping m = partition(graph, shipped_chip("plasticine_rnn"), {4, 8});
  EXPECT_EQ(m.reduction.cuts.at("layer0.i"), (std::vector<int>{0, 1, 2, 3}));
  EXPECT_EQ(count(m, "x["), 2);
  EXPECT_EQ(count(m, "layer0.h[0:1].vectors"), 1);
  expect_weights_once(graph, m);
}

TEST(Partition, TheSecondLayerReadsTheFirstOnesNewHInALaterPhase) {
  const Graph graph = cell("lstm", 64, 64, 2);
  const Mapping m = partition(graph, shipped_chip("plasticine_rnn"), {2, 2});
  EXPECT_EQ(count(m, "layer0.h.next[0:1].vectors1"), 1);
  EXPECT_EQ(count(m, "layer1.h[0:1].vectors1"), 1);
  EXPECT_EQ(count(m, "layer0.h[0:1].vectors0"), 1);
  expect_weights_once(graph, m);
}

TEST(Partition, ABatchHasTwoSlotsWhereAPmuDoesNotHoldFour) {
  Graph graph = cell("lstm", 4096, 64);
  graph.batch = 3;
  Chip chip = shipped_chip("plasticine_rnn");
  chip.pmu.capacity_kb = 6;  // half of x has 2048 bytes
  const Mapping m = partition(graph, chip, {2, 2});
  EXPECT_EQ((*units(m, "x[")[0]).buffers[0].slot_bytes, 2048);
  EXPECT_EQ((*units(m, "x[")[0]).buffers[0].slots, 2);
  EXPECT_EQ((*units(m, "layer0.h[")[0]).buffers[0].slots, 4);
  EXPECT_EQ((*units(m, "layer0.c.memory")[0]).buffers[0].slots, 4);
}

TEST(Partition, ABatchHasASlotForEachSequenceAndOneToWriteInto) {
  Graph graph = cell("lstm", 64, 64);
  graph.batch = 3;
  const Mapping m = partition(graph, shipped_chip("plasticine_rnn"), {2, 2});
  EXPECT_EQ((*units(m, "layer0.h[")[0]).buffers[0].slots, 4);
  EXPECT_EQ((*units(m, "layer0.c.memory")[0]).buffers[0].slots, 4);
  EXPECT_EQ((*units(m, "x[")[0]).buffers[0].slots, 4);
  EXPECT_EQ(loops(program(*units(m, "layer0.i.dot[0][0]").back())).back(), 9);
}

TEST(Partition, ResetBeforeHasItsOwnXInPhaseOneAndKeepsZAndHForIt) {
  const Graph graph = cell("gru_before", 64, 64);
  const Mapping m = partition(graph, shipped_chip("plasticine_rnn"), {2, 2});
  EXPECT_EQ(count(m, "x[0:1].vectors0"), 1);
  EXPECT_EQ(count(m, "x[0:1].vectors1"), 1);
  EXPECT_EQ(count(m, "layer0.h.reset[0:1].vectors1"), 1);
  EXPECT_EQ(count(m, "layer0.z.memory1"), 1);
  EXPECT_EQ(count(m, "layer0.h.memory0"), 1);
  EXPECT_EQ(count(m, "layer0.h.memory1"), 1);
  expect_weights_once(graph, m);
}

TEST(Partition, WithoutPackingEveryValueTakesAWord) {
  const Graph graph = cell("lstm", 64, 64);
  const Mapping m = partition(graph, shipped_chip("plasticine_isca17"), {2, 2, 16});
  EXPECT_FALSE(m.reduction.packing);
  EXPECT_EQ(m.reduction.cuts.at("layer0.i").back(), 8);
  for (const Unit* unit : units(m, ".weights"))
    for (const Content& content : unit->buffers[0].contents) {
      EXPECT_TRUE(content.word_each);
      EXPECT_LE(content.offset + content.rows * content.pitch,
                unit->buffers[0].slot_bytes + content.pitch);
    }
  expect_weights_once(graph, m);
}

TEST(Partition, TablesBeginWithAWholeRowOfBanks) {
  Chip chip = shipped_chip("plasticine_rnn");
  chip.pmu.banks = 12;
  const Mapping m = partition(cell("lstm", 512, 512), chip, {4, 8});
  for (const Unit* unit : units(m, "lookup"))
    for (const Buffer& buffer : unit->buffers) EXPECT_EQ(buffer.offset % (12 * 4), 0);
}

TEST(Partition, OnlyTheRecurrenceIsMarked) {
  const Mapping m = partition(cell("lstm", 64, 64), shipped_chip("plasticine_rnn"), {2, 2});
  const auto recurrent = [&](const std::string& name) {
    return std::ranges::find(m.streams, name, &Stream::name)->recurrent;
  };
  EXPECT_TRUE(recurrent("layer0.h[0:1].read0"));
  EXPECT_TRUE(recurrent("layer0.h.next[0]"));
  EXPECT_TRUE(recurrent("layer0.c[0].read0"));
  EXPECT_FALSE(recurrent("x[0:1].read0"));
  EXPECT_FALSE(recurrent("layer0.i.dot[0][0].w0"));
  EXPECT_FALSE(recurrent("y"));
}

}  // namespace
}  // namespace rda::mapper
