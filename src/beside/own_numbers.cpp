// SPDX-License-Identifier: Apache-2.0
#include "beside/own_numbers.h"

#include <fmt/format.h>

#include <cmath>
#include <set>
#include <vector>

#include "base/text.h"
#include "rda/error.h"
#include "regress/numbers.h"
#include "regress/rules.h"

namespace rda::beside {
namespace {

double time_us(const regress::Entry& entry, const std::string& file) {
  const auto found = entry.figures.find("latency_ms");
  const std::optional<double> ms =
      found == entry.figures.end() ? std::nullopt : regress::number(found->second);
  if (!ms || !std::isfinite(*ms) || *ms <= 0)
    throw ConfigError(file, "",
                      fmt::format("latency_ms of {} is no time above 0", one_line(entry.workload)));
  return *ms * kUsPerMs;
}

/// The row's own value of a property; the workload's if it has none.
void take(const regress::Entry& entry, const std::string& file, const std::string& column,
          std::optional<std::int64_t>& value) {
  const auto found = entry.figures.find(column);
  const bool is_text = entry.texts.contains(column) && !entry.texts.at(column).empty();
  if (found == entry.figures.end() && !is_text) return;
  const std::optional<double> number = is_text ? std::nullopt : regress::number(found->second);
  if (!number || *number < 1 || *number != std::floor(*number) || *number > 1e15)
    throw ConfigError(
        file, "",
        fmt::format("{} of {} is no whole number above 0", column, one_line(entry.workload)));
  value = static_cast<std::int64_t>(*number);
}

std::string text_of(const regress::Entry& entry, const std::string& column) {
  const auto found = entry.texts.find(column);
  return found == entry.texts.end() ? "" : found->second;
}

/// Columns that are not read must not seem to be.
void note_others(const regress::Entry& entry, Side& side) {
  const std::set<std::string> read{"latency_ms", "input",  "hidden", "layers",
                                   "directions", "batch",  "steps",  "cell",
                                   "precision",  "device", "phase"};
  std::vector<std::string> others;
  for (const auto& [name, value] : entry.figures)
    if (!read.contains(name)) others.push_back(one_line(name, 40));
  for (const auto& [name, value] : entry.texts)
    if (!read.contains(name)) others.push_back(one_line(name, 40));
  if (!others.empty()) side.notes.push_back("columns that are not read: " + join(others, ", "));
}

}  // namespace

Side own_number(const regress::Comparand& numbers, const std::string& workload,
                const gpu::Measured& chip) {
  const std::string& file = numbers.file;
  const regress::Entry* entry = regress::number_of(numbers, workload);
  if (!entry) throw ConfigError(file, "", "has no row of " + one_line(workload, 200));
  Side side;
  side.gpu = file;
  side.kind = SideKind::numbers;
  side.device = text_of(*entry, "device");
  side.network = chip;
  side.network.precision = text_of(*entry, "precision");
  take(*entry, file, "input", side.network.input);
  take(*entry, file, "hidden", side.network.hidden);
  take(*entry, file, "layers", side.network.layers);
  take(*entry, file, "directions", side.network.directions);
  take(*entry, file, "batch", side.network.batch);
  take(*entry, file, "steps", side.network.steps);
  if (const std::string cell = text_of(*entry, "cell"); !cell.empty()) side.network.cell = cell;
  if (const std::string phase = text_of(*entry, "phase"); !phase.empty())
    side.network.phase = phase;
  note_others(*entry, side);
  side.us = time_us(*entry, file);
  side.us_per_step = side.us / static_cast<double>(*side.network.steps);
  return side;
}

}  // namespace rda::beside
