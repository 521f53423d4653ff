// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

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

double percent_of(double part, double whole) { return whole > 0 ? 100 * part / whole : 0; }

std::string percent(double part, double whole) {
  return whole > 0 ? fmt::format("{:.1f}", percent_of(part, whole)) : "-";
}

std::string line(const std::string& text) { return cut(text, kScreenColumns) + '\n'; }

/// A line as narrow as the screen; what does not fit goes below the first words.
template <class... Args>
std::string lines(fmt::format_string<Args...> format, Args&&... args) {
  return wrapped(fmt::format(format, std::forward<Args>(args)...) + '\n', kScreenColumns, 14);
}

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

std::string to_text(const CostReport& report) {
  const auto of_unit = [&](std::string_view unit) {
    double joules = 0;
    for (const EnergyRow& row : report.rows)
      if (row.unit == unit) joules += row.leakage_j + row.clock_j + row.dynamic_j;
    return percent(joules, report.total_j);
  };
  std::string text =
      lines("estimate      by table {}{}; unused units {}", cut(one_line(report.table), kNameWidth),
            report.options.node_nm > 0 || report.options.volts > 0
                ? ""
                : fmt::format(", {:.4g} nm", report.node_nm),
            report.options.power_gated ? "are power-gated" : "draw leakage and clock");
  text += lines("  area        {:.4g} mm2 without stream ports", report.mm2);
  text += lines("  power       {:.4g} W: {:.4g} static, {:.4g} dynamic", report.watts,
                report.static_watts, report.dynamic_watts);
  text += lines("  energy      {:.4g} mJ; energy-delay product {:.4g} J s", report.total_j * 1e3,
                report.edp_js);
  const bool off_chip =
      std::ranges::any_of(report.rows, [](const EnergyRow& row) { return row.unit == "off_chip"; });
  text += lines("              PCU {} %, PMU {} %, switches {} %{} of it", of_unit("pcu"),
                of_unit("pmu"), of_unit("switch"),
                off_chip ? fmt::format(", off chip {} %", of_unit("off_chip")) : "");
  text += lines("  per work    {:.4g} pJ/MAC, {:.4g} TFLOPS/W, {:.4g} TFLOPS/mm2",
                report.pj_per_mac, report.tflops_per_watt, report.tflops_per_mm2);
  return text;
}

std::string to_text(const PeakShare& share) {
  return lines("peak          {:.4g} TFLOPS map-reduce in {}, {:.1f} % of it reached",
               share.map_reduce_tflops, word(share.format), 100 * share.of_map_reduce) +
         lines("              {:.4g} TFLOPS all functional units, {:.1f} %",
               share.functional_units_tflops, 100 * share.of_functional_units) +
         lines("roofline      {} at {:.4g} TFLOPS, {:.1f} % of it reached", share.roof,
               share.roof_tflops, percent_of(share.tflops, share.roof_tflops)) +
         lines("              {:.4g} operations a byte on chip, {:.4g} at stream ports",
               share.operations_per_byte, share.operations_per_port_byte);
}

}  // namespace rda
