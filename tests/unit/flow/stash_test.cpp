// SPDX-License-Identifier: Apache-2.0
// Batches of training with their stash in PMUs, computed again, or in off-chip memory.
#include "training/stash.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "flow/evaluate.h"
#include "flow/stash_plan.h"
#include "graph/spill.h"
#include "rda/error.h"
#include "rda/workload.h"
#include "training/simulated.h"

// Initializers that name a few fields leave out the others on purpose.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

namespace rda::flow {
namespace {

/// An LSTM of 4 that is trained for 30 steps of 2 sequences: a value of 60 items takes a PMU
/// 60 · 64 bytes.
Inputs training_of(Stash stash) {
  Inputs inputs;
  inputs.chip = load_chip(RDA_SOURCE_DIR "/configs/plasticine_rnn.json", {});
  inputs.chip.grid = {.rows = 24, .cols = 24, .pattern = Pattern::checkerboard, .strip = "CM"};
  inputs.chip.network.tracks = {6, 8, 8};
  for (StreamPortsConfig* ports : {&inputs.chip.stream.sources, &inputs.chip.stream.sinks})
    ports->count = 4;
  inputs.chip.memory.emplace().ags.count = 20;
  inputs.workload.name = "trained";
  inputs.workload.input = 3;
  inputs.workload.steps = 30;
  inputs.workload.batch = 2;
  inputs.workload.layers.list = {{.type = LayerType::lstm, .hidden = 4}};
  inputs.workload.training.emplace().simulate = true;
  inputs.workload.training->stash = stash;
  inputs.options.hu = inputs.options.ru = inputs.options.place_effort = 1;
  return inputs;
}

Report run_training(const Inputs& inputs) {
  PlacementCache cache({});
  const Mapped mapped = make_mapping(inputs, {}, cache);
  Conditions conditions;
  conditions.verify_steps = kAllSteps;
  return evaluate(inputs, mapped, conditions).report;
}

const StashReport& stash_in(const Report& report) { return report.training->stash.value(); }

std::vector<std::string> values_that_are(Stashed where, const Report& report) {
  std::vector<std::string> names;
  for (const StashedValue& value : stash_in(report).values)
    if (value.where == where) names.push_back(value.value);
  std::ranges::sort(names);
  return names;
}

TEST(StashOfABatch, LiesInPmus) {
  const Report report = run_training(training_of(Stash::resident));
  EXPECT_TRUE(report.verification.bit_exact);
  EXPECT_EQ(values_that_are(Stashed::resident, report).size(), stash_in(report).values.size());
  EXPECT_EQ(stash_in(report).spilled_bytes, 0);
  EXPECT_EQ(stash_in(report).recomputed_bytes, 0);
}

TEST(StashOfABatch, LeavesOutTheTanhOfTheCell) {
  const Report all = run_training(training_of(Stash::resident));
  const Report report = run_training(training_of(Stash::recompute));
  EXPECT_TRUE(report.verification.bit_exact);
  EXPECT_EQ(values_that_are(Stashed::recomputed, report),
            std::vector<std::string>{"layer0.c.tanh"});
  EXPECT_EQ(stash_in(report).recomputed_bytes, 60 * 4 * 4);
  EXPECT_LT(stash_in(report).resident_bytes, stash_in(all).resident_bytes);
}

TEST(StashOfABatch, GoesThroughOffChipMemory) {
  const Report report = run_training(training_of(Stash::spilled));
  EXPECT_TRUE(report.verification.bit_exact);
  const std::vector<std::string> spilled = values_that_are(Stashed::spilled, report);
  EXPECT_EQ(spilled.size(), stash_in(report).values.size());
  EXPECT_EQ(stash_in(report).resident_bytes, 0);
  EXPECT_EQ(stash_in(report).spilled_bytes, std::ssize(spilled) * 60 * 64);
  const std::vector<SpilledReport>& buffers = report.memory.value().spilled;
  ASSERT_EQ(buffers.size(), 2U);  // of the loss, and of the layer, whose values lie side by side
  EXPECT_EQ(buffers[0].bytes, 60 * 64);
  EXPECT_EQ(buffers[1].bytes, 6 * 60 * 64);
  EXPECT_EQ(buffers[1].bytes_read, 6 * 60 * 64);
}

/// A value of 140 items exceeds a PMU of 8 kB, which holds a table. The loss is of the last step.
Inputs longer_training() {
  Inputs inputs = training_of(Stash::policy);
  inputs.workload.layers.list.push_back({.type = LayerType::last});
  inputs.workload.steps = 70;
  inputs.chip.pmu.capacity_kb = 8;
  return inputs;
}

TEST(StashOfABatch, LiesInPmusIfItFits) {
  const Report report = run_training(training_of(Stash::policy));
  EXPECT_EQ(values_that_are(Stashed::resident, report).size(), stash_in(report).values.size());
}

TEST(StashOfABatch, IsSpilledBehindWhatIsComputedAgainIfItDoesNotFit) {
  const Report report = run_training(longer_training());
  EXPECT_TRUE(report.verification.bit_exact);
  EXPECT_EQ(values_that_are(Stashed::recomputed, report),
            std::vector<std::string>{"layer0.c.tanh"});
  EXPECT_EQ(
      values_that_are(Stashed::spilled, report),
      (std::vector<std::string>{"layer0.c.copy", "layer0.f", "layer0.g", "layer0.i", "layer0.o"}));
  EXPECT_EQ(values_that_are(Stashed::resident, report), std::vector<std::string>{"loss.error"});
}

TEST(StashOfABatch, IsTriedComputedAgainBeforeItIsSpilled) {
  const Inputs inputs = longer_training();
  const Graph batch = training::graph_of(inputs.workload);
  const std::size_t all = training::stash_of(batch).size();
  const std::vector<Graph> tried = smaller_stashes(batch, inputs.chip, inputs.options);
  ASSERT_GE(tried.size(), 2U);
  EXPECT_EQ(training::stash_of(tried[0]).size(), all - 1);
  EXPECT_TRUE(graph::spilled_takes(tried[0]).empty());
  EXPECT_EQ(graph::spilled_takes(tried[1]).size(), all - 2);  // not the error of one step
  Chip without = inputs.chip;
  without.memory.reset();
  EXPECT_EQ(smaller_stashes(batch, without, inputs.options).size(), 1U);
}

TEST(StashOfABatch, SpillsAsFewValuesAsNeeded) {
  Inputs inputs = longer_training();
  std::vector<Layer>& layers = inputs.workload.layers.list;
  layers.insert(layers.begin(), {.type = LayerType::lstm, .hidden = 17});  // of two vectors
  inputs.chip.pmu.capacity_kb = 16;
  const Graph batch = training::graph_of(inputs.workload);
  const std::vector<Graph> tried = smaller_stashes(batch, inputs.chip, inputs.options);
  ASSERT_GE(tried.size(), 2U);
  const std::set<NodeId> spilled = graph::spilled_takes(tried[1]);
  EXPECT_EQ(spilled.size(), 5U);
  for (const NodeId take : spilled) EXPECT_EQ(tried[1].nodes[take].size, 17);
}

TEST(StashOfABatch, IsRefusedOffTheChipWithoutMemory) {
  Inputs inputs = training_of(Stash::spilled);
  inputs.chip.memory.reset();
  try {
    run_training(inputs);
    FAIL() << "it was mapped";
  } catch (const MappingError& error) {
    EXPECT_NE(std::string(error.what()).find("the chip has no off-chip memory"), std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace rda::flow
