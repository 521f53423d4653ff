// SPDX-License-Identifier: Apache-2.0
#include "app/sweep/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.h"

namespace rda::app {
namespace {

constexpr std::size_t kGap = 2;

/// Where a part of a header may end.
constexpr std::string_view kEnds = "._ +-*/^,?:<>=&|";

/// Columns side by side with the rows' numbers before them.
std::string block(const std::vector<Column>& columns, std::size_t begin, std::size_t end,
                  std::size_t rows) {
  const std::size_t number_width = std::to_string(rows).size();
  std::size_t lines = 0;
  for (std::size_t c = begin; c < end; ++c) lines = std::max(lines, columns[c].header.size());
  std::string text;
  const auto add = [&](const std::string& number, auto cell) {
    std::string line = fmt::format("{:>{}}", number, number_width);
    for (std::size_t c = begin; c < end; ++c)
      line += columns[c].left
                  ? fmt::format("{:{}}{:<{}}", "", kGap, cell(columns[c]), columns[c].width())
                  : fmt::format("{:>{}}", cell(columns[c]), columns[c].width() + kGap);
    text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  };
  for (std::size_t line = 0; line < lines; ++line)
    add(line + 1 == lines ? "#" : "", [&](const Column& column) {
      const std::size_t missing = lines - column.header.size();
      return line < missing ? "" : column.header[line - missing];
    });
  for (std::size_t row = 0; row < rows; ++row)
    add(std::to_string(row + 1), [&](const Column& column) { return column.cells[row]; });
  return text;
}

}  // namespace

std::vector<std::string> header_of(const std::string& name) {
  constexpr std::size_t kLong = 13;
  std::vector<std::string> lines{""};
  for (std::size_t begin = 0; begin < name.size();) {
    const std::size_t end = std::min(name.find_first_of(kEnds, begin), name.size() - 1) + 1;
    if (!lines.back().empty() && lines.back().size() + end - begin > kLong) lines.emplace_back();
    lines.back() += name.substr(begin, end - begin);
    begin = end;
  }
  for (std::string& line : lines) line = trimmed(line);
  return lines;
}

std::size_t Column::width() const {
  std::size_t most = 0;
  for (const std::string& text : header) most = std::max(most, text.size());
  for (const std::string& text : cells) most = std::max(most, text.size());
  return most;
}

std::string fold(std::vector<Column>& columns) {
  std::vector<std::string> same, as;
  std::vector<Column> kept;
  for (Column& column : columns) {
    const auto& cells = column.cells;
    const bool is_constant =
        cells.size() > 1 && std::ranges::count(cells, cells.front()) == std::ssize(cells);
    const auto twin = std::ranges::find(kept, cells, &Column::cells);
    if (is_constant)
      same.push_back(column.name + ' ' + (cells.front().empty() ? "none" : cells.front()));
    else if (cells.size() > 1 && twin != kept.end())
      as.push_back(column.name + " as " + twin->name);
    else
      kept.push_back(std::move(column));
  }
  columns = std::move(kept);
  if (!same.empty()) as.insert(as.begin(), join(same, ", ") + " in all rows");
  return join(as, "; ");
}

std::string blocks(const std::vector<Column>& columns, std::size_t rows) {
  const std::size_t number_width = std::to_string(rows).size();
  std::string text;
  for (std::size_t begin = 0; begin < columns.size();) {
    std::size_t end = begin, width = number_width;
    while (end < columns.size() &&
           (end == begin || width + columns[end].width() + kGap <= kScreenColumns))
      width += columns[end++].width() + kGap;
    text += (begin > 0 ? "\n" : "") + block(columns, begin, end, rows);
    begin = end;
  }
  return text;
}

}  // namespace rda::app
