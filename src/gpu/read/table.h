// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gpu/read/decimal.h"
#include "gpu/read/text.h"

namespace rda::gpu::read {

/// What separates the cells of a line.
enum class Separation { comma, semicolon, tab, blanks };

/// A title of a column: its name in lower case, and the unit that stands in it.
/// "Start (ns)" and "Start:ts_ns" are "start" and "ns"; "Time(%)" is "time %".
struct Title {
  std::string name, unit;
};

/// The titles of a table.
class Heading {
 public:
  Heading() = default;
  /// Takes a line apart as what has most cells: CSV, or a printed table.
  explicit Heading(std::string_view line);

  const std::vector<Title>& titles() const { return titles_; }
  std::string_view line() const { return line_; }
  Separation separation() const { return separation_; }
  /// The first of these columns that is there.
  std::optional<std::size_t> find(std::initializer_list<std::string_view> names) const;
  bool has(std::initializer_list<std::string_view> names) const { return find(names).has_value(); }
  /// Sets the units that a line of units has. Requires as many as there are titles.
  void set_units(const std::vector<std::string>& units);

 private:
  std::string line_;
  std::vector<Title> titles_;
  Separation separation_ = Separation::blanks;
};

/// What separates the cells of CSV. Requires that it is CSV.
char character(Separation separation);

/// Takes a line of CSV apart (RFC 4180) into `cells`, whose memory is used again. A cell of a
/// heading with `most` columns that is too many belongs to the last one: names have commas.
/// @return whether each quote has an end
bool split_csv(std::string_view line, char separator, std::size_t most,
               std::vector<std::string>& cells);

/// The rows under a heading.
class Table {
 public:
  /// @param file  as messages name it
  /// @param lines  has taken the heading
  Table(std::string file, Heading heading, Lines lines);

  const std::string& file() const { return file_; }
  const Heading& heading() const { return heading_; }
  Heading& heading() { return heading_; }

  /// Takes the next row. Blank lines and messages of the profiler ("==12== ...") between rows are
  /// no rows. A blank line and then something else (a message too) end the table, as do the heading
  /// again and a rule in a printed table. Lines of one cell, and in a printed table all lines of
  /// another form, are what the program printed among the rows; skipped() counts them.
  /// @throws ConfigError  if a row of CSV has fewer or more cells than the heading
  bool next();
  const std::vector<std::string>& cells() const { return cells_; }
  /// A cell; empty if there is no such column.
  std::string_view cell(std::optional<std::size_t> column) const;
  /// The number of the line of the row.
  std::size_t line() const { return lines_.number(); }
  /// Messages of the profiler among the rows.
  const std::vector<std::string>& messages() const { return messages_; }
  std::size_t skipped() const { return skipped_; }
  std::size_t first_skipped() const { return first_skipped_; }  ///< its line
  /// What follows the last row.
  const Lines& rest() const { return after_; }

  /// Which mark the numbers in these columns have, from the first rows.
  Mark mark_of(std::initializer_list<std::string_view> names) const;

  // Cells as values. They refuse a row whose cell is not such a value.

  /// Power of ten of a ns of the unit in the title of a column; a title without one means ns.
  int power_of(std::size_t column) const;
  /// A time in ns, not before `lowest`.
  std::int64_t time(std::size_t column, int power, Mark mark, std::int64_t lowest = 0) const;
  /// A whole number from `lowest` on; thousands may be separated.
  std::int64_t count(std::size_t column, Mark mark, std::int64_t lowest = 0) const;

  /// "f.csv: line 7: ..."
  [[noreturn]] void refuse_row(const std::string& problem) const;

 private:
  bool split(std::string_view line);
  bool split_printed(std::string_view line);
  enum class Line { row, end, other };
  Line take(std::string_view line, bool after_blank);

  std::string file_;
  Heading heading_;
  Lines lines_, after_;
  std::vector<std::string> cells_, messages_;
  std::size_t skipped_ = 0, first_skipped_ = 0;
  std::vector<std::pair<std::size_t, std::size_t>> extents_;  ///< begin and width, in letters
};

}  // namespace rda::gpu::read
