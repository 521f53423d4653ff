// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <fmt/format.h>

#include "base/page_table.h"
#include "shrink/shrink.h"

namespace rda::shrink {
namespace {

constexpr std::size_t kTableName = 60;

std::string head(const Shrunk& shrunk) {
  return wrapped(
      fmt::format(
          "what can shrink: each knob is lowered as far as the whole run, mapped anew, takes "
          "the same {} cycles; with all rows together it does so as well\n"
          "area and power are estimates by table {} at {} nm\n",
          shrunk.cycles, cut(one_line(shrunk.table), kTableName), shrunk.node_nm),
      kScreenColumns, 0);
}

std::string rows_text(const Shrunk& shrunk) {
  PageTable table{
      .title = {},
      .columns = {{"knob"}, {"from", true}, {"to", true}, {"mm2 saved", true}, {"% of chip", true}},
      .rows = {}};
  for (const Lowered& row : shrunk.rows)
    table.rows.push_back({row.change.pointer, flow::value_text(row.change.pointer, row.change.from),
                          flow::value_text(row.change.pointer, row.change.to),
                          fmt::format("{:.3f}", row.mm2),
                          fmt::format("{:.1f}", 100 * row.mm2 / shrunk.before.mm2)});
  return to_text(table);
}

std::vector<std::string> total(const std::string& what, double before, double after) {
  const double share = before > 0 ? 100 * (before - after) / before : 0;
  return {what, fmt::format("{:.3f}", before), fmt::format("{:.3f}", after),
          fmt::format("{:.3f}", before - after), fmt::format("{:.1f}", share)};
}

std::string totals_text(const Shrunk& shrunk) {
  return to_text(PageTable{
      .title = {},
      .columns = {{"estimate"}, {"before", true}, {"after", true}, {"saved", true}, {"%", true}},
      .rows = {total("area, mm2", shrunk.before.mm2, shrunk.after.mm2),
               total("power, W", shrunk.before.watts, shrunk.after.watts)}});
}

std::string fewer_text(const Shrunk& shrunk) {
  std::vector<std::string> values;
  for (const Fewer& fewer : shrunk.fewer)
    values.push_back(fmt::format("{} {} ({})", fewer.change.pointer,
                                 flow::value_text(fewer.change.pointer, fewer.change.to),
                                 fewer.cycles));
  return wrapped(fmt::format("Lower values of these knobs, each alone, take fewer cycles, with "
                             "another placement. They are left out because the cycles are not the "
                             "same: {}.\n",
                             join(values, ", ")),
                 kScreenColumns, 0);
}

}  // namespace

std::string to_text(const Shrunk& shrunk) {
  std::string text = shrunk.rows.empty()
                         ? fmt::format(
                               "what can shrink: nothing, no knob has a lower value with "
                               "the same {} cycles\n",
                               shrunk.cycles)
                         : head(shrunk) + '\n' + rows_text(shrunk) + '\n' + totals_text(shrunk);
  if (!shrunk.fewer.empty()) text += '\n' + fewer_text(shrunk);
  return text;
}

}  // namespace rda::shrink
