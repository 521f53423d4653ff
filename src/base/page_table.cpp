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

bool begins_letter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

/// Letters of a text in UTF-8.
std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, begins_letter));
}

/// Bytes of the first letters.
std::size_t bytes_of(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; at < text.size(); ++at)
    if (begins_letter(text[at]) && count-- == 0) break;
  return at;
}

std::string padded(std::string_view text, std::size_t width, bool right) {
  const std::string blanks(width - std::min(width, letters(text)), ' ');
  return right ? blanks + std::string(text) : std::string(text) + blanks;
}

std::vector<std::size_t> widths_of(const PageTable& table) {
  std::vector<std::size_t> widths;
  std::size_t others = 0;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    std::size_t width = letters(table.columns[i].title);
    for (const auto& row : table.rows) width = std::max(width, letters(row[i]));
    if (i > 0) others += width + kBetween;
    widths.push_back(width);
  }
  widths[0] = std::min(widths[0], kScreenColumns - std::min(others, kMostOthers));
  return widths;
}

/// Bytes before a break: behind a blank, a comma, a slash or a colon near the end of the width.
std::size_t end_of_part(std::string_view text, std::size_t width) {
  const std::size_t most = bytes_of(text, width);
  if (most == text.size()) return most;
  const std::size_t found = text.find_last_of(" ,/:_", most - 1);
  return found == text.npos || found < most / 2 ? most : found + 1;
}

/// The first cell, in several lines if it is wider than its column; the last line is filled up.
std::string first_cell(std::string_view cell, std::size_t width) {
  std::string text;
  while (letters(cell) > width) {
    const std::size_t end = end_of_part(cell, width);
    text += std::string(cell.substr(0, end)) + '\n';
    cell.remove_prefix(end);
  }
  return text + padded(cell, width, false);
}

std::string line_of(const PageTable& table, const std::vector<std::string>& cells,
                    const std::vector<std::size_t>& widths) {
  std::string line = first_cell(cells[0], widths[0]);
  for (std::size_t i = 1; i < cells.size(); ++i) {
    line += std::string(kBetween, ' ');
    line += padded(cells[i], widths[i], table.columns[i].number);
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
