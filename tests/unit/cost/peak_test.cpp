// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "unit/cost/support.h"

namespace rda::cost_test {
namespace {

FormatPeak peak_in(const std::string& chip, Format format) {
  for (const FormatPeak& peak : peak_of(shipped_chip(chip)).formats)
    if (peak.format == format) return peak;
  ADD_FAILURE() << word(format);
  return {};
}

// 192 PCUs * 16 lanes * 4 stages * 1 GHz = 12.288 TFLOPS in 32 bits, four times that in 8. Zhao et
// al., SysML 2019, Table 4, give 12.5 and 49. A map-reduce does 2 * 16 lanes * 4 values a cycle.
TEST(Peak, OfTheRnnVariantIsThePublishedOne) {
  EXPECT_NEAR(peak_in("plasticine_rnn", Format::fp32).functional_units_tflops, 12.288, 1e-9);
  EXPECT_NEAR(peak_in("plasticine_rnn", Format::fp8_e4m3).functional_units_tflops, 49.152, 1e-9);
  EXPECT_NEAR(peak_in("plasticine_rnn", Format::fp8_e4m3).map_reduce_tflops, 24.576, 1e-9);
  EXPECT_NEAR(peak_in("plasticine_rnn", Format::bf16).map_reduce_tflops, 12.288, 1e-9);
}

// 64 PCUs * 16 * 6 * 1 GHz = 6.144: Prabhakar et al., ISCA 2017, give 12.3, two operations for each
// functional unit. A stage does one operation in a cycle here (docs/timing-model.md).
TEST(Peak, OfTheChipOf2017IsHalfThePublishedOneWithOneOperationAUnit) {
  EXPECT_NEAR(2 * peak_in("plasticine_isca17", Format::fp32).functional_units_tflops, 12.288, 1e-9);
}

TEST(Peak, WithoutPackingIsTheSameInAllFormats) {
  for (const FormatPeak& peak : peak_of(shipped_chip("plasticine_isca17")).formats)
    EXPECT_NEAR(peak.map_reduce_tflops, 2.048, 1e-9) << word(peak.format);
}

// 384 PMUs * 16 banks * 4 bytes * 2 (a read and a write) * 1 GHz.
TEST(Peak, OfScratchpadsIsAReadAndAWriteOfEveryBank) {
  EXPECT_NEAR(peak_of(shipped_chip("plasticine_rnn")).scratchpad_bytes_per_second, 49.152e12, 1);
}

PeakShare share_of(const Mapping& mapping, const RunResult& run) {
  const Chip chip = shipped_chip("plasticine_isca17");
  return share_of_peak(chip, run.cycles, actions_of(chip, mapping, run));
}

// 12000 operations and 160 bytes in 150 ns: 75 operations a byte; 64 * 16 * 4 bytes a cycle allow
// 12000 / 128 * 4.096 = 384 TFLOPS by reads; the map-reduce peak is 2.048, and 0.08 were reached.
TEST(Peak, TheRoofIsTheLowestOne) {
  const PeakShare share = share_of(small_mapping(), small_run(1));
  EXPECT_DOUBLE_EQ(share.operations_per_byte, 75);
  EXPECT_EQ(share.operations_per_port_byte, 0);
  EXPECT_NEAR(share.roof_tflops, 2.048, 1e-9);
  EXPECT_NEAR(share.of_map_reduce, 0.08 / 2.048, 1e-9);
  EXPECT_NEAR(share.of_functional_units, 0.08 / 6.144, 1e-9);
  EXPECT_EQ(share.roof, "map-reduce");
}

// 100 times the bytes and a tenth of the work: 1200 operations and 12800 bytes read, or 3200 bytes
// written, at 4.096 TB/s.
TEST(Peak, ScratchpadsBoundARunOfFewOperationsAByte) {
  Mapping mapping = small_mapping();
  mapping.macs = 600;
  RunResult run = small_run(1);
  run.units[0].bytes_read *= 100;
  run.units[0].bytes_written *= 100;
  EXPECT_NEAR(share_of(mapping, run).roof_tflops, 0.384, 1e-9);
  EXPECT_EQ(share_of(mapping, run).roof, "scratchpad reads");
  run.units[0].bytes_read = 0;
  EXPECT_NEAR(share_of(mapping, run).roof_tflops, 1.536, 1e-9);
  EXPECT_EQ(share_of(mapping, run).roof, "scratchpad writes");
}

// 8 source ports and 8 sink ports, each 64 bytes in a cycle of 1 ns: 0.512 TB/s each way. 1000
// operations take 1000 bytes in, and then 2000 bytes out.
TEST(Peak, PortsBoundARunOfFewOperationsAByteAtThem) {
  const Chip chip = shipped_chip("plasticine_rnn");
  ActionCounts actions;
  actions.model_macs = 500;
  actions.bytes_in = 1000;
  EXPECT_NEAR(share_of_peak(chip, 100, actions).roof_tflops, 0.512, 1e-9);
  EXPECT_EQ(share_of_peak(chip, 100, actions).roof, "source ports");
  actions.bytes_out = 2000;
  EXPECT_NEAR(share_of_peak(chip, 100, actions).roof_tflops, 0.256, 1e-9);
  EXPECT_EQ(share_of_peak(chip, 100, actions).roof, "sink ports");
}

TEST(CostJson, HasEveryFigureOfTheReports) {
  const Chip chip = shipped_chip("plasticine_rnn");
  const std::string all = to_json(area_of(chip, plasticine())) + to_json(peak_of(chip)) +
                          to_json(cost_of(chip, small_mapping(), small_run(1), plasticine()));
  for (const char* key : {"each", "map_reduce_tflops", "edp_js", "power_gated", "dynamic_watts"})
    EXPECT_NE(all.find('"' + std::string(key) + "\": "), std::string::npos) << key;
}

TEST(CostText, HasAtMost80ColumnsAndTheNameOfTheTable) {
  Chip chip = shipped_chip("plasticine_rnn");
  chip.name = std::string(200, 'n');
  CostTable table = at_node(plasticine(), 16, 0.8);
  const std::string area = to_text(area_of(chip, table));
  const std::string energy =
      to_text(cost_of(chip, small_mapping(), small_run(1'000'000'000), table));
  EXPECT_NE(area.find("plasticine_28nm, scaled to 16 nm"), std::string::npos);
  EXPECT_NE(energy.find("plasticine_28nm, scaled to 16 nm"), std::string::npos);
  std::istringstream text(area + energy + to_text(peak_of(chip)));
  for (std::string line; std::getline(text, line);) EXPECT_LE(line.size(), 80u) << line;
}

}  // namespace
}  // namespace rda::cost_test
