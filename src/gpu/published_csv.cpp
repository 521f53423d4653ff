// SPDX-License-Identifier: Apache-2.0
#include "gpu/published_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "rda/error.h"

namespace rda::gpu {
namespace {

constexpr std::size_t kMostPublishedBytes = std::size_t{1} << 24;

/// Takes the cells of a line, and of those that follow while a quote is open, off the text.
std::vector<std::string> take_cells(std::string_view& text, std::size_t& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n') ++line;
    if (c == '"' && quoted && text.substr(at + 1, 1) == "\"") {
      cells.back() += c;
      ++at;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c == '\n' && !quoted) {
      break;
    } else if (c != '\r' || quoted) {
      cells.back() += c;
    }
  }
  text.remove_prefix(std::min(at + 1, text.size()));
  return cells;
}

template <class Number>
std::optional<Number> number_of(const std::string& text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [rest, failed] = std::from_chars(text.data(), end, number);
  if (failed != std::errc() || rest != end || !(number > 0)) return {};
  return number;
}

}  // namespace

PublishedCsv::PublishedCsv(const std::filesystem::path& file) : file_(file.string()) {
  const std::string whole = read_file(file, kMostPublishedBytes);
  std::string_view text = whole;
  std::size_t line = 1;
  const std::vector<std::string> head = take_cells(text, line);
  for (std::size_t i = 0; i < head.size(); ++i) columns_.emplace(head[i], i);
  while (!text.empty()) {
    lines_.push_back(line);
    rows_.push_back(take_cells(text, line));
    if (rows_.back().size() != head.size())
      throw ConfigError(file_, "",
                        fmt::format("line {} has {} cells ({}, as the first line)", lines_.back(),
                                    rows_.back().size(), head.size()));
  }
}

std::string PublishedCsv::text(std::size_t row, std::string_view column) const {
  const auto found = columns_.find(std::string(column));
  return found == columns_.end() ? "" : rows_.at(row).at(found->second);
}

std::optional<double> PublishedCsv::number(std::size_t row, std::string_view column) const {
  const std::string cell = text(row, column);
  if (cell.empty()) return {};
  const auto number = number_of<double>(cell);
  if (!number || !std::isfinite(*number))
    fail(row, column, fmt::format("\"{}\" is no number above 0", one_line(cell, 40)));
  return number;
}

std::optional<std::int64_t> PublishedCsv::integer(std::size_t row, std::string_view column) const {
  const std::string cell = text(row, column);
  if (cell.empty()) return {};
  const auto number = number_of<std::int64_t>(cell);
  if (!number) fail(row, column, fmt::format("\"{}\" is no size above 0", one_line(cell, 40)));
  return number;
}

void PublishedCsv::fail(std::size_t row, std::string_view column,
                        const std::string& problem) const {
  throw ConfigError(file_, "", fmt::format("line {}, {}: {}", lines_.at(row), column, problem));
}

void PublishedCsv::require(const std::vector<std::string_view>& columns) const {
  for (const std::string_view column : columns)
    if (!has(column)) throw ConfigError(file_, "", fmt::format("has no column \"{}\"", column));
}

}  // namespace rda::gpu
