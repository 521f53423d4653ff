// SPDX-License-Identifier: Apache-2.0
#include "sweep/table_database.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdint>

#include "base/text.h"

namespace rda::sweep {
namespace {

using json::Value;

constexpr std::size_t kPiece = std::size_t{1} << 20;  // bytes that are written at once

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return text;
}

std::string in_quotes(const std::string& text) {
  std::string quoted = "\"";
  for (const char letter : text) quoted += letter == '"' ? "\"\"" : std::string(1, letter);
  return quoted + '"';
}

/// SQLite has no flags and nothing that nests.
void bind(SQLite::Statement& statement, int place, const Value& value) {
  if (const bool* flag = value.get_if<bool>()) {
    statement.bind(place, *flag ? 1 : 0);
  } else if (const json::Integer* whole = value.get_if<json::Integer>()) {
    const auto* number = std::get_if<std::int64_t>(whole);
    number ? statement.bind(place, *number) : statement.bind(place, json::to_string(*whole));
  } else if (const double* real = value.get_if<double>()) {
    statement.bind(place, *real);
  } else if (const std::string* text = value.get_if<std::string>()) {
    statement.bind(place, *text);
  } else if (!value.is_null()) {
    statement.bind(place, json::dump_line(value));
  }
}

std::string cell_text(const SQLite::Column& cell, RowForm form) {
  if (cell.isNull()) return "";
  if (!cell.isFloat()) return cell.getString();
  if (form != RowForm::csv) return short_number(cell.getDouble());
  std::string text;
  json::append_text(text, cell.getDouble());
  return text;
}

}  // namespace

TableDatabase::TableDatabase(const std::filesystem::path& file, std::string name)
    : name_(std::move(name)), sqlite_(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE) {
  // The file counts once it is complete; until then nobody needs a journal of it.
  for (const char* how : {"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF"})
    sqlite_.exec(how);
  sqlite_.exec("CREATE TABLE points (\"key\", \"status\", \"message\")");
  for (const char* title : {"key", "status", "message"})
    take_column({ColumnSource::fixed, title}, title);
  transaction_.emplace(sqlite_);
}

void TableDatabase::add(const Cells& cells) {
  for (const auto& [name, value] : cells)
    if (!columns_.contains(name)) add_column(name);
  if (!insert_) prepare();
  for (const auto& [name, value] : cells) bind(*insert_, columns_.at(name), value);
  insert_->exec();
  insert_->reset();
  insert_->clearBindings();
}

void TableDatabase::finish() {
  insert_.reset();
  transaction_->commit();
  transaction_.reset();
}

std::vector<std::string> TableDatabase::usual() {
  std::vector<std::string> names;
  for (const auto& [name, place] : columns_)
    if (name.first == ColumnSource::knob && varies(name)) names.push_back(title_of(name));
  for (const char* figure : {"cycles", "latency_ms"})
    names.push_back(title_of({ColumnSource::figure, figure}));
  for (const auto& [name, place] : columns_)
    if (name.first == ColumnSource::worked_out) names.push_back(name.second);
  return names;
}

void TableDatabase::write(RowForm form, const std::vector<std::string>& names,
                          const std::function<void(std::string_view piece)>& write) {
  const std::vector<std::string> columns = expressions(names);
  const RowWriter writer(form, with_kinds(names, columns));
  SQLite::Statement rows(
      sqlite_, fmt::format("SELECT {} FROM points ORDER BY rowid", fmt::join(columns, ", ")));
  std::string piece = writer.head();
  std::vector<std::string> cells(names.size());
  while (rows.executeStep()) {
    for (std::size_t i = 0; i < cells.size(); ++i)
      cells[i] = cell_text(rows.getColumn(static_cast<int>(i)), form);
    piece += writer.row(cells);
    if (piece.size() < kPiece) continue;
    write(piece);
    piece.clear();
  }
  write(piece + writer.foot());
}

void TableDatabase::take_column(const ColumnName& name, const std::string& title) {
  lower_titles_.insert(lower(title));  // SQLite does not tell large letters from small ones
  titles_.push_back(title);
  columns_.emplace(name, static_cast<int>(columns_.size()) + 1);
}

/// The title of a column, or the one that it would have.
std::string TableDatabase::title_of(const ColumnName& name) const {
  if (const auto found = columns_.find(name); found != columns_.end())
    return titles_[static_cast<std::size_t>(found->second - 1)];
  const std::string prefix = name.first == ColumnSource::knob ? "knob." : "report.";
  std::string title = legible(name.second);  // SQL ends at a NUL
  while (lower_titles_.contains(lower(title))) title.insert(0, prefix);
  return title;
}

void TableDatabase::add_column(const ColumnName& name) {
  const std::string title = title_of(name);
  insert_.reset();
  sqlite_.exec("ALTER TABLE points ADD COLUMN " + in_quotes(title));
  take_column(name, title);
}

/// Columns in SQL.
std::vector<std::string> TableDatabase::expressions(const std::vector<std::string>& names) const {
  std::vector<std::string> all;
  for (const std::string& name : names) {
    const ColumnName worked_out{ColumnSource::worked_out, name};
    const std::string title = columns_.contains(worked_out) ? title_of(worked_out) : name;
    all.push_back(std::ranges::find(titles_, title) == titles_.end() ? "NULL" : in_quotes(title));
  }
  return all;
}

bool TableDatabase::varies(const ColumnName& name) {
  const std::string column = in_quotes(title_of(name));
  SQLite::Statement query(
      sqlite_,
      fmt::format("SELECT min({0}) IS NOT max({0}) OR count({0}) < count(*) FROM points", column));
  query.executeStep();
  return query.getColumn(0).getInt() != 0;
}

/// Columns without a text are numbers.
std::vector<RowColumn> TableDatabase::with_kinds(const std::vector<std::string>& names,
                                                 const std::vector<std::string>& columns) {
  std::vector<std::string> texts;
  for (const std::string& column : columns)
    texts.push_back(fmt::format("total(typeof({}) = 'text')", column));
  SQLite::Statement query(sqlite_, fmt::format("SELECT {} FROM points", fmt::join(texts, ", ")));
  query.executeStep();
  std::vector<RowColumn> all;
  for (const std::string& name : names)
    all.push_back({name, query.getColumn(static_cast<int>(all.size())).getDouble() == 0});
  return all;
}

void TableDatabase::prepare() {
  std::string places = "?";
  for (std::size_t i = 1; i < columns_.size(); ++i) places += ", ?";
  insert_.emplace(sqlite_, "INSERT INTO points VALUES (" + places + ")");
}

}  // namespace rda::sweep
