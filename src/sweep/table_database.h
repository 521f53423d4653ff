// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/rows.h"
#include "json/value.h"

namespace rda::sweep {

/// Where a value comes from, and what it is called there. Knobs come before figures.
enum class ColumnSource { fixed, knob, figure, worked_out };
using ColumnName = std::pair<ColumnSource, std::string>;
using Cells = std::vector<std::pair<ColumnName, json::Value>>;

/// The table `points` in an SQLite database. Whatever SQLite says of the file is thrown as
/// SQLite::Exception.
class TableDatabase {
 public:
  /// @param name  the file that people know
  TableDatabase(const std::filesystem::path& file, std::string name);

  /// Adds a row, and the columns that are new.
  void add(const Cells& cells);
  /// Nothing more is added.
  void finish();

  const std::string& name() const { return name_; }
  /// Of the columns, in order.
  const std::vector<std::string>& titles() const { return titles_; }
  /// As Table::usual_columns().
  std::vector<std::string> usual();
  /// As Table::write().
  void write(RowForm form, const std::vector<std::string>& names,
             const std::function<void(std::string_view piece)>& write);

 private:
  void take_column(const ColumnName& name, const std::string& title);
  std::string title_of(const ColumnName& name) const;
  void add_column(const ColumnName& name);
  std::vector<std::string> expressions(const std::vector<std::string>& names) const;
  bool varies(const ColumnName& name);
  std::vector<RowColumn> with_kinds(const std::vector<std::string>& names,
                                    const std::vector<std::string>& columns);
  void prepare();

  const std::string name_;
  SQLite::Database sqlite_;
  std::map<ColumnName, int> columns_;  ///< by where they come from; places count from 1
  std::vector<std::string> titles_;
  std::set<std::string> lower_titles_;
  std::optional<SQLite::Transaction> transaction_;
  std::optional<SQLite::Statement> insert_;
};

}  // namespace rda::sweep
