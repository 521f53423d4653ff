// SPDX-License-Identifier: Apache-2.0
// The figures of off-chip memory.
#include <gtest/gtest.h>

#include "rda/report.h"

// Initializers that name a few fields leave out the others on purpose.
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

namespace rda {
namespace {

/// 1000 cycles at 1 GHz: a generator and two channels of DDR3-1600.
Report off_chip_report(bool with_memory = true) {
  Chip chip;
  chip.grid.rows = chip.grid.cols = 2;
  chip.memory = MemoryConfig{};
  chip.memory->channels.count = 2;
  chip.memory->channels.model = DramChannel{.preset = DramPreset::ddr3_1600};
  Mapping mapping;
  mapping.units.push_back({.name = "R", .kind = UnitKind::ag, .place = EdgePort{0, 0, 0}});
  UnitResult unit;
  unit.activity[Activity::active] = 100;
  unit.activity[Activity::starved] = 900;
  unit.firings = 100;
  unit.bytes_read = 6400;
  unit.memory = 700;
  RunResult result;
  result.cycles = 1000;
  result.units.push_back(unit);
  result.channels = {
      {.reads = 60, .writes = 10, .hits = 50, .closed = 15, .conflicts = 5, .refreshes = 1},
      {.reads = 30, .hits = 30}};
  if (!with_memory) {
    chip.memory.reset();
    mapping.units.clear();
    result.units.clear();
    result.channels.clear();
  }
  return make_report(chip, mapping, result, {}, "");
}

TEST(OffChipReport, DerivesBandwidthAndShares) {
  const MemoryReport memory = off_chip_report().memory.value();
  EXPECT_EQ(memory.ags_used, 1);
  EXPECT_EQ(memory.ags_on_chip, 34);
  EXPECT_EQ(memory.activity.starved, 900);
  EXPECT_EQ(memory.waiting, 700);
  EXPECT_EQ(memory.bytes_read, 6400);
  EXPECT_EQ(memory.bursts_read, 90);
  EXPECT_EQ(memory.bursts_written, 10);
  EXPECT_DOUBLE_EQ(memory.bytes_per_second, 100 * 64 / 1e-6);
  EXPECT_DOUBLE_EQ(memory.possible_bytes_per_second, 2 * 12.8e9);
  EXPECT_EQ(memory.row_hits, 80);
  EXPECT_EQ(memory.rows_closed, 15);
  EXPECT_EQ(memory.row_conflicts, 5);
  EXPECT_DOUBLE_EQ(memory.refresh_share, 208 * 1.25e-9 / (2 * 1e-6));
  EXPECT_DOUBLE_EQ(off_chip_report().bandwidth.off_chip_bytes_per_second, memory.bytes_per_second);
}

// PCIe 3.0: 8 GT/s in each of 16 lanes, 128 bits of data in 130: 15.75 GB/s.
TEST(OffChipReport, LoadingTakesConfigurationAndTheSlowerOfHostAndMemory) {
  Chip chip;
  chip.grid.rows = chip.grid.cols = 2;
  chip.memory = MemoryConfig{};
  chip.memory->channels.count = 1;
  chip.memory->channels.model = DramChannel{.preset = DramPreset::ddr3_1600};
  Mapping mapping;
  mapping.units.push_back({.name = "M", .kind = UnitKind::pmu, .place = GridSite{0, 1}});
  mapping.units[UnitId(0)].buffers = {{.name = "w", .slot_bytes = 4096}};
  mapping.units[UnitId(0)].buffers[0].contents = {{.rows = 64, .cols = 16}};
  RunResult result;
  result.cycles = 10;
  result.units.resize(1);
  result.units[0].activity[Activity::idle] = 10;
  result.channels.resize(1);
  MemoryReport memory = make_report(chip, mapping, result, {}, "").memory.value();
  const double host = 8e9 * 16 * 128 / 130 / 8;
  EXPECT_DOUBLE_EQ(memory.configure_seconds, 20e-6);
  EXPECT_DOUBLE_EQ(memory.host_seconds, 4096 / host);
  EXPECT_DOUBLE_EQ(memory.memory_seconds, 4096 / 12.8e9);
  EXPECT_DOUBLE_EQ(memory.load_seconds, 20e-6 + 4096 / 12.8e9);
  EXPECT_EQ(memory.load_limit, "memory");
  chip.memory->host.generation = 2;  // 5 GT/s, 8 bits of data in 10
  chip.memory->host.lanes = 8;
  memory = make_report(chip, mapping, result, {}, "").memory.value();
  EXPECT_DOUBLE_EQ(memory.load_seconds, 20e-6 + 4096 / 4e9);
  EXPECT_EQ(memory.load_limit, "host link");
}

TEST(OffChipReport, IsToldInText) {
  const std::string text = to_text(off_chip_report());
  for (const char* line :
       {"  AG           1 unit      10.0 %     0.0 %     0.0 %     0.0 %    90.0 %\n",
        "  off chip      6.4 GB/s   25.6 GB/s    25.0 %\n",
        "off chip      1 of 34 AGs, 2 channels: 90 bursts read, 10 written\n",
        "              before the run 0.020 ms: 0.020 to configure, then the host link\n",
        "              AGs waited for memory in 70.0 % of their cycles\n",
        "              rows: 80.0 % hits, 15.0 % closed, 5.0 % conflicts; refresh 13.0 %\n"})
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
}

TEST(OffChipReport, IsMissingWithoutMemory) {
  const Report report = off_chip_report(false);
  EXPECT_FALSE(report.memory);
  const std::string text = to_text(report);
  EXPECT_EQ(text.find(" AG "), std::string::npos);
  EXPECT_NE(text.find("  off chip         0 B/s\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace rda
