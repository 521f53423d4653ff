// SPDX-License-Identifier: Apache-2.0
#include "regress/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>
#include <vector>

#include "base/csv.h"
#include "base/text.h"
#include "rda/error.h"
#include "regress/collected.h"

namespace rda::regress {
namespace {

using Cells = std::vector<std::string>;

constexpr std::string_view kWorkload = "workload", kLatency = "latency_ms";

bool has(const Cells& head, std::string_view column) {
  return std::ranges::find(head, column) != head.end();
}

/// The names of the columns: without the mark that some programs begin a file with, and spaces.
Cells head_of(std::string_view& text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  Cells head = next_row(text);
  for (std::string& name : head) name = trimmed(name);
  return head;
}

/// The figures of a row, and the workload that they are of.
Entry entry_of(const Cells& head, const Cells& row, const std::string& where) {
  Entry entry;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const json::Value value = cell_value(trimmed(row[i]));
    if (head[i] == kWorkload)
      entry.name = entry.workload = trimmed(row[i]);
    else if (!value.get_if<std::string>())
      entry.figures[head[i]] = value;
    else if (head[i] == kLatency)
      throw ConfigError(where, "",
                        fmt::format("latency_ms \"{}\" is no number", one_line(row[i], 40)));
    else
      entry.texts[head[i]] = trimmed(row[i]);
  }
  if (entry.workload.empty()) throw ConfigError(where, "", "names no workload");
  return entry;
}

bool is_same(const std::string& a, const std::string& b) {
  return a == b || a.ends_with('/' + b) || b.ends_with('/' + a);
}

}  // namespace

bool is_numbers(std::string_view text) {
  const Cells head = head_of(text);
  return has(head, kWorkload) && has(head, kLatency);
}

Comparand numbers_comparand(std::string_view text, const std::string& file) {
  Comparand comparand{file, Comparand::Kind::numbers, {}};
  const Cells head = head_of(text);
  for (int number = 2; !text.empty(); ++number) {
    const Cells row = next_row(text);
    if (row == Cells{""}) continue;
    const std::string where = fmt::format("{}:{}", file, number);
    if (row.size() != head.size())
      throw ConfigError(
          where, "", fmt::format("has {} columns, the first row has {}", row.size(), head.size()));
    Entry entry = entry_of(head, row, where);
    const std::string name = entry.name;
    if (!comparand.entries.emplace(name, std::move(entry)).second)
      throw ConfigError(where, "", fmt::format("{} has a row already", one_line(name)));
  }
  if (comparand.entries.empty()) throw ConfigError(file, "", "has no rows");
  return comparand;
}

const Entry* number_of(const Comparand& numbers, const std::string& workload) {
  if (const auto same = numbers.entries.find(workload); same != numbers.entries.end())
    return &same->second;
  const Entry* found = nullptr;
  for (const auto& [name, number] : numbers.entries) {
    if (!is_same(name, workload)) continue;
    if (found)
      throw ConfigError(numbers.file, "",
                        fmt::format("{} and {} could both be {} (write its whole name)",
                                    one_line(found->name), one_line(name), one_line(workload)));
    found = &number;
  }
  return found;
}

Comparand joined(const Comparand& numbers, const Comparand& other) {
  Comparand result{numbers.file, other.kind, {}};
  std::set<std::string> used;
  for (const auto& [key, entry] : other.entries)
    if (const Entry* number = number_of(numbers, entry.workload)) {
      used.insert(number->workload);
      result.entries.emplace(key, *number);
    }
  // Keys of the other side have no line breaks.
  for (const auto& [name, number] : numbers.entries)
    if (!used.contains(name)) result.entries.emplace('\n' + name, number);
  return result;
}

}  // namespace rda::regress
