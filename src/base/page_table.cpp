// SPDX-License-Identifier: Apache-2.0
#include "base/page_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "base/text.h"

namespace rda {
namespace {

constexpr std::size_t kBetween = 2;      ///< blanks between columns
constexpr std::size_t kMostOthers = 60;  ///< that all columns but the first may need

std::vector<std::size_t> widths_of(const PageTable& table) {
  std::vector<std::size_t> widths;
  std::size_t others = 0;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    std::size_t width = table.columns[i].title.size();
    for (const auto& row : table.rows) width = std::max(width, row[i].size());
    if (i > 0) others += width + kBetween;
    widths.push_back(width);
  }
  widths[0] = std::min(widths[0], kScreenColumns - std::min(others, kMostOthers));
  return widths;
}

/// Where to break a text: behind a blank, a comma, a slash or a colon near the end of the width.
std::size_t end_of_part(std::string_view text, std::size_t width) {
  if (text.size() <= width) return text.size();
  const std::size_t found = text.find_last_of(" ,/:_", width - 1);
  return found == text.npos || found < width / 2 ? width : found + 1;
}

/// The first cell, in several lines if it is wider than its column; the last line is filled up.
std::string first_cell(std::string_view cell, std::size_t width) {
  std::string text;
  while (cell.size() > width) {
    const std::size_t end = end_of_part(cell, width);
    text += std::string(cell.substr(0, end)) + '\n';
    cell.remove_prefix(end);
  }
  return text + fmt::format("{:<{}}", cell, width);
}

std::string line_of(const PageTable& table, const std::vector<std::string>& cells,
                    const std::vector<std::size_t>& widths) {
  std::string line = first_cell(cells[0], widths[0]);
  for (std::size_t i = 1; i < cells.size(); ++i) {
    line += std::string(kBetween, ' ');
    line += table.columns[i].number ? fmt::format("{:>{}}", cells[i], widths[i])
                                    : fmt::format("{:<{}}", cells[i], widths[i]);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

}  // namespace

std::string to_text(const PageTable& table) {
  const std::vector<std::size_t> widths = widths_of(table);
  std::vector<std::string> titles;
  for (const RowColumn& column : table.columns) titles.push_back(column.title);
  std::string text = table.title.empty() ? "" : wrapped(table.title + '\n', kScreenColumns, 2);
  text += line_of(table, titles, widths);
  for (const auto& row : table.rows) text += line_of(table, row, widths);
  return text;
}

std::string to_form(RowForm form, const PageTable& made) {
  return titled_table(form, made.title, table(form, made.columns, made.rows));
}

}  // namespace rda
