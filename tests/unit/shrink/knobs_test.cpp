// SPDX-License-Identifier: Apache-2.0
#include "shrink/knobs.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "chip/chip_fields.h"
#include "json/knobs.h"
#include "rda/cost.h"
#include "unit/mapping/support_small.h"

namespace rda::shrink {
namespace {

/// A chip with every knob above the least of its range.
Chip large_chip() {
  Chip chip;
  chip.stream.sources.count = chip.stream.sinks.count = 1;
  return chip;
}

double area(const Chip& chip) {
  static const CostTable table =
      load_cost_table(RDA_SOURCE_DIR "/configs/costs/plasticine_28nm.json");
  return area_of(chip, table).mm2;
}

std::vector<std::string> pointers_of(const std::vector<flow::KnobChange>& changes) {
  std::vector<std::string> pointers;
  for (const flow::KnobChange& change : changes) pointers.push_back(change.pointer);
  return pointers;
}

TEST(LowestKnobs, SaveAreaEachAlone) {
  const Chip chip = large_chip();
  const std::vector<flow::KnobChange> ranges = lowest_knobs(chip);
  EXPECT_EQ(ranges.size(), 20u);
  for (const flow::KnobChange& range : ranges)
    EXPECT_LT(area(flow::changed(chip, {range})), area(chip)) << range.pointer;
}

TEST(LowestKnobs, GoFromTheChipsValueToTheLeastOfTheRange) {
  const std::vector<flow::KnobChange> ranges = lowest_knobs(large_chip());
  const auto has = [&](const flow::KnobChange& range) {
    return std::ranges::find(ranges, range) != ranges.end();
  };
  EXPECT_TRUE(has({"/pcu/stages", 6, 1}));
  EXPECT_TRUE(has({"/pmu/inputs/scalar", 4, 0}));
  EXPECT_TRUE(has({"/pmu/capacity_kb", 256, 1}));
}

TEST(LowestKnobs, LeaveOutOneThatIsTheLeastAlready) {
  Chip chip = large_chip();
  chip.network.tracks.control = 0;
  const std::vector<std::string> pointers = pointers_of(lowest_knobs(chip));
  EXPECT_EQ(pointers.size(), 19u);
  EXPECT_EQ(std::ranges::count(pointers, "/network/tracks/control"), 0);
}

TEST(LowestKnobs, AreAllKnobsButThoseThatAreKeptForAReason) {
  const std::vector<std::string> lowered = pointers_of(lowest_knobs(large_chip()));
  const std::map<std::string, std::string> kept = knobs_kept();
  for (const std::string& knob : json::pointers(json::knobs<Chip>()))
    EXPECT_NE(std::ranges::count(lowered, knob) == 1, kept.contains(knob)) << knob;
}

TEST(LowestKnobs, LeaveOutAsWithoutAreaThoseThatHaveNone) {
  const Chip chip = large_chip();
  const std::map<std::string, std::string> kept = knobs_kept();
  for (const json::Knob& knob : json::knobs<Chip>()) {
    if (!kept.contains(knob.pointer) || knob.field.shape.kind != json::Shape::Kind::integer)
      continue;
    if (knob.pointer.starts_with("/memory/") && !chip.memory) continue;  // a part that it lacks
    const std::int64_t present = flow::value_of(chip, knob.pointer);
    const Chip other = flow::changed(chip, {{knob.pointer, present, present + 1}});
    EXPECT_EQ(area(other) == area(chip),
              kept.at(knob.pointer).find("no area in a cost table") != std::string::npos)
        << knob.pointer;
  }
}

std::int64_t least(const std::string& pointer) {
  const Chip chip = mapping::small_chip();
  const std::vector<flow::KnobChange> ranges = lowest_knobs(chip);
  const auto range = std::ranges::find(ranges, pointer, &flow::KnobChange::pointer);
  EXPECT_NE(range, ranges.end()) << pointer;
  return least_legal(chip, mapping::small_mapping(), *range);
}

// y = relu(sigmoid(W x)): the map-reduce of fp8 takes 2 stages and the folded tree 1. A weight's
// address has two strides, a look-up takes 2 address stages. The table has 4096 bytes. `relu` has
// its operand alive, then its result.
TEST(LeastLegal, IsWhatTheUnitsOfTheMappingNeed) {
  EXPECT_EQ(least("/pcu/stages"), 3);
  EXPECT_EQ(least("/pcu/registers"), 1);
  EXPECT_EQ(least("/pmu/stages"), 2);
  EXPECT_EQ(least("/pmu/capacity_kb"), 4);
}

// The dot unit has two vector inputs, `relu` a scalar one; x comes into a memory, the sum into the
// table. `full` and the permit stay inside their memory.
TEST(LeastLegal, IsTheNumberOfPortsThatAUnitUsesOfAKind) {
  EXPECT_EQ(least("/pcu/inputs/vector"), 2);
  EXPECT_EQ(least("/pcu/inputs/scalar"), 1);
  EXPECT_EQ(least("/pcu/inputs/control"), 0);
  EXPECT_EQ(least("/pmu/inputs/vector"), 1);
  EXPECT_EQ(least("/pmu/inputs/scalar"), 1);
  EXPECT_EQ(least("/pmu/inputs/control"), 0);
}

TEST(LeastLegal, IsTheNumberOfTracksThatALinkNeeds) {
  EXPECT_EQ(least("/network/tracks/vector"), 1);
  EXPECT_EQ(least("/network/tracks/scalar"), 1);
  EXPECT_EQ(least("/network/tracks/control"), 0);
}

TEST(LeastLegal, IsTheLeastOfTheRangeOfAFifoWhichIsLegalAtAnyDepth) {
  EXPECT_EQ(least("/pcu/fifo_depth/vector"), 1);
  EXPECT_EQ(least("/pmu/fifo_depth/control"), 1);
}

// With all_stages a latency counts the stages of the chip, so that this mapping is legal on no
// other.
TEST(LeastLegal, IsThePresentValueIfTheMappingIsLegalAtNoOther) {
  Chip chip = mapping::small_chip();
  chip.pcu.latency = PcuLatency::all_stages;
  Mapping mapping = mapping::small_mapping();
  mapping::only(mapping, mapping::kDot).latency += 3;   // 3 of 6 stages are used
  mapping::only(mapping, mapping::kRelu).latency += 5;  // 1 of 6
  ASSERT_TRUE(violations(chip, mapping).empty()) << violations(chip, mapping).front();
  EXPECT_EQ(least_legal(chip, mapping, {"/pcu/stages", 6, 1}), 6);
}

}  // namespace
}  // namespace rda::shrink
