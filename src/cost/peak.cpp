// SPDX-License-Identifier: Apache-2.0
#include "cost/peak.h"

#include <array>

#include "cost/parts.h"

namespace rda {
namespace cost {
namespace {

constexpr std::array kFormats{Format::fp32,     Format::bf16,     Format::fp16,
                              Format::fp8_e4m3, Format::fp8_e5m2, Format::int8};

}  // namespace

int values_per_word(const Chip& chip, Format format) {
  return chip.pcu.packing ? 32 / bits(format) : 1;
}

FormatPeak peak_in(const Chip& chip, Format format) {
  const double lanes =
      static_cast<double>(units_on(chip, UnitKind::pcu)) * chip.pcu.lanes * chip.clock_mhz * 1e-6;
  const int values = values_per_word(chip, format);
  return {format, lanes * chip.pcu.stages * values, 2 * lanes * values};
}

double bank_bandwidth(const Chip& chip) {
  return static_cast<double>(units_on(chip, UnitKind::pmu)) * chip.pmu.banks * 4 * chip.clock_mhz *
         1e6;
}

}  // namespace cost

PeakReport peak_of(const Chip& chip) {
  PeakReport report{.chip = chip.name, .formats = {}};
  for (const Format format : cost::kFormats) report.formats.push_back(cost::peak_in(chip, format));
  report.scratchpad_bytes_per_second = 2 * cost::bank_bandwidth(chip);
  return report;
}

}  // namespace rda
