// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/rows.h"
#include "sweep/results.h"

namespace rda::sweep {

class TableDatabase;

/// The points of a sweep as the table `points` of an SQLite database, a row each in the order in
/// which they are added. Its columns: key, status ("missing" if it has not run), message, then
/// knobs by name, then all scalar figures of the report by dotted name, then what was worked out of
/// these. What a row does not have is NULL. Of a knob and a figure of the same name, the figure is
/// "report.NAME".
class Table {
 public:
  /// @param file  an empty one, which becomes the database
  /// @param name  the file that people know, for messages; empty: `file`
  /// @throws OutputError  here and below: it cannot be written
  explicit Table(const std::filesystem::path& file, const std::string& name = {});
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;
  ~Table();

  /// Numbers by name that were worked out of a point's figures and knobs.
  using WorkedOut = std::vector<std::pair<std::string, std::optional<double>>>;
  void add(const Results::Row& row, const WorkedOut& worked_out = {});
  /// Nothing more is added.
  void finish();

  /// The names of all columns, in order.
  std::vector<std::string> columns() const;
  /// The names of those that people look at first: the knobs that vary, cycles, latency_ms and what
  /// was worked out.
  std::vector<std::string> usual_columns();

  /// Gives the columns of these names as a table to `write`, piece by piece, so that it need not
  /// fit into memory. NULL, and a name that is no column, is empty. Reals have all digits in CSV,
  /// six in other tables.
  void write(RowForm form, const std::vector<std::string>& names,
             const std::function<void(std::string_view piece)>& write);

 private:
  std::unique_ptr<TableDatabase> database_;
};

}  // namespace rda::sweep
