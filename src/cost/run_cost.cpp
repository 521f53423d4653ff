// SPDX-License-Identifier: Apache-2.0
#include "cost/parts.h"
#include "rda/cost.h"

namespace rda {
namespace {

constexpr double kPico = 1e-12, kMilli = 1e-3;

/// Adds up the energy of a run, part by part.
class Energy {
 public:
  Energy(const Chip& chip, double seconds, const CostTable& table, const ActionCounts& actions,
         CostReport& report)
      : chip_(chip), seconds_(seconds), table_(table), actions_(actions), report_(report) {}

  void add_rows() {
    for (const cost::UnitPart& part : cost::unit_parts(chip_, table_)) add(part);
    for (const TokenKind kind : kTokenKinds) add(kind);
  }

 private:
  void add(const cost::UnitPart& part) {
    const UnitActions& did = part.kind == UnitKind::pcu ? actions_.pcu : actions_.pmu;
    const auto powered = static_cast<double>(
        report_.options.power_gated ? did.used : cost::units_on(chip_, part.kind));
    EnergyRow row{.unit = std::string(word(part.kind)), .part = std::string(part.name)};
    set_static(row, powered * part.scale * part.costs->leakage_mw,
               powered * part.scale * part.costs->clock_mw);
    const double active = did.active_cycles * part.scale * part.costs->active_pj;
    row.dynamic_j = kPico * (active + beyond_active(*part.costs));
    push(std::move(row));
  }

  /// Energy of single operations and words, which the part has beyond that of active cycles, pJ.
  double beyond_active(const PartCost& part) const {
    const PcuCosts& pcu = table_.parts.pcu;
    const PmuCosts& pmu = table_.parts.pmu;
    if (&part == &pmu.address_units) return actions_.look_ups * pmu.look_up_pj;
    if (&part == &pmu.scratchpad)
      return cost::word_scale(chip_, pmu) *
             (actions_.words_read * pmu.read_pj + actions_.words_written * pmu.write_pj);
    if (&part != &pcu.functional_units) return 0;
    double energy = actions_.operations * pcu.operation_pj;
    for (const auto& [format, macs] : actions_.unit_macs) {
      const auto found = pcu.mac_pj.find(format);
      if (found != pcu.mac_pj.end()) energy += macs * found->second;
    }
    return energy;
  }

  void add(TokenKind kind) {
    const SwitchCosts& costs = table_.parts[kind];
    const SwitchActions& did = actions_[kind];
    const auto powered =
        static_cast<double>(report_.options.power_gated ? did.used : cost::switches_on(chip_));
    EnergyRow row{.unit = "switch", .part = std::string(word(kind))};
    set_static(row, powered * cost::of_switch(chip_, kind, costs, costs.leakage_mw),
               powered * cost::of_switch(chip_, kind, costs, costs.clock_mw));
    row.dynamic_j = kPico * did.tokens * cost::of_switch(chip_, kind, costs, costs.flit_pj);
    push(std::move(row));
  }

  /// @param clock_mw  at the clock of the table
  void set_static(EnergyRow& row, double leakage_mw, double clock_mw) const {
    row.leakage_j = kMilli * leakage_mw * seconds_;
    row.clock_j = kMilli * clock_mw * (chip_.clock_mhz / table_.process.clock_mhz) * seconds_;
  }

  void push(EnergyRow row) {
    report_.leakage_j += row.leakage_j;
    report_.clock_j += row.clock_j;
    report_.dynamic_j += row.dynamic_j;
    report_.rows.push_back(std::move(row));
  }

  const Chip& chip_;
  double seconds_;
  const CostTable& table_;
  const ActionCounts& actions_;
  CostReport& report_;
};

void derive(const ActionCounts& actions, double seconds, CostReport& report) {
  const double tflops = cost::ratio(2 * actions.model_macs, seconds) * 1e-12;
  report.static_j = report.leakage_j + report.clock_j;
  report.total_j = report.static_j + report.dynamic_j;
  report.watts = cost::ratio(report.total_j, seconds);
  report.static_watts = cost::ratio(report.static_j, seconds);
  report.dynamic_watts = cost::ratio(report.dynamic_j, seconds);
  report.pj_per_mac = cost::ratio(report.total_j / kPico, actions.model_macs);
  report.edp_js = report.total_j * seconds;
  report.tflops_per_watt = cost::ratio(tflops, report.watts);
  report.tflops_per_mm2 = cost::ratio(tflops, report.mm2);
}

}  // namespace

CostReport cost_of(const Chip& chip, Cycle cycles, const ActionCounts& actions,
                   const CostTable& table, const CostOptions& options) {
  const CostTable scaled = at_node(table, options.node_nm, options.volts);
  CostReport report;
  report.table = scaled.name;
  report.node_nm = scaled.process.node_nm;
  report.options = options;
  report.mm2 = area_of(chip, scaled).mm2;
  const double seconds = static_cast<double>(cycles) / (chip.clock_mhz * 1e6);
  Energy(chip, seconds, scaled, actions, report).add_rows();
  derive(actions, seconds, report);
  return report;
}

}  // namespace rda
