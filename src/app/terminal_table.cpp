// SPDX-License-Identifier: Apache-2.0
#include "app/terminal_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <vector>

#include "base/text.h"

namespace rda::app {
namespace {

constexpr std::size_t kTitleColumns = 11;

/// The cells of a line "| a | b |", without marks of code; none if it is no such line.
std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  if (!line.starts_with('|')) return cells;
  std::string cell;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const bool escaped = line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|';
    if (line[i] == '|') {
      cells.push_back(trimmed(cell));
      cell.clear();
    } else if (line[i] != '`') {
      cell += line[escaped ? ++i : i];
    }
  }
  return cells;
}

bool is_rule(std::string_view line) {
  return line.starts_with("|-") && line.find_first_not_of("|-: ") == std::string_view::npos;
}

std::string entry(const std::vector<std::string>& titles, const std::vector<std::string>& cells) {
  std::string text = cells[0] + '\n';
  for (std::size_t i = 1; i < std::min(titles.size(), cells.size()); ++i) {
    if (cells[i].empty()) continue;
    std::string title = titles[i].substr(0, titles[i].find(' '));
    std::ranges::transform(title, title.begin(), [](unsigned char c) { return std::tolower(c); });
    text += wrapped(fmt::format("  {:<{}}{}", title, kTitleColumns - 2, cells[i]), kScreenColumns,
                    kTitleColumns) +
            '\n';
  }
  return text;
}

}  // namespace

std::string for_terminal(std::string_view markdown) {
  std::string text;
  std::vector<std::string> titles;
  while (!markdown.empty()) {
    const std::size_t end = std::min(markdown.find('\n'), markdown.size());
    const std::string_view line = markdown.substr(0, end);
    markdown.remove_prefix(std::min(end + 1, markdown.size()));
    const std::vector<std::string> cells = cells_of(line);
    if (cells.empty()) {
      titles.clear();
      text += wrapped(line, kScreenColumns, 0) + '\n';
    } else if (titles.empty()) {
      titles = cells;
    } else if (!is_rule(line)) {
      text += entry(titles, cells);
    }
  }
  return text;
}

}  // namespace rda::app
