// SPDX-License-Identifier: Apache-2.0
// Sequences of a batch that share the rows of weights from off-chip memory.
#include "mapper/shared_sequences.h"

#include "mapper/fits.h"
#include "support_partition.h"

namespace rda::mapper {
namespace {

Chip streaming_chip() {
  Chip chip = shipped_chip("plasticine_rnn");
  chip.memory.emplace();
  return chip;
}

/// LSTM of 137 rows at each position, streamed for so many sequences in 3 steps.
Mapping shared(const Chip& chip, int batch, Products products = Products::together) {
  // Input first, x and h need as many vectors.
  Graph graph = cell("lstm", products == Products::together ? 832 : 137, 137);
  graph.batch = batch;
  const Plan plan{.hu = 1, .ru = 1, .products = products, .weights = Weights::streamed};
  Mapping m;
  EXPECT_FALSE(partition_problem(graph, chip, plan, m));
  share_sequences(graph, chip, plan, m);
  return m;
}

const Unit& shared_unit(const Mapping& m, const std::string& name) {
  return *std::ranges::find(m.units, name, &Unit::name);
}

TEST(SharedSequences, ARowComesOnceForTheBatchAndIsMultipliedForEachSequence) {
  const Mapping m = shared(streaming_chip(), 4);
  EXPECT_EQ(m.batch, 4);
  EXPECT_EQ(m.macs, 4 * 3 * 4 * 137 * (832 + 137));
  // 16 vectors in a row, of four dot units; 3 steps.
  const Unit& ring = shared_unit(m, "layer0.i.dot[0][0].weights0");
  EXPECT_EQ(loops(write(ring)).back(), 3);
  EXPECT_EQ(loops(read(ring)), (Loops{16, 4, 137, 3}));
  EXPECT_EQ(read(ring).outputs.at(0).access->slot_level, 2);
  EXPECT_EQ(loops(program(shared_unit(m, "layer0.i.dot[0][0]"))), (Loops{16, 4, 137, 3}));
}

TEST(SharedSequences, ASlotHoldsTheVectorsOfAllOfThem) {
  const Mapping one = shared(streaming_chip(), 1), four = shared(streaming_chip(), 4);
  for (const Unit* memory : units(one, ".vectors")) {
    const Buffer &alone = memory->buffers.at(0),
                 &all = shared_unit(four, memory->name).buffers.at(0);
    EXPECT_EQ(all.slot_bytes, 4 * alone.slot_bytes) << memory->name;
    EXPECT_EQ(all.slots, alone.slots) << memory->name;
    EXPECT_EQ(all.contents.size(), 4 * alone.contents.size()) << memory->name;
  }
}

TEST(SharedSequences, AreAsManyAsFit) {
  Chip chip = streaming_chip();
  // A sequence of x has 832 bytes. All six take 2 slots, 9984 bytes; groups of them 4 slots: of
  // three 9984 bytes, of two 6656.
  chip.pmu.capacity_kb = 9;
  const Mapping m = shared(chip, 6);
  EXPECT_EQ(m.batch, 6);
  const Unit& ring = shared_unit(m, "layer0.i.dot[0][0].weights0");
  EXPECT_EQ(loops(read(ring)), (Loops{16, 2, 137, 3 * 3}));
}

TEST(SharedSequences, NeedRowsThatAreUsedOnceInAStep) {
  const Mapping m = shared(streaming_chip(), 4, Products::input_first);
  EXPECT_EQ(loops(read(shared_unit(m, "layer0.i.dot[0][0].weights0"))).back(), 4 * 3);
}

}  // namespace
}  // namespace rda::mapper
