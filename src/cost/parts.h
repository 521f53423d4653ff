// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "rda/cost.h"

namespace rda::cost {

/// A part of all PCUs or PMUs of a chip.
struct UnitPart {
  UnitKind kind = UnitKind::pcu;
  std::string_view name;
  const PartCost* costs = nullptr;
  double scale = 1;  ///< figures of this chip / figures of the table
};

/// The parts of PCUs, then those of PMUs, in the order of reports. Refers to `table`.
std::vector<UnitPart> unit_parts(const Chip& chip, const CostTable& table);

/// Bits of all input FIFOs of a unit.
double fifo_bits(const Chip& chip, UnitKind kind);

/// Bits of a token: vector lanes · 32, scalar 32, control 1.
double token_bits(const Chip& chip, TokenKind kind);

/// Entry of a list of SwitchCosts for this chip: by tracks, and by the width of a token.
double of_switch(const Chip& chip, TokenKind kind, const SwitchCosts& costs,
                 const std::vector<double>& list);

/// Area of the switch of one network at one site, mm2.
double switch_mm2(const Chip& chip, TokenKind kind, const CostTable& table);

/// Energy of a word of a bank of this chip / energy of a word in the table.
double word_scale(const Chip& chip, const PmuCosts& costs);

/// Energy of what was counted beyond leakage and clock, J: that of cost_of(), to the last bit.
double dynamic_j(const Chip& chip, const ActionCounts& actions, const CostTable& table);

/// PCUs or PMUs of a chip; its switches of each network.
std::int64_t units_on(const Chip& chip, UnitKind kind);
std::int64_t switches_on(const Chip& chip);

/// The entry of a list of SwitchCosts for so many tracks: 0 without tracks; beyond the last entry
/// the line through the last two goes on.
double at_tracks(const std::vector<double>& list, int tracks);

/// 0 if there is no whole.
inline double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

}  // namespace rda::cost
