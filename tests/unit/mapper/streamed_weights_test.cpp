// SPDX-License-Identifier: Apache-2.0
// Weights that come from off-chip memory.
#include "mapper/streamed_weights.h"

#include "mapper/dot_unit.h"
#include "support_partition.h"

namespace rda::mapper {
namespace {

/// The shipped chip with a memory whose channels bring 4 x 64 bytes in 5 cycles.
Chip with_memory() {
  Chip chip = shipped_chip("plasticine_rnn");
  chip.memory.emplace();
  return chip;
}

/// LSTM of 137 rows of 1024 bytes at each position, with four dot units: 84 rows fit a PMU.
Mapping of_137_rows(const Chip& chip, Weights weights, std::int64_t more_pmus = 0) {
  const Plan plan{.hu = 1, .ru = 1, .weights = weights, .more_pmus = more_pmus};
  return partition(cell("lstm", 832, 137), chip, plan);
}

const Unit& unit(const Mapping& m, const std::string& name) {
  return *std::ranges::find(m.units, name, &Unit::name);
}

std::int64_t ags(const Mapping& m) {
  return std::ranges::count(m.units, UnitKind::ag, &Unit::kind);
}

TEST(StreamedWeights, AllComeThroughARingInTheOrderOfUse) {
  const Chip chip = with_memory();
  const Mapping m = of_137_rows(chip, Weights::streamed);
  EXPECT_EQ(count(m, "].weights"), 4);
  ASSERT_EQ(m.memory.size(), 1U);
  EXPECT_EQ(m.memory[0].slot_bytes, 4 * 137 * 1024);
  // Row 1 of a dot unit lies behind row 0 of the other three.
  ASSERT_EQ(m.memory[0].contents.size(), 4U * 2);  // x and h of each
  EXPECT_EQ(m.memory[0].contents[0].pitch, 4 * 1024);
  EXPECT_EQ(m.memory[0].contents[2].offset, 1024);
  // 4 x 32 bursts fill the queues: 8 of 16 each, but there are four units to feed.
  EXPECT_EQ(ags(m), 4);
}

TEST(StreamedWeights, OfSeveralDotUnitsComeFromOneAddressGenerator) {
  Chip chip = with_memory();
  chip.memory->ags.count = 1;
  const Mapping m = of_137_rows(chip, Weights::streamed);
  EXPECT_EQ(ags(m), 1);
  const Program& write = unit(m, "layer0.g.dot[0][0].weights0").programs.at(1);
  EXPECT_EQ(write.space.extents, (std::vector<std::int64_t>{16, 4, 137, 3}));
  const Bounds& keep = write.inputs.at(0).access->keep;
  ASSERT_EQ(keep.bounds.size(), 1U);
  EXPECT_EQ(keep.bounds[0].loop, 1);
  EXPECT_EQ(keep.bounds[0].lo, 1);  // f, g, i, o
  EXPECT_EQ(keep.bounds[0].hi, 2);
}

TEST(StreamedWeights, ThatAreMixedFillTheirPmu) {
  const Chip chip = with_memory();
  const Mapping m = of_137_rows(chip, Weights::mixed);
  const Unit& pmu = unit(m, "layer0.i.dot[0][0].weights0");
  ASSERT_EQ(pmu.buffers.size(), 2U);
  const std::int64_t beside = pmu.buffers[0].slot_bytes / 1024, slots = pmu.buffers[1].slots;
  EXPECT_LE((beside + slots) * 1024, chip.pmu.capacity_bytes());
  EXPECT_EQ(beside % slots, 0);
  EXPECT_GE(slots, 2);
  EXPECT_GE(beside, 60);
  EXPECT_EQ(m.memory.at(0).slot_bytes, 4 * (137 - beside) * 1024);
  const Program& dot = unit(m, "layer0.i.dot[0][0]").programs.at(0);
  const Port& streamed = dot.input(std::get<DotProduct>(dot.work).weights.at(0));
  EXPECT_EQ(streamed.where.bounds.at(0).lo, beside);
  EXPECT_EQ(streamed.where.bounds.at(0).hi, 137);
}

TEST(StreamedWeights, ThatAreMixedStayOnTheChipWhereAPmuIsLeft) {
  const Chip chip = with_memory();
  const Mapping one = of_137_rows(chip, Weights::mixed, 1);
  EXPECT_EQ(unit(one, "layer0.f.dot[0][0].weights1").buffers.size(), 1U);
  EXPECT_EQ(unit(one, "layer0.g.dot[0][0].weights0").buffers.size(), 2U);
  const Mapping all = of_137_rows(chip, Weights::mixed, 100);
  EXPECT_EQ(count(all, "].weights"), 8);
  EXPECT_TRUE(all.memory.empty());
  EXPECT_EQ(ags(all), 0);
}

TEST(StreamedWeights, AreRefusedWithoutMemoryOrAddressGenerators) {
  try {
    of_137_rows(shipped_chip("plasticine_rnn"), Weights::mixed);
    FAIL();
  } catch (const MappingError& error) {
    EXPECT_EQ(std::string(error.what()),
              "weights: mixed: the chip has no off-chip memory (own or shared would do, or a chip "
              "with /memory)");
  }
  Chip chip = with_memory();
  chip.memory->ags.count = 1;
  const Plan plan{.hu = 2, .ru = 1, .weights = Weights::streamed};  // 69 and 68 rows
  try {
    partition(cell("lstm", 832, 137), chip, plan);
    FAIL();
  } catch (const MappingError& error) {
    EXPECT_EQ(std::string(error.what()), "ags: needs 2, the chip has 1");
  }
}

TEST(StreamedWeights, OfAUnitWithOneVectorOutputHaveAPmuOfTheirOwn) {
  Chip chip = with_memory();
  chip.pmu.outputs.vector = 1;
  const Mapping m = of_137_rows(chip, Weights::mixed);
  EXPECT_EQ(m.memory.at(0).slot_bytes, 4 * 137 * 1024);
  EXPECT_EQ(unit(m, "layer0.i.dot[0][0].weights0").buffers.size(), 1U);
}

}  // namespace
}  // namespace rda::mapper
