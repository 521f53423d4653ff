// SPDX-License-Identifier: Apache-2.0
#include "gpu/read/database.h"

#include <sqlite3.h>

#include <algorithm>
#include <tuple>

namespace rda::gpu::read {
namespace {

constexpr std::size_t kWriteVersion = 18, kReadVersion = 19;  ///< bytes of the header of a database

auto key_of(const HostCalls::Call& call) {
  return std::tuple(call.process, call.correlation, call.start);
}

}  // namespace

Database::Database(std::string& bytes) : sqlite_(":memory:", SQLite::OPEN_READWRITE) {
  // A database in memory cannot have a write-ahead log; without one it is as it was last closed.
  if (bytes.size() > kReadVersion) bytes[kWriteVersion] = bytes[kReadVersion] = 1;
  auto* data = reinterpret_cast<unsigned char*>(bytes.data());
  const auto size = static_cast<sqlite3_int64>(bytes.size());
  const int code = sqlite3_deserialize(sqlite_.getHandle(), "main", data, size, size,
                                       SQLITE_DESERIALIZE_READONLY);
  if (code != SQLITE_OK) throw SQLite::Exception("cannot be opened", code);
  sqlite_.exec("PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF;");
}

bool Database::has(const std::string& table) const {
  SQLite::Statement query(sqlite_, "SELECT 1 FROM sqlite_master WHERE name = ? AND type = 'table'");
  query.bind(1, table);
  return query.executeStep();
}

std::string Database::first_of(std::initializer_list<const char*> tables) const {
  std::string empty;
  for (const char* table : tables) {
    if (!has(table)) continue;
    if (SQLite::Statement(sqlite_, std::string("SELECT 1 FROM ") + table).executeStep())
      return table;
    if (empty.empty()) empty = table;
  }
  return empty;
}

bool Database::has_column(const std::string& table, std::string_view column) const {
  SQLite::Statement query(sqlite_, "SELECT 1 FROM pragma_table_info(?) WHERE name = ?");
  query.bind(1, table);
  query.bind(2, std::string(column));
  return query.executeStep();
}

std::string Database::column_or_null(const std::string& table, const char* column) const {
  return has_column(table, column) ? std::string("\"") + column + '"' : "NULL";
}

Strings::Strings(Database& database, const std::string& table, const char* id) {
  if (table.empty()) return;
  SQLite::Statement rows =
      database.query(std::string("SELECT \"") + id + "\", \"value\" FROM \"" + table + '"');
  while (rows.executeStep())
    texts_.emplace(rows.getColumn(0).getInt64(), rows.getColumn(1).getString());
}

std::string_view Strings::operator[](std::int64_t id) const {
  const auto found = texts_.find(id);
  return found == texts_.end() ? std::string_view() : std::string_view(found->second);
}

void HostCalls::sort() { std::ranges::sort(calls_, {}, key_of); }

const HostCalls::Call* HostCalls::find(std::int64_t process, std::int64_t correlation) const {
  const Call wanted{process, correlation, INT64_MIN};
  const auto found = std::ranges::lower_bound(calls_, key_of(wanted), {}, key_of);
  const bool same =
      found != calls_.end() && found->process == process && found->correlation == correlation;
  return same ? &*found : nullptr;
}

}  // namespace rda::gpu::read
