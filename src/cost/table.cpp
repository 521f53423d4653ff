// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "cost/cost_fields.h"
#include "cost/default_table.h"
#include "cost/rules.h"
#include "json/extends.h"
#include "json/reader.h"
#include "json/shape.h"
#include "rda/check.h"
#include "rda/cost.h"
#include "rda/error.h"

namespace rda {
namespace {

/// Interpolates a factor between two nodes, on logarithmic scales.
template <class Factor>
double at(const std::vector<ScalingFactors>& nodes, double nm, const Factor& factor) {
  const auto below =
      std::ranges::find_if(nodes, [&](const ScalingFactors& node) { return node.node_nm <= nm; });
  if (below == nodes.end() || (below == nodes.begin() && below->node_nm < nm))
    throw Error(ExitCode::bad_input,
                nodes.empty()
                    ? fmt::format("--node: {} nm: the table has no scaling factors", nm)
                    : fmt::format("--node: {} nm: the table's scaling factors are for {} to {} nm",
                                  nm, nodes.back().node_nm, nodes.front().node_nm));
  if (below->node_nm == nm) return factor(*below);
  const ScalingFactors& above = *std::prev(below);
  const double part = std::log(above.node_nm / nm) / std::log(above.node_nm / below->node_nm);
  return factor(above) * std::pow(factor(*below) / factor(above), part);
}

/// Multiplies areas by one factor, energies and powers by the other.
struct Scaler {
  double area, energy;

  void scale(PartCost& part) const {
    part.mm2 *= area;
    for (double* figure : {&part.leakage_mw, &part.clock_mw, &part.active_pj}) *figure *= energy;
  }
  void scale(SwitchCosts& costs) const {
    for (auto* list : {&costs.crossbar_mm2, &costs.skid_mm2})
      for (double& figure : *list) figure *= area;
    for (auto* list : {&costs.leakage_mw, &costs.clock_mw, &costs.flit_pj})
      for (double& figure : *list) figure *= energy;
  }
  void scale(PartCosts& parts) const {
    PcuCosts& pcu = parts.pcu;
    PmuCosts& pmu = parts.pmu;
    for (PartCost* part :
         {&pcu.functional_units, &pcu.registers, &pcu.fifos, &pcu.control, &pmu.scratchpad,
          &pmu.fifos, &pmu.registers, &pmu.address_units, &pmu.control})
      scale(*part);
    for (double* figure : {&pcu.operation_pj, &pmu.read_pj, &pmu.write_pj, &pmu.look_up_pj,
                           &parts.off_chip.active_pj})
      *figure *= energy;
    for (auto& [format, figure] : pcu.mac_pj) figure *= energy;
    for (SwitchCosts* costs : {&parts.vector, &parts.scalar, &parts.control}) scale(*costs);
    if (parts.interconnect.mm2) *parts.interconnect.mm2 *= area;
  }
};

}  // namespace

CostTable load_cost_table(const std::filesystem::path& file, std::span<const Override> overrides) {
  const json::Extended from(file, json::FileKind::costs, json::shape<CostTable>());
  CostTable table = from.read<CostTable>(overrides);
  from.refuse(cost::broken_rules(table), overrides);
  if (table.name.empty()) table.name = file.stem().string();
  return table;
}

CostTable default_cost_table() {
  const std::string file = "plasticine_28nm.json";
  auto table = json::read_value<CostTable>(json::parse(cost::default_table_text(), file), file);
  RDA_CHECK(cost::broken_rules(table).empty());
  if (table.name.empty()) table.name = "plasticine_28nm";
  return table;
}

CostTable at_node(const CostTable& table, double node_nm, double volts) {
  if (node_nm == 0 && volts == 0) return table;
  if (node_nm == 0) node_nm = table.process.node_nm;
  if (volts == 0) volts = table.process.volts;
  if (volts < cost::kLeastVolts || volts > cost::kMostVolts)
    throw Error(ExitCode::bad_input,
                fmt::format("--volts: {} V: scaling factors are for {} to {} V", volts,
                            cost::kLeastVolts, cost::kMostVolts));
  const auto area = [](const ScalingFactors& node) { return node.area; };
  const auto ratio = [&](const auto& factor, const auto& own) {
    return at(table.scaling, node_nm, factor) / at(table.scaling, table.process.node_nm, own);
  };
  const auto energy = [](double supply) {
    return [supply](const ScalingFactors& node) { return cost::energy_at(node, supply); };
  };
  CostTable scaled = table;
  Scaler{ratio(area, area), ratio(energy(volts), energy(table.process.volts))}.scale(scaled.parts);
  scaled.process.node_nm = node_nm;
  scaled.process.volts = volts;
  scaled.name = fmt::format("{}, scaled to {} nm at {} V", table.name, node_nm, volts);
  return scaled;
}

}  // namespace rda
