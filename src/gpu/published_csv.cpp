// SPDX-License-Identifier: Apache-2.0
#include "gpu/published_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "base/csv.h"
#include "base/file.h"
#include "base/text.h"
#include "rda/error.h"

namespace rda::gpu {
namespace {

constexpr std::size_t kMostPublishedBytes = std::size_t{1} << 24;

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
  const auto line = [&] {  // of what is left
    return 1 + static_cast<std::size_t>(
                   std::count(whole.data(), whole.data() + (whole.size() - text.size()), '\n'));
  };
  const std::vector<std::string> head = next_row(text);
  for (std::size_t i = 0; i < head.size(); ++i) columns_.emplace(head[i], i);
  while (!text.empty()) {
    lines_.push_back(line());
    rows_.push_back(next_row(text));
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
