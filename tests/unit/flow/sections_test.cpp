// SPDX-License-Identifier: Apache-2.0
// Networks that are cut into sections: their values, their cycles, and which cuts are chosen.
#include <gtest/gtest.h>

#include <algorithm>

#include "flow/evaluate.h"
#include "flow/hand_over.h"
#include "flow/section_plan.h"
#include "graph/cut.h"
#include "mapping/index.h"
#include "rda/error.h"
#include "rda/workload.h"

// Initializers that name a few fields leave out the others on purpose.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

namespace rda::flow {
namespace {

/// Two bidirectional GRUs, the last step of the second one, and a linear layer.
Workload speech() {
  Workload workload;
  workload.name = "speech";
  workload.input = 5;
  workload.steps = 3;
  workload.batch = 2;
  const Layer gru{.type = LayerType::gru, .hidden = 6, .direction = Direction::bidirectional};
  workload.layers.list = {
      gru, gru, {.type = LayerType::last}, {.type = LayerType::linear, .size = 4}};
  workload.layers.list[1].hidden = 7;
  return workload;
}

Inputs inputs_on_small_chip(int sections, int section = 0) {
  Inputs inputs;
  inputs.chip.grid.rows = inputs.chip.grid.cols = 12;
  inputs.chip.pcu.inputs.vector = 6;
  inputs.chip.memory.emplace();
  inputs.workload = speech();
  inputs.options.sections = sections;
  inputs.options.section = section;
  inputs.options.hu = inputs.options.ru = inputs.options.place_effort = 1;
  return inputs;
}

Evaluation run_all(const Inputs& inputs, std::vector<Mapped>* mapped = nullptr) {
  PlacementCache cache({});
  const std::vector<Mapped> sections = make_mappings(inputs, {}, cache);
  Conditions conditions;
  conditions.verify_steps = kAllSteps;
  Evaluation made = evaluate(inputs, sections, conditions);
  if (mapped) *mapped = sections;
  return made;
}

TEST(Sections, MakeWhatTheWholeNetworkMakesBitForBit) {
  const Graph whole = lower(speech());
  const Tensors given = make_tensors(speech(), 3);
  const auto want = evaluate_chip(whole, given, {}, 3);
  for (const std::vector<int>& cuts : {std::vector{1}, {1, 2}, {1, 3}, {1, 2, 3}}) {
    Tensors tensors = given;
    std::map<std::string, std::vector<double>> got;
    for (std::size_t n = 0; n <= cuts.size(); ++n) {
      const Graph section = graph::section_of(whole, cuts, n);
      const std::int64_t steps = section.steps;
      got = evaluate_chip(section, tensors, {}, steps);
      hand_over(section, got, steps, tensors);
    }
    EXPECT_EQ(got.at("y"), want.at("y")) << cuts.size();
  }
}

TEST(Sections, OfARunTakeTheirCyclesAndThoseOfTheChanges) {
  const Evaluation made = run_all(inputs_on_small_chip(3));
  const SectionsReport& sections = made.report.sections.value();
  ASSERT_EQ(sections.list.size(), 3U);
  Cycle cycles = 0;
  for (const SectionReport& row : sections.list) cycles += row.cycles;
  EXPECT_EQ(sections.section_cycles, cycles);
  EXPECT_EQ(sections.list[0].configure + sections.list[0].load, 0);
  for (int n : {1, 2}) {
    const SectionReport& row = sections.list[static_cast<std::size_t>(n)];
    EXPECT_EQ(row.configure, 20000);                            // 20 us at 1 GHz
    EXPECT_EQ(row.load, (row.resident_bytes * 5 + 255) / 256);  // 4 channels, 64 bytes in 5 cycles
    cycles += row.configure + row.load;
  }
  EXPECT_EQ(made.report.cycles, cycles);
  EXPECT_TRUE(made.report.verification.bit_exact);
  EXPECT_EQ(made.report.verification.steps, 3);
}

TEST(Sections, HandOverWhatTheyMakeThroughMemory) {
  const Evaluation made = run_all(inputs_on_small_chip(3));
  const SectionsReport& sections = made.report.sections.value();
  // 6 items: 6 values of a direction in a vector of 64 bytes, of which 16 are written at once.
  EXPECT_EQ(sections.list[0].handed_bytes_written, 2 * 6 * 16);
  EXPECT_EQ(sections.list[0].handed_bytes_read, 0);
  EXPECT_EQ(sections.list[1].handed_bytes_read, 2 * 2 * 6 * 64);  // in both orders
  EXPECT_EQ(sections.list[2].handed_bytes_read, 2 * 2 * 64);      // the last step
  EXPECT_EQ(sections.list[2].handed_bytes_written, 0);
  EXPECT_EQ(sections.handed_bytes, 4 * 6 * 64);
}

TEST(Sections, AloneAreWhatTheyAreInARun) {
  const SectionsReport all = run_all(inputs_on_small_chip(2)).report.sections.value();
  for (int n : {1, 2}) {
    const Evaluation alone = run_all(inputs_on_small_chip(2, n));
    ASSERT_EQ(alone.report.sections->list.size(), 1U);
    EXPECT_EQ(alone.report.sections->count, 2);
    EXPECT_EQ(alone.report.cycles, all.list[static_cast<std::size_t>(n) - 1].cycles);
    EXPECT_TRUE(alone.report.verification.bit_exact);
  }
}

/// The reference engine runs once in a process.
void expect_engines_agree(int section) {
  const Inputs inputs = inputs_on_small_chip(3, section);
  std::vector<Mapped> mapped;
  const Evaluation fast = run_all(inputs, &mapped);
  Conditions conditions;
  conditions.verify_steps = kAllSteps;
  const Evaluation reference = evaluate(inputs, mapped, conditions, {.engine = Engine::reference});
  EXPECT_EQ(to_json(reference.report), to_json(fast.report));
  EXPECT_EQ(reference.result.values, fast.result.values);
}

TEST(Sections, ThatWriteAreTheSameInBothEngines) { expect_engines_agree(1); }
TEST(Sections, ThatReadInBothOrdersAreTheSameInBothEngines) { expect_engines_agree(2); }

TEST(Sections, OfANetworkInOnePieceAreNone) {
  EXPECT_FALSE(run_all(inputs_on_small_chip(1)).report.sections);
  EXPECT_FALSE(run_all(inputs_on_small_chip(0)).report.sections);
}

TEST(SectionPlan, TakesAsFewSectionsAsFit) {
  Inputs inputs = inputs_on_small_chip(0);
  inputs.chip.grid.rows = inputs.chip.grid.cols = 10;  // 50 PMUs; the whole needs 59
  PlacementCache cache({});
  const std::vector<Mapped> sections = make_mappings(inputs, {}, cache);
  ASSERT_EQ(sections.size(), 2U);
  EXPECT_EQ(sections[0].section.last, 0);
  EXPECT_EQ(sections[1].section.first, 1);
  EXPECT_EQ(sections[1].section.last, 3);
}

TEST(SectionPlan, CutsWhereChangesTakeLessThanWeightsFromMemory) {
  Inputs inputs = inputs_on_small_chip(0);
  inputs.options = {};
  inputs.chip.pmu.capacity_kb = 5;  // 72 PMUs have 368,640 bytes
  Workload stacked;
  stacked.hidden = 160;
  stacked.layers.count = 3;  // 204,800 bytes each: 245,760 too many
  // 2 x 20,000 cycles to configure, 8,000 to load the second and third layer; 4,800 in each step.
  stacked.steps = 11;
  EXPECT_EQ(faster_sections(lower(stacked), inputs.chip, {}), (std::vector{1, 2}));
  stacked.steps = 10;
  EXPECT_FALSE(faster_sections(lower(stacked), inputs.chip, {}));
  stacked.steps = 11;
  stacked.layers.count = 1;  // it fits
  EXPECT_FALSE(faster_sections(lower(stacked), inputs.chip, {}));
}

std::string refusal(const Inputs& inputs) {
  PlacementCache cache({});
  try {
    make_mappings(inputs, {}, cache);
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

TEST(SectionPlan, RefusesMoreSectionsThanThereArePlacesToCut) {
  EXPECT_EQ(refusal(inputs_on_small_chip(5)),
            "sections: 5 (the network can be cut before layers 1, 2, 3: at most 4 sections)");
}

TEST(SectionPlan, NamesWhatLacksAndWhatWouldFit) {
  Inputs inputs = inputs_on_small_chip(2);
  inputs.chip.memory.reset();
  EXPECT_EQ(refusal(inputs),
            "sections: the chip has no off-chip memory for what goes from one section to the next "
            "(\"memory\": {} would do)");
}

TEST(SectionPlan, RefusesASectionOfNoNumberOfSections) {
  EXPECT_EQ(refusal(inputs_on_small_chip(0, 2)),
            "/section=2: of no number of sections (--set /sections=N says how many there are)");
}

/// Sequences of 96 items exceed a PMU of 4 kB (64 bytes each).
Inputs inputs_with_long_sequences(int sections) {
  Inputs inputs = inputs_on_small_chip(sections);
  inputs.chip.pmu.capacity_kb = 4;
  inputs.workload.steps = 48;
  return inputs;
}

TEST(SectionPlan, CutsBeforeItSpillsSequences) {
  std::vector<Mapped> mapped;
  EXPECT_TRUE(run_all(inputs_with_long_sequences(0), &mapped).report.verification.bit_exact);
  ASSERT_EQ(mapped.size(), 2U);
  for (const Mapped& section : mapped)
    EXPECT_TRUE(mapping::spilled_buffers(section.mapping).empty());
}

TEST(Sections, OfWhichThereIsOneSpillWhatExceedsAPmu) {
  std::vector<Mapped> mapped;
  const Report report = run_all(inputs_with_long_sequences(1), &mapped).report;
  EXPECT_TRUE(report.verification.bit_exact);
  ASSERT_EQ(mapped.size(), 1U);
  const std::vector<SpilledReport>& spilled = report.memory.value().spilled;
  ASSERT_EQ(spilled.size(), 2U);  // of both directions, each read in both orders
  for (const SpilledReport& one : spilled) {
    EXPECT_EQ(one.bytes, 96 * 64);
    EXPECT_EQ(one.bytes_written, 96 * 16);
    EXPECT_EQ(one.bytes_read, 2 * 96 * 64);
  }
}

TEST(Sections, CountNoSequencesThatAreSpilledWithinThem) {
  Inputs inputs = inputs_on_small_chip(2);
  inputs.options.sequences = Sequences::spilled;
  std::vector<Layer>& layers = inputs.workload.layers.list;
  layers.insert(layers.begin() + 2, layers.front());  // the cut lies before it
  inputs.chip.grid.rows = inputs.chip.grid.cols = 16;
  const Evaluation made = run_all(inputs);
  EXPECT_TRUE(made.report.verification.bit_exact);
  EXPECT_EQ(made.report.memory.value().spilled.size(), 2U);
  const SectionsReport& sections = made.report.sections.value();
  EXPECT_EQ(sections.list[0].handed_bytes_read, 0);
  EXPECT_EQ(sections.list[0].handed_bytes_written, 2 * 6 * 16);
  EXPECT_EQ(sections.handed_bytes, 2 * 6 * 64);
}

}  // namespace
}  // namespace rda::flow
