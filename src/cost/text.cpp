// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <fmt/format.h>

#include "base/page_table.h"
#include "rda/cost.h"

namespace rda {
namespace {

constexpr std::size_t kNameWidth = 60;

std::string head(const std::string& what, const std::string& chip, const std::string& table) {
  return wrapped(fmt::format("{} of {}, by table {}\n", what, cut(one_line(chip), kNameWidth),
                             cut(one_line(table), kNameWidth)),
                 kScreenColumns, 2) +
         '\n';
}

std::string percent(double part, double whole) {
  return whole > 0 ? fmt::format("{:.1f}", 100 * part / whole) : "-";
}

std::string line(const std::string& text) { return cut(text, kScreenColumns) + '\n'; }

/// "functional units" of "pcu" -> "PCU functional units"; of "switch" -> "vector switches".
std::string name_of(const std::string& unit, const std::string& part) {
  if (unit == "switch") return part + " switches";
  return (unit == "pcu" ? "PCU " : "PMU ") + part;
}

}  // namespace

std::string to_text(const AreaReport& report) {
  PageTable table{.title = {},
                  .columns = {{"part"},
                              {"count", true},
                              {"mm2 each", true},
                              {"mm2", true},
                              {"% of chip", true}},
                  .rows = {}};
  for (const AreaRow& row : report.rows)
    table.rows.push_back({name_of(row.unit, row.part), std::to_string(row.count),
                          fmt::format("{:.6f}", row.each), fmt::format("{:.3f}", row.mm2),
                          percent(row.mm2, report.mm2)});
  table.rows.push_back({"chip without stream ports", "", "", fmt::format("{:.3f}", report.mm2),
                        percent(report.mm2, report.mm2)});
  return head(fmt::format("Area at {} nm", report.node_nm), report.chip, report.table) +
         to_text(table);
}

std::string to_text(const PeakReport& report) {
  PageTable table{
      .title = {},
      .columns = {{"format"}, {"TFLOPS, all functional units", true}, {"TFLOPS, map-reduce", true}},
      .rows = {}};
  for (const FormatPeak& peak : report.formats)
    table.rows.push_back({std::string(word(peak.format)),
                          fmt::format("{:.3f}", peak.functional_units_tflops),
                          fmt::format("{:.3f}", peak.map_reduce_tflops)});
  return line("Peaks of " + cut(one_line(report.chip), kNameWidth)) + '\n' + to_text(table) + '\n' +
         line(fmt::format("scratchpads: {:.4g} TB/s read and written",
                          report.scratchpad_bytes_per_second * 1e-12));
}

std::string to_text(const EnergyReport& report) {
  const auto uj = [](double joules) { return fmt::format("{:.4g}", joules * 1e6); };
  PageTable table{.title = {},
                  .columns = {{"part"},
                              {"leakage uJ", true},
                              {"clock uJ", true},
                              {"dynamic uJ", true},
                              {"% of all", true}},
                  .rows = {}};
  for (const EnergyRow& row : report.rows)
    table.rows.push_back({name_of(row.unit, row.part), uj(row.leakage_j), uj(row.clock_j),
                          uj(row.dynamic_j),
                          percent(row.leakage_j + row.clock_j + row.dynamic_j, report.total_j)});
  table.rows.push_back({"all", uj(report.leakage_j), uj(report.clock_j), uj(report.dynamic_j),
                        percent(report.total_j, report.total_j)});
  std::string text =
      head(fmt::format("Energy at {} nm", report.node_nm), report.chip, report.table) +
      to_text(table) + '\n';
  text += line(fmt::format("energy     {:.4g} J in {:.6g} s: {:.4g} W, EDP {:.4g} J s",
                           report.total_j, report.seconds, report.watts, report.edp_js));
  text += line(fmt::format("unused     {}", report.options.power_gated
                                                ? "units and switches are power-gated"
                                                : "units and switches draw leakage and clock"));
  text += line(fmt::format("per work   {:.4g} pJ/MAC, {:.4g} TFLOPS/W, {:.4g} TFLOPS/mm2",
                           report.pj_per_mac, report.tflops_per_watt, report.tflops_per_mm2));
  text += line(fmt::format("peak       {:.1f} % of map-reduce in {}, {:.1f} % of all units",
                           100 * report.peak.of_map_reduce, word(report.peak.format),
                           100 * report.peak.of_functional_units));
  text += line(fmt::format("on chip    {:.4g} operations/byte; {}", report.peak.operations_per_byte,
                           report.peak.verdict));
  return text;
}

}  // namespace rda
