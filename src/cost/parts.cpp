// SPDX-License-Identifier: Apache-2.0
#include "cost/parts.h"

#include <cmath>
#include <cstddef>

namespace rda::cost {
namespace {

constexpr double kDigits = 1e12;

/// A scratchpad of this chip / the one of the table: kB for cells, banks for what is around them.
double scratchpad_scale(const PmuConfig& pmu, const PmuCosts& costs) {
  return (1 - costs.bank_share) * pmu.capacity_kb / costs.scratchpad.amount +
         costs.bank_share * pmu.banks / costs.banks;
}

/// Area of crossbars and skid buffers of a switch for tokens as wide as the table's. A skid buffer
/// holds two tokens for each cycle of the hop latency (Zhang et al., ISCA 2019).
double crossbars_mm2(const SwitchCosts& costs, int tracks, int hop_latency) {
  return at_tracks(costs.crossbar_mm2, tracks) + hop_latency * at_tracks(costs.skid_mm2, tracks);
}

/// Area of the published interconnect / area of its crossbars and skid buffers: 1 without it.
double wiring(const PartCosts& parts) {
  const InterconnectCosts& measure = parts.interconnect;
  if (!measure.mm2) return 1;
  double site = 0;
  for (const TokenKind kind : kTokenKinds)
    site += crossbars_mm2(parts[kind], measure.tracks[kind], 1);
  return site > 0 ? *measure.mm2 / (measure.sites * site) : 1;
}

}  // namespace

double at_tracks(const std::vector<double>& list, int tracks) {
  if (tracks == 0 || list.empty()) return 0;
  const auto entries = static_cast<int>(list.size());
  const auto entry = [&](int n) { return n == 0 ? 0.0 : list[static_cast<std::size_t>(n - 1)]; };
  if (tracks <= entries) return entry(tracks);
  return entry(entries) + (tracks - entries) * (entry(entries) - entry(entries - 1));
}

double token_bits(const Chip& chip, TokenKind kind) {
  return kind == TokenKind::control ? 1 : 8.0 * token_bytes(chip, kind);
}

double fifo_bits(const Chip& chip, UnitKind kind) {
  const Hardware hardware = hardware_of(chip, kind);
  double bits = 0;
  for (const TokenKind token : kTokenKinds)
    bits += token_bits(chip, token) * hardware.inputs[token] * hardware.fifo_depth[token];
  return bits;
}

std::vector<UnitPart> unit_parts(const Chip& chip, const CostTable& table) {
  const PcuCosts& pcu = table.parts.pcu;
  const PmuCosts& pmu = table.parts.pmu;
  const double cells = static_cast<double>(chip.pcu.lanes) * chip.pcu.stages;
  const auto part = [](UnitKind kind, std::string_view name, const PartCost& costs,
                       double amount) -> UnitPart {
    return {kind, name, &costs, amount / costs.amount};
  };
  return {part(UnitKind::pcu, "functional units", pcu.functional_units, cells),
          part(UnitKind::pcu, "registers", pcu.registers, cells * chip.pcu.registers),
          part(UnitKind::pcu, "FIFOs", pcu.fifos, fifo_bits(chip, UnitKind::pcu)),
          part(UnitKind::pcu, "control", pcu.control, 1),
          {UnitKind::pmu, "scratchpad", &pmu.scratchpad, scratchpad_scale(chip.pmu, pmu)},
          part(UnitKind::pmu, "FIFOs", pmu.fifos, fifo_bits(chip, UnitKind::pmu)),
          part(UnitKind::pmu, "registers", pmu.registers, chip.pmu.stages),
          part(UnitKind::pmu, "address units", pmu.address_units, chip.pmu.stages),
          part(UnitKind::pmu, "control", pmu.control, 1)};
}

double of_switch(const Chip& chip, TokenKind kind, const SwitchCosts& costs,
                 const std::vector<double>& list) {
  return at_tracks(list, chip.network.tracks[kind]) * token_bits(chip, kind) / costs.bits;
}

double switch_mm2(const Chip& chip, TokenKind kind, const CostTable& table) {
  const SwitchCosts& costs = table.parts[kind];
  const NetworkConfig& network = chip.network;
  return wiring(table.parts) * crossbars_mm2(costs, network.tracks[kind], network.hop_latency) *
         token_bits(chip, kind) / costs.bits;
}

double word_scale(const Chip& chip, const PmuCosts& costs) {
  const double bank_kb = static_cast<double>(chip.pmu.capacity_kb) / chip.pmu.banks;
  const double scale = std::pow(bank_kb / costs.word_bank_kb, costs.word_exponent);
  return std::round(scale * kDigits) / kDigits;  // pow may differ in its last bit
}

std::int64_t units_on(const Chip& chip, UnitKind kind) { return std::ssize(sites_of(chip, kind)); }

std::int64_t switches_on(const Chip& chip) { return std::int64_t{chip.grid.rows} * chip.grid.cols; }

}  // namespace rda::cost
