// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "rda/chip.h"
#include "rda/cost_table.h"
#include "rda/describe.h"
#include "rda/mapping.h"
#include "rda/numerics.h"
#include "rda/result.h"

namespace rda {

// What a chip and a run on it cost. Every estimate is a figure of a cost table times a ratio of
// knobs. No constant is fitted to a total.

// src/cost/cost_fields.h defines `describe` of each struct below: range, unit and meaning.

/// Area of all parts of one sort on the chip: "pcu", "registers".
struct AreaRow {
  std::string unit, part;
  std::int64_t count = 0;    ///< units, or switches
  double each = 0, mm2 = 0;  ///< mm2 of the part in one unit; in all
  static void describe(auto& self, auto& visit);
};

/// Area of a chip. Stream ports and whatever lies behind them are not counted.
struct AreaReport {
  std::string chip, table;
  double node_nm = 0;
  std::vector<AreaRow> rows;
  double mm2 = 0;  ///< sum of the rows
  static void describe(auto& self, auto& visit);
};

/// The area of a chip; needs no run.
AreaReport area_of(const Chip& chip, const CostTable& table);

/// The most operations a second that a chip does with values of one format.
struct FormatPeak {
  Format format = Format::fp32;
  double functional_units_tflops = 0;  ///< one operation of every functional unit in every cycle
  double map_reduce_tflops = 0;        ///< a multiply and an add of every value of a vector
  static void describe(auto& self, auto& visit);
};

struct PeakReport {
  std::string chip;
  std::vector<FormatPeak> formats;
  double scratchpad_bytes_per_second = 0;  ///< every bank reads and writes a word in every cycle
  static void describe(auto& self, auto& visit);
};

/// The peaks of a chip. Without packing every value takes a word, so all formats have one peak.
PeakReport peak_of(const Chip& chip);

/// How many units or switches of a kind a run used, and for how long or how often.
struct UnitActions {
  std::int64_t used = 0;     ///< units with a program
  double active_cycles = 0;  ///< of all of them
  static void describe(auto& self, auto& visit);
};
struct SwitchActions {
  std::int64_t used = 0;  ///< switches that a route passes
  double tokens = 0;      ///< tokens times the switches that each passed
  static void describe(auto& self, auto& visit);
};

/// What a run did, as far as it costs energy or says how far it is from a peak; no cost table is
/// needed to count it. Reals: sums of counts up to 2^53 are exact.
///
/// A token passes the first switch of its route when it is put on the first link, and each further
/// one when it is carried there. A dot unit multiplies whole vectors, padding included; without
/// packing it multiplies each value as a 32-bit word.
struct ActionCounts {
  UnitActions pcu, pmu, ag;
  SwitchActions vector, scalar, control;
  double model_macs = 0;                     ///< multiply-accumulates of the workload
  Format weights_format = Format::fp32;      ///< of most dot units
  std::map<std::string, double> unit_macs;   ///< of all lanes of dot units, by multiplied format
  double operations = 0;                     ///< element-wise, with addends of dot units
  double words_read = 0, words_written = 0;  ///< 32-bit words of banks
  double look_ups = 0;
  double bytes_in = 0, bytes_out = 0;  ///< through stream ports
  double bytes_off_chip = 0;           ///< of bursts
  const SwitchActions& operator[](TokenKind kind) const {
    return kind == TokenKind::vector ? vector : kind == TokenKind::scalar ? scalar : control;
  }
  static void describe(auto& self, auto& visit);
};

/// Counts what a run did. Requires the result of a run of this mapping.
ActionCounts actions_of(const Chip& chip, const Mapping& mapping, const RunResult& result);

/// How far a run is from the peak, with operations counted as 2 per multiply-accumulate. A roof is
/// the speed at which one part of the chip would have no cycle left.
struct PeakShare {
  Format format = Format::fp32;  ///< of the weights of most dot units
  double tflops = 0;
  double map_reduce_tflops = 0, functional_units_tflops = 0;  ///< peaks in this format
  double of_map_reduce = 0, of_functional_units = 0;          ///< shares of both
  double operations_per_byte = 0;       ///< of the bytes that scratchpads read and wrote
  double operations_per_port_byte = 0;  ///< of the bytes that passed stream ports
  double roof_tflops = 0;               ///< the lowest of the roofs
  std::string roof;                     ///< whose: "map-reduce", "scratchpad reads", …
  static void describe(auto& self, auto& visit);
};

PeakShare share_of_peak(const Chip& chip, Cycle cycles, const ActionCounts& actions);

/// How a cost table is read.
struct CostOptions {
  bool power_gated = true;  ///< units and switches that the mapping does not use draw no power
  double node_nm = 0, volts = 0;  ///< of the chip; 0: as the table
  static void describe(auto& self, auto& visit);
};

/// Energy of all parts of one sort in a run.
struct EnergyRow {
  std::string unit, part;
  double leakage_j = 0, clock_j = 0, dynamic_j = 0;
  static void describe(auto& self, auto& visit);
};

/// Area and energy of a run: an estimate. total_j = static_j + dynamic_j,
/// static_j = leakage_j + clock_j, and these three are the sums of the rows in their order, to the
/// last bit.
struct CostReport {
  std::string table;         ///< name of the cost table
  std::string table_file;    ///< path; empty: the table of the program
  std::string table_sha256;  ///< of its values
  double node_nm = 0;
  CostOptions options;
  double mm2 = 0;
  std::vector<EnergyRow> rows;
  double leakage_j = 0, clock_j = 0, static_j = 0, dynamic_j = 0, total_j = 0;
  double watts = 0, static_watts = 0, dynamic_watts = 0;
  double pj_per_mac = 0, edp_js = 0;  ///< energy–delay product: total_j · seconds
  double tflops_per_watt = 0, tflops_per_mm2 = 0;
  static void describe(auto& self, auto& visit);
};

/// What a run costs, by the table for the process that the options name: a pure function of what
/// the run counted.
/// @throws as at_node()
CostReport cost_of(const Chip& chip, Cycle cycles, const ActionCounts& actions,
                   const CostTable& table, const CostOptions& options = {});

/// For people: at most 80 columns.
std::string to_text(const AreaReport& report);
std::string to_text(const PeakReport& report);
std::string to_text(const PeakShare& share);
std::string to_text(const CostReport& report);

/// Canonical JSON text: sorted keys, all values, trailing newline.
std::string to_json(const AreaReport& report);
std::string to_json(const PeakReport& report);
std::string to_json(const CostReport& report);

}  // namespace rda
