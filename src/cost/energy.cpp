// SPDX-License-Identifier: Apache-2.0
#include "cost/counts.h"
#include "cost/parts.h"
#include "cost/peak.h"
#include "rda/cost.h"

namespace rda {
namespace cost {
namespace {

constexpr double kPico = 1e-12, kMilli = 1e-3;

/// Adds up the energy of a run, part by part.
class Energy {
 public:
  Energy(const Chip& chip, const CostTable& table, const Counts& counts, EnergyReport& report)
      : chip_(chip), table_(table), counts_(counts), report_(report) {}

  void add_rows() {
    for (const UnitPart& part : unit_parts(chip_, table_)) add(part);
    for (const TokenKind kind : kTokenKinds) add(kind);
  }

 private:
  void add(const UnitPart& part) {
    const double powered = report_.options.power_gated
                               ? counts_.used_of(part.kind)
                               : static_cast<double>(units_on(chip_, part.kind));
    EnergyRow row{.unit = std::string(word(part.kind)), .part = std::string(part.name)};
    set_static(row, powered * part.scale * part.costs->leakage_mw,
               powered * part.scale * part.costs->clock_mw);
    const double active = counts_.active_of(part.kind) * part.scale * part.costs->active_pj;
    row.dynamic_j = kPico * (active + beyond_active(*part.costs));
    push(std::move(row));
  }

  /// Energy of single operations and words, which the part has beyond that of active cycles, pJ.
  double beyond_active(const PartCost& part) const {
    const PcuCosts& pcu = table_.parts.pcu;
    const PmuCosts& pmu = table_.parts.pmu;
    if (&part == &pmu.address_units) return counts_.look_ups * pmu.look_up_pj;
    if (&part == &pmu.scratchpad)
      return word_scale(chip_, pmu) *
             (counts_.words_read * pmu.read_pj + counts_.words_written * pmu.write_pj);
    if (&part != &pcu.functional_units) return 0;
    double energy = counts_.operations * pcu.operation_pj;
    for (const auto& [format, macs] : counts_.macs) {
      const auto found = pcu.mac_pj.find(format);
      if (found != pcu.mac_pj.end()) energy += macs * found->second;
    }
    return energy;
  }

  void add(TokenKind kind) {
    const SwitchCosts& costs = table_.parts[kind];
    const auto number = static_cast<std::size_t>(kind);
    const double powered = report_.options.power_gated ? counts_.switches[number]
                                                       : static_cast<double>(switches_on(chip_));
    EnergyRow row{.unit = "switch", .part = std::string(word(kind))};
    set_static(row, powered * of_switch(chip_, kind, costs, costs.leakage_mw),
               powered * of_switch(chip_, kind, costs, costs.clock_mw));
    row.dynamic_j = kPico * counts_.flits[number] * of_switch(chip_, kind, costs, costs.flit_pj);
    push(std::move(row));
  }

  /// @param clock_mw  at the clock of the table
  void set_static(EnergyRow& row, double leakage_mw, double clock_mw) const {
    row.leakage_j = kMilli * leakage_mw * report_.seconds;
    row.clock_j =
        kMilli * clock_mw * (chip_.clock_mhz / table_.process.clock_mhz) * report_.seconds;
  }

  void push(EnergyRow row) {
    report_.leakage_j += row.leakage_j;
    report_.clock_j += row.clock_j;
    report_.dynamic_j += row.dynamic_j;
    report_.rows.push_back(std::move(row));
  }

  const Chip& chip_;
  const CostTable& table_;
  const Counts& counts_;
  EnergyReport& report_;
};

void derive(const Mapping& mapping, EnergyReport& report) {
  report.static_j = report.leakage_j + report.clock_j;
  report.total_j = report.static_j + report.dynamic_j;
  report.watts = ratio(report.total_j, report.seconds);
  report.pj_per_mac = ratio(report.total_j / kPico, static_cast<double>(mapping.macs));
  report.edp_js = report.total_j * report.seconds;
  report.tflops_per_watt = ratio(report.peak.tflops, report.watts);
  report.tflops_per_mm2 = ratio(report.peak.tflops, report.mm2);
}

}  // namespace
}  // namespace cost

EnergyReport energy_of(const Chip& chip, const Mapping& mapping, const RunResult& result,
                       const CostTable& table, const EnergyOptions& options) {
  EnergyReport report{.chip = chip.name,
                      .table = table.name,
                      .node_nm = table.process.node_nm,
                      .options = options,
                      .seconds = static_cast<double>(result.cycles) / (chip.clock_mhz * 1e6),
                      .rows = {},
                      .mm2 = area_of(chip, table).mm2,
                      .peak = cost::share_of_peak(chip, mapping, result)};
  const cost::Counts counts = cost::count(chip, mapping, result);
  cost::Energy(chip, table, counts, report).add_rows();
  cost::derive(mapping, report);
  return report;
}

}  // namespace rda
