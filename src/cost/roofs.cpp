// SPDX-License-Identifier: Apache-2.0
// How far a run is from the peaks of its chip.
#include "cost/roofs.h"

#include <algorithm>

#include "cost/parts.h"
#include "cost/peak.h"

namespace rda {
namespace cost {
namespace {

/// Bytes a second that all stream ports of a kind move: each a vector in its interval.
double port_bandwidth(const Chip& chip, UnitKind port) {
  const auto interval = static_cast<double>(hardware_of(chip, port).interval[TokenKind::vector]);
  const int ports = (port == UnitKind::source ? chip.stream.sources : chip.stream.sinks).count;
  return ports * token_bytes(chip, TokenKind::vector) / interval * chip.clock_mhz * 1e6;
}

}  // namespace

std::vector<Roof> roofs_of(const Chip& chip, const ActionCounts& actions) {
  const double operations = 2 * actions.model_macs;
  const double banks = bank_bandwidth(chip);
  std::vector<Roof> roofs{
      {.part = "map-reduce", .tflops = peak_in(chip, actions.weights_format).map_reduce_tflops}};
  const auto add = [&](const char* part, double bytes, double bytes_per_second) {
    if (bytes <= 0 || bytes_per_second <= 0) return;
    const double intensity = operations / bytes;
    roofs.push_back({part, bytes_per_second, intensity, intensity * bytes_per_second * 1e-12});
  };
  add("scratchpad reads", 4 * actions.words_read, banks);
  add("scratchpad writes", 4 * actions.words_written, banks);
  add("source ports", actions.bytes_in, port_bandwidth(chip, UnitKind::source));
  add("sink ports", actions.bytes_out, port_bandwidth(chip, UnitKind::sink));
  if (chip.memory)
    add("off-chip memory", actions.bytes_off_chip,
        peak_bytes_per_second(chip.memory->channels, chip.clock_mhz));
  return roofs;
}

}  // namespace cost

PeakShare share_of_peak(const Chip& chip, Cycle cycles, const ActionCounts& actions) {
  const FormatPeak peak = cost::peak_in(chip, actions.weights_format);
  const double seconds = static_cast<double>(cycles) / (chip.clock_mhz * 1e6);
  const double operations = 2 * actions.model_macs;
  const double bytes = 4 * (actions.words_read + actions.words_written);
  const std::vector<cost::Roof> roofs = cost::roofs_of(chip, actions);
  const cost::Roof& lowest = *std::ranges::min_element(roofs, {}, &cost::Roof::tflops);
  PeakShare share{.format = peak.format, .roof_tflops = lowest.tflops, .roof = lowest.part};
  share.tflops = cost::ratio(operations, seconds) * 1e-12;
  share.map_reduce_tflops = peak.map_reduce_tflops;
  share.functional_units_tflops = peak.functional_units_tflops;
  share.of_map_reduce = cost::ratio(share.tflops, peak.map_reduce_tflops);
  share.of_functional_units = cost::ratio(share.tflops, peak.functional_units_tflops);
  share.operations_per_byte = cost::ratio(operations, bytes);
  share.operations_per_port_byte = cost::ratio(operations, actions.bytes_in + actions.bytes_out);
  return share;
}

}  // namespace rda
