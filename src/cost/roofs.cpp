// SPDX-License-Identifier: Apache-2.0
// How far a run is from the peaks of its chip.
#include "cost/parts.h"
#include "cost/peak.h"
#include "rda/cost.h"

namespace rda {
namespace {

/// Bytes a second that all stream ports of a kind move: each a vector in its interval.
double port_bandwidth(const Chip& chip, UnitKind port) {
  const auto interval = static_cast<double>(hardware_of(chip, port).interval[TokenKind::vector]);
  return static_cast<double>(cost::units_on(chip, port)) * token_bytes(chip, TokenKind::vector) /
         interval * chip.clock_mhz * 1e6;
}

/// Lowers the roof if `bytes` of a run of so many operations would take longer than it allows.
void lower(PeakShare& share, const char* name, double operations, double bytes,
           double bytes_per_second) {
  if (bytes <= 0 || bytes_per_second <= 0) return;
  const double tflops = operations / bytes * bytes_per_second * 1e-12;
  if (tflops >= share.roof_tflops) return;
  share.roof_tflops = tflops;
  share.roof = name;
}

}  // namespace

PeakShare share_of_peak(const Chip& chip, Cycle cycles, const ActionCounts& actions) {
  const FormatPeak peak = cost::peak_in(chip, actions.weights_format);
  const double seconds = static_cast<double>(cycles) / (chip.clock_mhz * 1e6);
  const double operations = 2 * actions.model_macs;
  const double read = 4 * actions.words_read, written = 4 * actions.words_written;
  PeakShare share{.format = peak.format, .roof = "map-reduce"};
  share.tflops = cost::ratio(operations, seconds) * 1e-12;
  share.map_reduce_tflops = share.roof_tflops = peak.map_reduce_tflops;
  share.functional_units_tflops = peak.functional_units_tflops;
  share.of_map_reduce = cost::ratio(share.tflops, peak.map_reduce_tflops);
  share.of_functional_units = cost::ratio(share.tflops, peak.functional_units_tflops);
  share.operations_per_byte = cost::ratio(operations, read + written);
  share.operations_per_port_byte = cost::ratio(operations, actions.bytes_in + actions.bytes_out);
  const double banks = cost::bank_bandwidth(chip);
  lower(share, "scratchpad reads", operations, read, banks);
  lower(share, "scratchpad writes", operations, written, banks);
  lower(share, "source ports", operations, actions.bytes_in,
        port_bandwidth(chip, UnitKind::source));
  lower(share, "sink ports", operations, actions.bytes_out, port_bandwidth(chip, UnitKind::sink));
  return share;
}

}  // namespace rda
