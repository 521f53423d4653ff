// SPDX-License-Identifier: Apache-2.0
// Off-chip memory as a chip describes it: presets, places of address generators, rules.
#include "rda/memory.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "json/shape.h"
#include "rda/chip.h"
#include "rda/error.h"

namespace rda {
namespace {

/// A chip of 4 x 6 sites with this memory.
Chip with_memory(ChannelModel model = SimpleChannel{}) {
  Chip chip;
  chip.grid = {.rows = 4, .cols = 6};
  chip.stream.sources.count = chip.stream.sinks.count = 1;
  chip.memory = MemoryConfig{};
  chip.memory->channels.model = std::move(model);
  return chip;
}

/// The problems of a chip, without the name of the file.
std::string problems_of(const Chip& chip) {
  try {
    check(chip, "f");
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

TEST(OffChipConfig, AChipHasNoneUnlessItSaysSo) {
  const Chip chip;
  EXPECT_FALSE(chip.memory);
  EXPECT_EQ(edge_units(chip, UnitKind::ag), 0);
}

TEST(OffChipConfig, GeneratorsAttachToBothSidesAtEvenDistances) {
  Chip chip = with_memory();
  chip.memory->ags.count = 10;  // five on each side of four rows
  std::vector<Site> sites;
  for (int n = 0; n < 10; ++n) sites.push_back(port_site(chip, UnitKind::ag, n));
  EXPECT_EQ(sites,
            (std::vector<Site>{
                {0, 0}, {0, 5}, {0, 0}, {0, 5}, {1, 0}, {1, 5}, {2, 0}, {2, 5}, {3, 0}, {3, 5}}));
  chip.memory->ags.both_sides = false;
  chip.memory->ags.side = Side::north;
  chip.memory->ags.offset = 2;
  chip.memory->ags.count = 2;
  EXPECT_EQ(port_site(chip, UnitKind::ag, 1), (Site{0, 4}));
}

TEST(OffChipConfig, EveryPresetIsLegalAndHasASource) {
  for (const DramPreset preset : kDramPresets) {
    EXPECT_EQ(problems_of(with_memory(DramChannel{.preset = preset})), "") << word(preset);
    EXPECT_FALSE(preset_source(preset).empty());
    const DramTiming& t = preset_timing(preset);
    EXPECT_EQ(t.tRC, t.tRAS + t.tRP) << word(preset);
    EXPECT_GE(t.tCCD_S, t.clocks_per_burst()) << word(preset);
  }
}

TEST(OffChipConfig, PeaksAreThoseOfTheirNames) {
  const auto peak = [](DramPreset preset) {
    const ChannelConfig one{.count = 1, .model = DramChannel{.preset = preset}};
    return peak_bytes_per_second(one, 1000) / 1e9;
  };
  EXPECT_DOUBLE_EQ(peak(DramPreset::ddr3_1600), 12.8);
  EXPECT_NEAR(peak(DramPreset::ddr4_2666), 21.333, 1e-3);
  EXPECT_DOUBLE_EQ(peak(DramPreset::ddr4_3200), 25.6);
  EXPECT_DOUBLE_EQ(peak(DramPreset::hbm2), 32);
  EXPECT_DOUBLE_EQ(peak(DramPreset::hbm2e), 51.2);
  const ChannelConfig simple{.count = 4, .model = SimpleChannel{.bytes = 64, .cycles = 5}};
  EXPECT_DOUBLE_EQ(peak_bytes_per_second(simple, 1000) / 1e9, 51.2);
}

TEST(OffChipConfig, ValuesReplaceThoseOfThePreset) {
  const DramTiming t =
      timing_of({.preset = DramPreset::ddr3_1600, .timing = {{"tCL", 13}, {"tREFI", 0}}});
  EXPECT_EQ(t.tCL, 13);
  EXPECT_EQ(t.tREFI, 0);
  EXPECT_EQ(t.tRCD, 11);
}

TEST(OffChipConfig, RefusesWhatNoRangeCanRefuse) {
  EXPECT_EQ(problems_of(with_memory(DramChannel{.timing = {{"tCl", 13}}})),
            "f#/memory/channels/model/timing/tCl: no value of a DRAM has this name; did you "
            "mean \"tCL\"?");
  EXPECT_EQ(problems_of(with_memory(DramChannel{.timing = {{"groups", 0}}})),
            "f#/memory/channels/model/timing/groups: 0 is out of range (1 to 64)");
  EXPECT_EQ(problems_of(with_memory(DramChannel{.timing = {{"bus_bits", 32}}})),
            "f#/memory/channels/burst_bytes: 64 bytes (a burst of 8 beats of 32 bits has 32)");
  EXPECT_EQ(problems_of(with_memory(DramChannel{.timing = {{"tREFI", 500}}})),
            "f#/memory/channels/model/timing/tREFI: 500 leaves no time between refreshes (0, or "
            "601 and more)");
  EXPECT_EQ(problems_of(with_memory(DramChannel{.writes_high = 8, .writes_low = 8})),
            "f#/memory/channels/model/writes_low: 8 (less than writes_high, 8)");
  EXPECT_EQ(problems_of(with_memory(DramChannel{.timing = {{"tRRD_S", 9}}})),
            "f#/memory/channels/model/timing/tRRD_S: 9 is longer than within a bank group (7)");
  Chip chip = with_memory();
  chip.memory->channels.burst_bytes = 48;
  EXPECT_EQ(problems_of(chip), "f#/memory/channels/burst_bytes: 48 is no power of two");
  chip = with_memory();
  chip.memory->ags.offset = 4;
  EXPECT_EQ(problems_of(chip), "f#/memory/ags/offset: 4 on a side of 4 rows (0 to 3)");
}

}  // namespace
}  // namespace rda
