// SPDX-License-Identifier: Apache-2.0
#include "sweep/table.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "rda/describe.h"
#include "rda/error.h"

namespace rda::sweep {

/// Where a value comes from, and what it is called there. Knobs come before figures.
enum class ColumnSource { fixed, knob, figure };
using ColumnName = std::pair<ColumnSource, std::string>;

namespace {

using json::Value;

using Cells = std::vector<std::pair<ColumnName, Value>>;

Cells cells_of(const Results::Row& row) {
  Cells cells;
  const auto add = [&](ColumnSource source, const std::string& name, const Value& value) {
    cells.emplace_back(ColumnName{source, name}, value);
  };
  add(ColumnSource::fixed, "key", row.point.key);
  add(ColumnSource::fixed, "status", row.result ? rda::word(row.result->status) : "missing");
  if (row.result && !row.result->message.empty())
    add(ColumnSource::fixed, "message", row.result->message);
  for (const auto& [name, value] : row.point.knobs.get<Value::Object>())
    add(ColumnSource::knob, name, value);
  if (row.result)
    for_each_metric(row.result->report, [&](const std::string& name, const Value& value) {
      add(ColumnSource::figure, name, value);
    });
  return cells;
}

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

std::string csv_cell(const SQLite::Column& cell) {
  std::string text;
  if (cell.isFloat()) {
    json::append_text(text, cell.getDouble());
  } else if (!cell.isNull()) {
    text = cell.getString();
    if (text.find_first_of(",\"\r\n") != text.npos) text = in_quotes(text);
  }
  return text;
}

}  // namespace

class Table::Database {
 public:
  Database(const std::filesystem::path& file, std::string name)
      : name_(std::move(name)),
        sqlite_(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE) {
    // The file counts once it is complete; until then nobody needs a journal of it.
    for (const char* how : {"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF"})
      sqlite_.exec(how);
    sqlite_.exec("CREATE TABLE points (\"key\", \"status\", \"message\")");
    for (const char* title : {"key", "status", "message"})
      take_column({ColumnSource::fixed, title}, title);
    transaction_.emplace(sqlite_);
  }

  void add(const Cells& cells) {
    for (const auto& [name, value] : cells)
      if (!columns_.contains(name)) add_column(name);
    if (!insert_) prepare();
    for (const auto& [name, value] : cells) bind(*insert_, columns_.at(name), value);
    insert_->exec();
    insert_->reset();
    insert_->clearBindings();
  }

  void finish() {
    insert_.reset();
    transaction_->commit();
    transaction_.reset();
  }

  void write_csv(const std::function<void(std::string_view piece)>& write) {
    SQLite::Statement rows(sqlite_, "SELECT * FROM points ORDER BY rowid");
    std::string piece;
    const auto add_line = [&](const auto& cell_of) {
      for (int i = 0; i < rows.getColumnCount(); ++i) {
        if (i > 0) piece += ',';
        piece += cell_of(i);
      }
      piece += '\n';
    };
    add_line([&](int i) {
      const std::string name = rows.getColumnName(i);
      return name.find_first_of(",\"\r\n") == name.npos ? name : in_quotes(name);
    });
    while (rows.executeStep()) {
      add_line([&](int i) { return csv_cell(rows.getColumn(i)); });
      if (piece.size() < kPiece) continue;
      write(piece);
      piece.clear();
    }
    write(piece);
  }

  const std::string& name() const { return name_; }

 private:
  static constexpr std::size_t kPiece = std::size_t{1} << 20;

  void take_column(const ColumnName& name, const std::string& title) {
    titles_.insert(lower(title));  // SQLite does not tell large letters from small ones
    columns_.emplace(name, static_cast<int>(columns_.size()) + 1);
  }

  void add_column(const ColumnName& name) {
    const std::string prefix = name.first == ColumnSource::knob ? "knob." : "report.";
    std::string title = name.second;
    while (titles_.contains(lower(title))) title.insert(0, prefix);
    insert_.reset();
    sqlite_.exec("ALTER TABLE points ADD COLUMN " + in_quotes(title));
    take_column(name, title);
  }

  void prepare() {
    std::string places = "?";
    for (std::size_t i = 1; i < columns_.size(); ++i) places += ", ?";
    insert_.emplace(sqlite_, "INSERT INTO points VALUES (" + places + ")");
  }

  const std::string name_;
  SQLite::Database sqlite_;
  std::map<ColumnName, int> columns_;  ///< by where they come from; places count from 1
  std::set<std::string> titles_;
  std::optional<SQLite::Transaction> transaction_;
  std::optional<SQLite::Statement> insert_;
};

namespace {

/// Calls `work`; what SQLite says of the file is an output that cannot be written.
template <class Work>
auto writing(const std::string& file, Work&& work) try {
  return work();
} catch (const SQLite::Exception& error) {
  throw OutputError(fmt::format("{}: cannot be written: {}", file, error.what()));
}

}  // namespace

Table::Table(const std::filesystem::path& file, const std::string& name) {
  const std::string known = name.empty() ? file.string() : name;
  database_ = writing(known, [&] { return std::make_unique<Database>(file, known); });
}

Table::~Table() = default;

void Table::add(const Results::Row& row) {
  writing(database_->name(), [&] { database_->add(cells_of(row)); });
}

void Table::finish() {
  writing(database_->name(), [&] { database_->finish(); });
}

void Table::write_csv(const std::function<void(std::string_view piece)>& write) {
  writing(database_->name(), [&] { database_->write_csv(write); });
}

}  // namespace rda::sweep
