// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rda::gpu::read {

/// A SQLite database in memory, of which tables and columns may be missing.
class Database {
 public:
  /// @param bytes  outlive it; may be changed: a log that a database names is left aside
  /// @throws SQLite::Exception  as all of its functions
  explicit Database(std::string& bytes);

  bool has(const std::string& table) const;
  /// The first of these tables that has rows, or else that is there; empty: none.
  std::string first_of(std::initializer_list<const char*> tables) const;
  /// Whether a table has a column.
  bool has_column(const std::string& table, std::string_view column) const;
  /// The column, or "NULL" if the table lacks it: for a SELECT.
  std::string column_or_null(const std::string& table, const char* column) const;

  SQLite::Statement query(const std::string& text) { return {sqlite_, text}; }

 private:
  SQLite::Database sqlite_;
};

/// The strings of a database, by id.
class Strings {
 public:
  /// @param table  with columns `id` and "value"; empty: there are none
  Strings(Database& database, const std::string& table, const char* id);
  /// Empty if there is no such string.
  std::string_view operator[](std::int64_t id) const;

 private:
  std::unordered_map<std::int64_t, std::string> texts_;
};

/// When the host began the calls that launched something.
class HostCalls {
 public:
  struct Call {
    std::int64_t process = 0, correlation = 0, start = 0;
    bool of_graph = false;
  };
  void add(Call call) { calls_.push_back(call); }
  void sort();
  /// The first call of a process with this correlation; null: none. Requires sort().
  const Call* find(std::int64_t process, std::int64_t correlation) const;

 private:
  std::vector<Call> calls_;
};

}  // namespace rda::gpu::read
