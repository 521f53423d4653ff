// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rda {

// Tables for other programs, for pages and for papers.

enum class RowForm { csv, markdown, latex };

struct RowColumn {
  std::string title;
  bool number = false;  ///< right-aligned in Markdown and LaTeX
};

/// Writes a table row by row, so that it need not fit into memory. CSV: RFC 4180, lines end with
/// \n. Markdown: a table of GitHub. LaTeX: a `tabular` for the package booktabs.
class RowWriter {
 public:
  RowWriter(RowForm form, std::vector<RowColumn> columns);

  /// What comes before the first row.
  std::string head() const;
  /// @param cells  a text for each column
  std::string row(std::span<const std::string> cells) const;
  /// What comes after the last row.
  std::string foot() const;

 private:
  const RowForm form_;
  const std::vector<RowColumn> columns_;
};

/// A whole table. @param rows  cells of each row
std::string table(RowForm form, const std::vector<RowColumn>& columns,
                  std::span<const std::vector<std::string>> rows);

/// A table with its title: in Markdown a heading, in LaTeX the caption of a `table` around it; CSV
/// has no titles.
std::string titled_table(RowForm form, std::string_view title, std::string_view table);

/// A line of LaTeX that is not printed.
std::string latex_comment(std::string_view text);
/// The first line of a file of tables: the package that they need.
inline constexpr std::string_view kLatexNeeds = "% needs \\usepackage{booktabs}\n";

/// Text within Markdown, on one line: all markup is escaped.
std::string markdown(std::string_view text);
/// Text within LaTeX, on one line: all characters with a meaning are escaped.
std::string latex(std::string_view text);

/// A number for people: six digits, whole numbers in full.
std::string short_number(double number);

}  // namespace rda
