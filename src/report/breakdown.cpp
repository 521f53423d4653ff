// SPDX-License-Identifier: Apache-2.0
#include "report/breakdown.h"

#include <fmt/format.h>

#include <map>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "mapping/group.h"

namespace rda::report {
namespace {

constexpr std::size_t kNameWidth = 30;
constexpr std::size_t kMostRows = 24;

std::string name_of(const BreakdownRow& row) {
  const std::string gate = one_line(row.gate);
  if (row.layer < 0) return gate;
  return fmt::format("layer {}{}{} {}", row.layer, row.direction.empty() ? "" : " ", row.direction,
                     gate);
}

/// The rows without regard to the kind.
std::vector<BreakdownRow> of_all_kinds(const std::vector<BreakdownRow>& rows) {
  std::vector<BreakdownRow> merged;
  for (const BreakdownRow& row : rows) {
    if (merged.empty() || name_of(merged.back()) != name_of(row)) {
      merged.push_back(row);
      continue;
    }
    merged.back().units += row.units;
    merged.back().activity.add(row.activity);
  }
  return merged;
}

std::string row_text(const BreakdownRow& row) {
  const auto share = [&](Cycle part) {
    return fmt::format("{:6.1f} %",
                       100 * static_cast<double>(part) / static_cast<double>(row.activity.total()));
  };
  const std::string name = cut(name_of(row), kNameWidth);
  const ActivitySums& did = row.activity;
  return fmt::format("  {:<{}}{:>6}{}{}{}{}{}\n", name, kNameWidth, row.units, share(did.active),
                     share(did.conflict), share(did.blocked), share(did.idle), share(did.starved));
}

}  // namespace

std::vector<BreakdownRow> breakdown_of(const Mapping& mapping, const RunResult& result) {
  using Key = std::tuple<int, std::string, std::string, UnitKind>;
  std::map<Key, BreakdownRow> rows;
  for (const UnitId number : mapping.units.ids()) {
    const Unit& unit = mapping.units[number];
    const Origin& origin = unit.origin;
    BreakdownRow& row = rows[{origin.layer, origin.direction, mapping::gate_of(unit), unit.kind}];
    row.layer = origin.layer;
    row.direction = origin.direction;
    row.gate = mapping::gate_of(unit);
    row.kind = word(unit.kind);
    ++row.units;
    row.activity.add(result.units[number.index()].activity);
  }
  std::vector<BreakdownRow> sorted;
  for (auto& [key, row] : rows) sorted.push_back(std::move(row));
  return sorted;
}

std::string breakdown_text(const Report& report) {
  std::string text =
      fmt::format("{:<{}}{:>6}{:>8}{:>9}{:>8}{:>7}{:>8}\n", "cycles by layer and gate",
                  kNameWidth + 2, "units", "active", "conflict", "blocked", "idle", "starved");
  const std::vector<BreakdownRow> rows = of_all_kinds(report.breakdown);
  for (std::size_t i = 0; i < rows.size() && i < kMostRows; ++i) text += row_text(rows[i]);
  if (rows.size() > kMostRows)
    text += fmt::format("  and {} more (-o writes all)\n", rows.size() - kMostRows);
  return text;
}

}  // namespace rda::report
