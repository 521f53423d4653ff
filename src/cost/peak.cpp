// SPDX-License-Identifier: Apache-2.0
#include "cost/peak.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <variant>

#include "cost/parts.h"

namespace rda {
namespace cost {
namespace {

constexpr std::array kFormats{Format::fp32,     Format::bf16,     Format::fp16,
                              Format::fp8_e4m3, Format::fp8_e5m2, Format::int8};

FormatPeak peak_of(const Chip& chip, Format format) {
  const double lanes =
      static_cast<double>(units_on(chip, UnitKind::pcu)) * chip.pcu.lanes * chip.clock_mhz * 1e-6;
  const int values = values_per_word(chip, format);
  return {format, lanes * chip.pcu.stages * values, 2 * lanes * values};
}

double scratchpad_bandwidth(const Chip& chip) {
  return 2.0 * static_cast<double>(units_on(chip, UnitKind::pmu)) * chip.pmu.banks * 4 *
         chip.clock_mhz * 1e6;
}

/// The format of the weights of most dot units; of equally many, the first one.
Format format_of(const Mapping& mapping) {
  std::array<int, names(Format{}).size()> dots{};
  for (const Unit& unit : mapping.units)
    for (const Program& program : unit.programs)
      if (const auto* dot = std::get_if<DotProduct>(&program.work))
        ++dots[static_cast<std::size_t>(dot->weights_format)];
  return static_cast<Format>(std::ranges::max_element(dots) - dots.begin());
}

double scratchpad_bytes(const RunResult& result) {
  double bytes = 0;
  for (const UnitResult& unit : result.units)
    bytes += static_cast<double>(unit.bytes_read) + static_cast<double>(unit.bytes_written);
  return bytes;
}

}  // namespace

int values_per_word(const Chip& chip, Format format) {
  return chip.pcu.packing ? 32 / bits(format) : 1;
}

PeakShare share_of_peak(const Chip& chip, const Mapping& mapping, const RunResult& result) {
  const FormatPeak peak = peak_of(chip, format_of(mapping));
  const double seconds = static_cast<double>(result.cycles) / (chip.clock_mhz * 1e6);
  const double operations = 2.0 * static_cast<double>(mapping.macs);
  PeakShare share{.format = peak.format, .verdict = {}};
  share.tflops = ratio(operations, seconds) * 1e-12;
  share.of_map_reduce = ratio(share.tflops, peak.map_reduce_tflops);
  share.of_functional_units = ratio(share.tflops, peak.functional_units_tflops);
  share.operations_per_byte = ratio(operations, scratchpad_bytes(result));
  const double memory = share.operations_per_byte * scratchpad_bandwidth(chip) * 1e-12;
  const bool by_memory = memory > 0 && memory < peak.map_reduce_tflops;
  share.roof_tflops = by_memory ? memory : peak.map_reduce_tflops;
  share.verdict = fmt::format("{} the roof: {:.4g} of {:.4g} TFLOPS ({:.1f} %)",
                              by_memory ? "scratchpads are" : "compute is", share.tflops,
                              share.roof_tflops, 100 * ratio(share.tflops, share.roof_tflops));
  return share;
}

}  // namespace cost

PeakReport peak_of(const Chip& chip) {
  PeakReport report{.chip = chip.name, .formats = {}};
  for (const Format format : cost::kFormats) report.formats.push_back(cost::peak_of(chip, format));
  report.scratchpad_bytes_per_second = cost::scratchpad_bandwidth(chip);
  return report;
}

}  // namespace rda
