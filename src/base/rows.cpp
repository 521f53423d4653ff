// SPDX-License-Identifier: Apache-2.0
#include "base/rows.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <utility>

#include "base/text.h"
#include "rda/check.h"

namespace rda {
namespace {

/// No text of a table is cut.
constexpr std::size_t kNoLimit = std::string::npos;

std::string csv(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == text.npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

/// Ends of lines are spaces; other control characters and broken UTF-8 are seen.
std::string on_one_line(std::string_view text) {
  std::string line;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && text.substr(i + 1, 1) == "\n") continue;
    line += text[i] == '\n' || text[i] == '\r' ? ' ' : text[i];
  }
  return one_line(line, kNoLimit);
}

/// What stands for a character of LaTeX; empty: itself.
std::string_view latex_of(char c) {
  switch (c) {
    case '[':  // after the end of a row these two would belong to it
      return "{[}";
    case '*':
      return "{*}";
    case '\\':
      return "\\textbackslash{}";
    case '^':
      return "\\textasciicircum{}";
    case '~':
      return "\\textasciitilde{}";
    case '<':  // these two and the bar are other characters in LaTeX's oldest encoding
      return "\\textless{}";
    case '>':
      return "\\textgreater{}";
    case '|':
      return "\\textbar{}";
    default:
      return "";
  }
}

std::string escaped(RowForm form, const std::string& text) {
  if (form == RowForm::csv) return csv(text);
  return form == RowForm::markdown ? markdown(text) : latex(text);
}

}  // namespace

RowWriter::RowWriter(RowForm form, std::vector<RowColumn> columns)
    : form_(form), columns_(std::move(columns)) {}

std::string RowWriter::head() const {
  std::vector<std::string> titles;
  std::string marks;
  for (const RowColumn& column : columns_) {
    titles.push_back(column.title);
    if (form_ == RowForm::markdown) marks += column.number ? "---:|" : "---|";
    if (form_ == RowForm::latex) marks += column.number ? 'r' : 'l';
  }
  if (form_ == RowForm::markdown) return row(titles) + '|' + marks + '\n';
  if (form_ == RowForm::csv) return row(titles);
  return fmt::format("\\begin{{tabular}}{{{}}}\n\\toprule\n{}\\midrule\n", marks, row(titles));
}

std::string RowWriter::row(std::span<const std::string> cells) const {
  RDA_CHECK(cells.size() == columns_.size(), "a row has a cell for each column");
  const std::string_view between = form_ == RowForm::csv        ? ","
                                   : form_ == RowForm::markdown ? " | "
                                                                : " & ";
  std::string line = form_ == RowForm::markdown ? "| " : "";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += between;
    line += escaped(form_, cells[i]);
  }
  line += form_ == RowForm::csv ? "\n" : form_ == RowForm::markdown ? " |\n" : " \\\\\n";
  return line;
}

std::string RowWriter::foot() const {
  return form_ == RowForm::latex ? "\\bottomrule\n\\end{tabular}\n" : "";
}

std::string table(RowForm form, const std::vector<RowColumn>& columns,
                  std::span<const std::vector<std::string>> rows) {
  const RowWriter writer(form, columns);
  std::string text = writer.head();
  for (const std::vector<std::string>& cells : rows) text += writer.row(cells);
  return text + writer.foot();
}

std::string titled_table(RowForm form, std::string_view title, std::string_view table) {
  if (form == RowForm::csv) return std::string(table);
  if (form == RowForm::markdown) return fmt::format("### {}\n\n{}", markdown(title), table);
  return fmt::format("\\begin{{table}}\n\\centering\n\\caption{{{}}}\n{}\\end{{table}}\n",
                     latex(title), table);
}

std::string latex_comment(std::string_view text) { return "% " + on_one_line(text) + '\n'; }

std::string markdown(std::string_view text) {
  constexpr std::string_view kMarkup = "|*_`[]\\~$";
  std::string result;
  for (const char c : on_one_line(text)) {
    if (kMarkup.find(c) != kMarkup.npos) result += '\\';
    result += c == '<' ? std::string("&lt;") : std::string(1, c);
  }
  return result;
}

std::string latex(std::string_view text) {
  constexpr std::string_view kSpecial = "{}$&#_%";
  std::string result;
  for (const char c : on_one_line(text)) {
    if (kSpecial.find(c) != kSpecial.npos) result += '\\';
    if (c == '-' && result.ends_with('-')) result += "{}";  // two would become a dash
    const std::string_view name = latex_of(c);
    result += name.empty() ? std::string(1, c) : std::string(name);
  }
  return result;
}

std::string short_number(double number) {
  if (std::floor(number) == number && std::fabs(number) < 1e15)
    return fmt::format("{}", static_cast<std::int64_t>(number));
  return fmt::format("{:.6g}", number);
}

}  // namespace rda
