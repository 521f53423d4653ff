// SPDX-License-Identifier: Apache-2.0
#include "cost/parts.h"
#include "rda/cost.h"

namespace rda {
namespace {

constexpr double kPico = 1e-12, kMilli = 1e-3;

/// Energy of single operations and words, which a part has beyond that of active cycles, pJ.
double beyond_active_pj(const Chip& chip, const CostTable& table, const ActionCounts& actions,
                        const PartCost& part) {
  const PcuCosts& pcu = table.parts.pcu;
  const PmuCosts& pmu = table.parts.pmu;
  if (&part == &pmu.address_units) return actions.look_ups * pmu.look_up_pj;
  if (&part == &pmu.scratchpad)
    return cost::word_scale(chip, pmu) *
           (actions.words_read * pmu.read_pj + actions.words_written * pmu.write_pj);
  if (&part != &pcu.functional_units) return 0;
  double energy = actions.operations * pcu.operation_pj;
  for (const auto& [format, macs] : actions.unit_macs) {
    const auto found = pcu.mac_pj.find(format);
    if (found != pcu.mac_pj.end()) energy += macs * found->second;
  }
  return energy;
}

const UnitActions& actions_of(const ActionCounts& actions, UnitKind kind) {
  return kind == UnitKind::pcu ? actions.pcu : actions.pmu;
}

double dynamic_of(const Chip& chip, const CostTable& table, const ActionCounts& actions,
                  const cost::UnitPart& part) {
  const double active =
      actions_of(actions, part.kind).active_cycles * part.scale * part.costs->active_pj;
  return kPico * (active + beyond_active_pj(chip, table, actions, *part.costs));
}

double dynamic_of(const Chip& chip, const CostTable& table, const ActionCounts& actions,
                  TokenKind kind) {
  const SwitchCosts& costs = table.parts[kind];
  return kPico * actions[kind].tokens * cost::of_switch(chip, kind, costs, costs.flit_pj);
}

/// Of address generators, and of the memory that they reach.
double generators_j(const CostTable& table, const ActionCounts& actions) {
  return kPico * actions.ag.active_cycles * table.parts.off_chip.active_pj;
}
double memory_j(const CostTable& table, const ActionCounts& actions) {
  constexpr double kBits = 8;
  return kPico * actions.bytes_off_chip * kBits * table.parts.off_chip.bit_pj;
}

/// Adds up the energy of a run, part by part.
class Energy {
 public:
  Energy(const Chip& chip, double seconds, const CostTable& table, const ActionCounts& actions,
         CostReport& report)
      : chip_(chip), seconds_(seconds), table_(table), actions_(actions), report_(report) {}

  void add_rows() {
    for (const cost::UnitPart& part : cost::unit_parts(chip_, table_)) add(part);
    for (const TokenKind kind : kTokenKinds) add(kind);
    if (!chip_.memory) return;
    push({.unit = "off_chip",
          .part = "address generators",
          .dynamic_j = generators_j(table_, actions_)});
    push({.unit = "off_chip", .part = "memory", .dynamic_j = memory_j(table_, actions_)});
  }

 private:
  void add(const cost::UnitPart& part) {
    const UnitActions& did = actions_of(actions_, part.kind);
    const auto powered = static_cast<double>(
        report_.options.power_gated ? did.used : cost::units_on(chip_, part.kind));
    EnergyRow row{.unit = std::string(word(part.kind)), .part = std::string(part.name)};
    set_static(row, powered * part.scale * part.costs->leakage_mw,
               powered * part.scale * part.costs->clock_mw);
    row.dynamic_j = dynamic_of(chip_, table_, actions_, part);
    push(std::move(row));
  }

  void add(TokenKind kind) {
    const SwitchCosts& costs = table_.parts[kind];
    const SwitchActions& did = actions_[kind];
    const auto powered =
        static_cast<double>(report_.options.power_gated ? did.used : cost::switches_on(chip_));
    EnergyRow row{.unit = "switch", .part = std::string(word(kind))};
    set_static(row, powered * cost::of_switch(chip_, kind, costs, costs.leakage_mw),
               powered * cost::of_switch(chip_, kind, costs, costs.clock_mw));
    row.dynamic_j = dynamic_of(chip_, table_, actions_, kind);
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

double cost::dynamic_j(const Chip& chip, const ActionCounts& actions, const CostTable& table) {
  double joules = 0;
  for (const UnitPart& part : unit_parts(chip, table))
    joules += dynamic_of(chip, table, actions, part);
  for (const TokenKind kind : kTokenKinds) joules += dynamic_of(chip, table, actions, kind);
  return joules + generators_j(table, actions) + memory_j(table, actions);
}

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
