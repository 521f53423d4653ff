// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rda::gpu {

/// A published CSV file (RFC 4180): its first line names the columns.
class PublishedCsv {
 public:
  /// @throws ConfigError  naming file and line, if a line has more or fewer cells than columns
  explicit PublishedCsv(const std::filesystem::path& file);

  std::size_t rows() const { return rows_.size(); }
  bool has(std::string_view column) const { return columns_.contains(std::string(column)); }

  /// A cell as a text; empty if there is no such column.
  std::string text(std::size_t row, std::string_view column) const;
  /// A cell as a number above 0; nothing if it is empty or there is no such column.
  /// @throws ConfigError  if it is anything else
  std::optional<double> number(std::size_t row, std::string_view column) const;
  std::optional<std::int64_t> integer(std::size_t row, std::string_view column) const;

  /// @throws ConfigError  naming file, line and column
  [[noreturn]] void fail(std::size_t row, std::string_view column,
                         const std::string& problem) const;
  /// @throws ConfigError  if one of the columns is missing
  void require(const std::vector<std::string_view>& columns) const;

 private:
  std::string file_;
  std::map<std::string, std::size_t> columns_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> lines_;  // of the rows
};

}  // namespace rda::gpu
