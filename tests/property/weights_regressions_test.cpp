// SPDX-License-Identifier: Apache-2.0
// Errors of the mapper that random choices found, each reduced to a small network.
#include <gtest/gtest.h>

#include <algorithm>

#include "property/suite.h"
#include "rda/map.h"
#include "rda/simulate.h"
#include "rda/workload.h"

namespace rda::test {
namespace {

Layer layer_of(LayerType type, int hidden = 0) {
  Layer layer;
  layer.type = type;
  layer.hidden = hidden;
  return layer;
}

/// Expects the run to end with the values of the reference.
void expect_reference_values(const Workload& workload, const Chip& chip,
                             const MappingOptions& options) {
  check(workload, workload.name);
  Case c{.chip = chip, .recurrent = true};
  c.graph = lower(workload);
  c.mapping = map(*c.graph, chip, options);
  c.tensors = make_tensors(workload, workload.steps);
  const Outcome outcome = run(c, all_values(c));
  ASSERT_TRUE(outcome.ok()) << outcome.error;
  expect_values(c, outcome.result);
}

Chip plasticine_rnn() { return load_chip(RDA_SOURCE_DIR "/configs/plasticine_rnn.json"); }

/// The mean depends on what is held alone. Its product needs all of it, the residual each element
/// later: so it has to wait in a memory. 40 elements do not fit a FIFO of 16.
TEST(MapperRegression, AMeanThatAProductAndAResidualReadWaitsInAMemory) {
  Workload workload;
  workload.name = "mean";
  workload.input = 40;
  workload.steps = 2;
  workload.layers.list = {layer_of(LayerType::mean), layer_of(LayerType::rnn, 40)};
  workload.layers.list[1].residual = true;
  expect_reference_values(workload, plasticine_rnn(), {.hu = 1, .ru = 1});
}

/// Input first, n's second pass is a phase later than that of r, whose result it needs: they must
/// not get their weights from one address generator.
TEST(MapperRegression, WeightsOfAPassComeWithThoseOfItsPhase) {
  Workload workload;
  workload.name = "reset";
  workload.cell = Cell::gru;
  workload.gru_reset = GruReset::before;
  workload.hidden = workload.input = 48;
  workload.steps = 2;
  Chip chip = plasticine_rnn();
  chip.memory.emplace().channels.queue = 4;  // which one address generator fills
  chip.pmu.max_slots = 3;                    // of a ring: n does not take all rows ahead
  expect_reference_values(
      workload, chip,
      {.hu = 1, .ru = 1, .products = Products::input_first, .weights = Weights::streamed});
}

/// A chip with off-chip memory and a run that does not use it.
TEST(OffChipMemory, ThatIsNotUsedChangesNoCycle) {
  const Graph graph = lower(load_workload(RDA_SOURCE_DIR "/workloads/small/gru_16_4.json"));
  const MappingOptions small{.hu = 1, .ru = 1};
  const Chip without = plasticine_rnn();
  const Chip with = load_chip(RDA_SOURCE_DIR "/configs/plasticine_rnn_ddr3.json");
  const RunResult result = simulate(without, map(graph, without, small), {});
  EXPECT_EQ(simulate(with, map(graph, with, small), {}).cycles, result.cycles);
}

/// Sequences that share weights: in groups of 3, whose vectors fit a PMU, with rows of which the
/// last row group lacks some and elements in turns.
TEST(MapperRegression, SequencesThatShareStreamedWeightsHaveTheirOwnValues) {
  for (const Cell cell : {Cell::lstm, Cell::gru}) {
    Workload workload;
    workload.name = "shared";
    workload.cell = cell;
    workload.hidden = workload.input = 49;
    workload.batch = 6;
    workload.steps = 3;
    Chip chip = plasticine_rnn();
    chip.memory.emplace();
    for (const int hv : {1, 16})
      expect_reference_values(
          workload, chip, {.hu = 2, .hv = hv, .ru = 1, .turns = 2, .weights = Weights::streamed});
    workload.gru_reset = GruReset::before;
    expect_reference_values(workload, chip,
                            {.hu = 3, .ru = 1, .sums = Sums::chain, .weights = Weights::mixed});
  }
}

/// 36 columns are one vector in fp8 and two in bf16.
TEST(MapperRegression, ASecondInputComesInTheFormatOfItsReader) {
  Workload workload;
  workload.name = "inputs";
  workload.input = 40;
  workload.steps = 2;
  workload.formats.weights = workload.formats.activations = Format::bf16;
  workload.layers.list = {layer_of(LayerType::linear), layer_of(LayerType::input),
                          layer_of(LayerType::lstm, 37), layer_of(LayerType::attention)};
  workload.layers.list[0].size = 20;
  workload.layers.list[1].size = 36;
  workload.layers.list[3].over = 0;
  workload.layers.list[3].score = AttentionScore::general;
  workload.layers.list[2].formats = Formats{};  // fp8
  expect_reference_values(workload, plasticine_rnn(), {.hu = 2, .ru = 1});
}

/// On the small random grids few of these fit. 40 elements are 3 vectors; 5 steps at 2 positions.
TEST(AdditiveScores, GiveTheReferencesValuesInBothEngines) {
  Workload workload;
  workload.name = "additive";
  workload.input = 8;
  workload.steps = 5;
  workload.batch = 2;
  workload.repeat = 2;
  workload.layers.list = {layer_of(LayerType::lstm, 8), layer_of(LayerType::input),
                          layer_of(LayerType::gru, 8), layer_of(LayerType::attention)};
  workload.layers.list[0].direction = Direction::bidirectional;
  workload.layers.list[1].size = 8;
  workload.layers.list[1].steps = 3;
  workload.layers.list[2].feed = 3;
  workload.layers.list[3].over = 0;
  workload.layers.list[3].score = AttentionScore::additive;
  workload.layers.list[3].size = 40;
  check(workload, workload.name);
  Case c{.chip = plasticine_rnn(), .recurrent = true};
  c.graph = lower(workload);
  c.mapping = map(*c.graph, c.chip, {.hu = 2, .ru = 1});
  c.tensors = make_tensors(workload, workload.steps_of_run());
  const Outcome fast = run(c, all_values(c));
  ASSERT_TRUE(fast.ok()) << fast.error;
  expect_values(c, fast.result);
  expect_same(run(c, all_values(c, Engine::reference)), fast);
}

}  // namespace
}  // namespace rda::test
