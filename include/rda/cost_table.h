// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rda/chip.h"
#include "rda/describe.h"
#include "rda/override.h"

namespace rda {

// Cost tables: the published figures of area and energy, each with its source.

// src/cost/cost_fields.h defines `describe` of each struct below: range, unit and meaning.

/// What a part costs that has `amount` of whatever it grows with. All four figures grow in
/// proportion to that amount.
struct PartCost {
  double amount = 1;
  double mm2 = 0, leakage_mw = 0, clock_mw = 0;
  double active_pj = 0;  ///< of each active cycle of the unit, beyond leakage and clock
  static void describe(auto& self, auto& visit);
};

/// Parts of a PCU. The functional units grow with lanes · stages, the registers with
/// lanes · stages · registers, the FIFOs with the bits of all input FIFOs; a unit has one control.
struct PcuCosts {
  PartCost functional_units, registers, fifos, control;
  double operation_pj = 0;               ///< of an element-wise operation, beyond active_pj
  std::map<std::string, double> mac_pj;  ///< by format that is multiplied, beyond active_pj
  static void describe(auto& self, auto& visit);
};

/// Parts of a PMU. The scratchpad grows with kB and banks, the FIFOs with the bits of all input
/// FIFOs, registers and address units with the stages; a unit has one control.
struct PmuCosts {
  PartCost scratchpad, fifos, registers, address_units, control;
  double banks = 1;                  ///< of a scratchpad of `scratchpad.amount` kB
  double bank_share = 0;             ///< part of the scratchpad that grows with banks instead of kB
  double read_pj = 0, write_pj = 0;  ///< of a 32-bit word in a bank of word_bank_kb
  double word_bank_kb = 1;
  double word_exponent = 0;  ///< energy of a word ~ (kB of a bank)^word_exponent
  double look_up_pj = 0;     ///< of a look-up, beyond the word that it reads
  static void describe(auto& self, auto& visit);
};

/// A switch of one network. Entry n − 1 of a list belongs to n tracks; beyond the last entry the
/// line through the last two goes on. All figures but flit_pj are those of one switch; all grow in
/// proportion to the bits of a token.
struct SwitchCosts {
  double bits = 1;                           ///< of a token in this table
  std::vector<double> crossbar_mm2;          ///< without skid buffers
  std::vector<double> skid_mm2;              ///< skid buffers for a hop latency of 1 cycle
  std::vector<double> leakage_mw, clock_mw;  ///< with no token
  std::vector<double> flit_pj;  ///< of each token that passes the switch, beyond leakage and clock
  static void describe(auto& self, auto& visit);
};

/// The published interconnect of a chip, as a measure: its area is divided among the networks, and
/// scaled to other tracks, by the areas of SwitchCosts.
struct InterconnectCosts {
  std::optional<double> mm2;  ///< of all sites; null: the areas of SwitchCosts are all there is
  int sites = 1;
  PerKind tracks;
  static void describe(auto& self, auto& visit);
};

/// Address generators and the memory that they reach.
struct OffChipCosts {
  double active_pj = 0;  ///< of each active cycle of an address generator
  double bit_pj = 0;     ///< of each bit of a burst, in the memory and its interface
  static void describe(auto& self, auto& visit);
};

struct PartCosts {
  PcuCosts pcu;
  PmuCosts pmu;
  OffChipCosts off_chip;
  SwitchCosts vector, scalar, control;
  InterconnectCosts interconnect;
  const SwitchCosts& operator[](TokenKind kind) const {
    return kind == TokenKind::vector ? vector : kind == TokenKind::scalar ? scalar : control;
  }
  static void describe(auto& self, auto& visit);
};

/// The process that the figures of a table hold for.
struct Process {
  double node_nm = 28, volts = 1, clock_mhz = 1000;
  static void describe(auto& self, auto& visit);
};

/// Area and energy of a process relative to others: energy ~ v2 · V² + v1 · V + v0.
struct ScalingFactors {
  double node_nm = 0, area = 0, v2 = 0, v1 = 0, v0 = 0;
  static void describe(auto& self, auto& visit);
};

/// A cost table (configs/costs).
struct CostTable {
  std::string name, description;
  Process process;
  PartCosts parts;
  std::vector<ScalingFactors> scaling;         ///< the largest node first
  std::map<std::string, std::string> sources;  ///< JSON pointer of a value → where it comes from
  static void describe(auto& self, auto& visit);
};

/// Reads a cost table from a file that may extend another one, applies overrides and checks it:
/// every value needs a source.
/// @throws ConfigError  naming file, JSON pointer, the problem, and what would be right
CostTable load_cost_table(const std::filesystem::path& file,
                          std::span<const Override> overrides = {});

/// The table that the program has in itself, configs/costs/plasticine_28nm.json.
CostTable default_cost_table();

/// The table for another process: areas, energies and powers times the ratios of the table's own
/// scaling factors. A node between two of them is interpolated on logarithmic scales. Leakage is
/// scaled as energy is (our choice: the factors say nothing of it). The name says what was done.
/// @param node_nm, volts  0: as the table
/// @throws Error (bad input)  if a node lies outside the factors
CostTable at_node(const CostTable& table, double node_nm, double volts);

/// Canonical JSON text: sorted keys, all values, trailing newline.
std::string to_json(const CostTable& table);

}  // namespace rda
