// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sweep/results.h"

namespace rda::sweep {

/// The points of a sweep as the table `points` of an SQLite database, a row each in the order in
/// which they are added. Its columns: key, status ("missing" if it has not run), message, then
/// knobs by name, then all scalar figures of the report by dotted name. What a row does not have is
/// NULL. Of a knob and a figure of the same name, the figure is "report.NAME".
class Table {
 public:
  /// @param file  an empty one, which becomes the database
  /// @param name  the file that people know, for messages; empty: `file`
  /// @throws OutputError  here and below: it cannot be written
  explicit Table(const std::filesystem::path& file, const std::string& name = {});
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;
  ~Table();

  void add(const Results::Row& row);
  /// Nothing more is added.
  void finish();

  /// Gives all of it as comma-separated values (RFC 4180, lines end with \n) to `write`, piece by
  /// piece: first the names of the columns. NULL is empty.
  void write_csv(const std::function<void(std::string_view piece)>& write);

 private:
  class Database;
  std::unique_ptr<Database> database_;
};

}  // namespace rda::sweep
