// SPDX-License-Identifier: Apache-2.0
#include "cost/parts.h"
#include "rda/cost.h"

namespace rda {
namespace {

void add(AreaReport& report, AreaRow row) {
  row.mm2 = static_cast<double>(row.count) * row.each;
  report.mm2 += row.mm2;
  report.rows.push_back(std::move(row));
}

}  // namespace

AreaReport area_of(const Chip& chip, const CostTable& table) {
  AreaReport report{
      .chip = chip.name, .table = table.name, .node_nm = table.process.node_nm, .rows = {}};
  for (const cost::UnitPart& part : cost::unit_parts(chip, table))
    add(report, {.unit = std::string(word(part.kind)),
                 .part = std::string(part.name),
                 .count = cost::units_on(chip, part.kind),
                 .each = part.costs->mm2 * part.scale});
  for (const TokenKind kind : kTokenKinds)
    add(report, {.unit = "switch",
                 .part = std::string(word(kind)),
                 .count = cost::switches_on(chip),
                 .each = cost::switch_mm2(chip, kind, table)});
  return report;
}

}  // namespace rda
