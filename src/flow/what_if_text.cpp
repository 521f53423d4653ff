// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "flow/what_if.h"

namespace rda::flow {
namespace {

constexpr std::size_t kMostProblem = 400;  // bytes

std::string text_of(const KnobChange& change) {
  return fmt::format("{} {} -> {}", change.pointer, value_text(change.pointer, change.from),
                     value_text(change.pointer, change.to));
}

bool saves_nothing(const WhatIf& row) { return row.cycles && row.saved == 0; }

std::string row_text(const WhatIf& row, Cycle before) {
  std::string change = row.changes.empty() ? "--ideal-network" : text_of(row.changes.front());
  std::string text;
  if (row.cycles) {
    const double share = 100 * static_cast<double>(row.saved) / static_cast<double>(before);
    text = fmt::format("  {:<44}{:>11}{:>11}  {:>6.1f} %\n", change, *row.cycles, row.saved, share);
  } else {
    text = wrapped(fmt::format("  {:<44}{}\n", change, one_line(row.problem, kMostProblem)),
                   kScreenColumns, 46);
  }
  for (std::size_t i = 1; i < row.changes.size(); ++i)
    text += fmt::format("  + {}\n", text_of(row.changes[i]));
  return text;
}

/// The rows that save nothing, one after the other: "/pcu/stages 4 -> 8".
std::string idle_rows(const WhatIfTable& table) {
  std::vector<std::string> names;
  for (const WhatIf& row : table.rows) {
    if (!saves_nothing(row)) continue;
    std::string name = row.changes.empty() ? "--ideal-network" : text_of(row.changes.front());
    for (std::size_t i = 1; i < row.changes.size(); ++i)
      name += (i == 1 ? " with " : " and ") + row.changes[i].pointer;
    names.push_back(std::move(name));
  }
  if (names.empty()) return {};
  return wrapped("  saved nothing: " + join(names, ", ") + '\n', kScreenColumns, 4);
}

std::string header(const WhatIfTable& table) {
  std::string text =
      "what if: each limit is lifted alone, then the workload is mapped and simulated\n";
  if (table.steps < table.all_steps)
    text += fmt::format("on the first {} of {} steps (--set /steps={} gives the same cycles)\n",
                        table.steps, table.all_steps, table.steps);
  if (std::ranges::any_of(table.rows, [](const WhatIf& row) {
        return !saves_nothing(row) && row.changes.size() > 1;
      }))
    text += "(rows with + belong to the row above: all of these knobs change together)\n";
  text += fmt::format("  {:<44}{:>11}{:>11}\n", "", "cycles", "saved");
  text += fmt::format("  {:<44}{:>11}\n", "the unchanged chip", table.cycles);
  return text;
}

}  // namespace

std::string to_text(const WhatIfTable& table) {
  std::string text = header(table);
  for (const WhatIf& row : table.rows)
    if (!saves_nothing(row)) text += row_text(row, table.cycles);
  text += idle_rows(table);
  text += wrapped(
      fmt::format(
          "The unchanged chip takes {} to {} cycles with other seeds of placement, so smaller "
          "differences may come from the placement. Each row is a --set of its knobs, except "
          "--ideal-network, which removes all hops; /network/hop_latency is at least 1.\n",
          table.least_cycles, table.most_cycles),
      kScreenColumns, 0);
  if (!table.note.empty()) text += wrapped(table.note + '\n', kScreenColumns, 0);
  return text;
}

}  // namespace rda::flow
