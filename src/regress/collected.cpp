// SPDX-License-Identifier: Apache-2.0
#include "regress/collected.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

#include "base/csv.h"
#include "rda/error.h"

namespace rda::regress {
namespace {

using Cells = std::vector<std::string>;

/// The columns that every such table begins with.
constexpr std::string_view kHead = "key,status,message,";
constexpr std::size_t kKnobs = 3;

template <class T>
bool reads_as(const std::string& text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

/// The column at which the figures begin. Figures are sorted, so they begin with the first of all
/// figures.
std::size_t first_figure(const Cells& head) {
  static const std::string first = std::ranges::min(known_figures());
  const auto found = std::find(head.begin() + kKnobs, head.end(), first);
  return static_cast<std::size_t>(found - head.begin());
}

Entry entry_of(const Cells& head, const Cells& row, std::size_t figures) {
  Entry entry;
  const auto workload = std::find(head.begin(), head.end(), "workload");
  if (workload != head.end())
    entry.workload = row[static_cast<std::size_t>(workload - head.begin())];
  if (row[1] != "ok") entry.outcome = row[1] + ": " + row[2];
  for (std::size_t i = kKnobs; i < figures; ++i)
    entry.name += fmt::format("{}{} {}", i == kKnobs ? "" : ", ", head[i], row[i]);
  for (std::size_t i = figures; i < row.size(); ++i)
    if (!row[i].empty()) entry.figures[head[i]] = cell_value(row[i]);
  return entry;
}

}  // namespace

json::Value cell_value(const std::string& text) {
  std::int64_t integer = 0;
  double real = 0;
  if (reads_as(text, integer)) return integer;
  if (reads_as(text, real) && std::isfinite(real)) return real;
  return text;
}

bool is_collected(std::string_view text) { return text.starts_with(kHead); }

Comparand collected_comparand(std::string_view text, const std::string& file) {
  Comparand comparand{file, Comparand::Kind::store, {}};
  const Cells head = next_row(text);
  const std::size_t figures = first_figure(head);
  for (int number = 2; !text.empty(); ++number) {
    const Cells row = next_row(text);
    if (row.size() != head.size())
      throw ConfigError(
          fmt::format("{}:{}", file, number), "",
          fmt::format("has {} columns, the first row has {}", row.size(), head.size()));
    Entry entry = entry_of(head, row, figures);
    const std::string name = entry.name;
    const bool has_run = !row[1].empty() && row[1] != "missing";
    if (has_run && !comparand.entries.emplace(name, std::move(entry)).second)
      throw ConfigError(fmt::format("{}:{}", file, number), "",
                        "has the same knobs as an earlier row, so points cannot be told apart");
  }
  return comparand;
}

}  // namespace rda::regress
