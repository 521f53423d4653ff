// SPDX-License-Identifier: Apache-2.0
#include "sweep/table.h"

#include <fmt/format.h>

#include "rda/describe.h"
#include "rda/error.h"
#include "sweep/table_database.h"

namespace rda::sweep {
namespace {

using json::Value;

Cells cells_of(const Results::Row& row, const Table::WorkedOut& worked_out) {
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
  for (const auto& [name, number] : worked_out)
    add(ColumnSource::worked_out, name, number ? Value(*number) : Value());
  return cells;
}

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
  database_ = writing(known, [&] { return std::make_unique<TableDatabase>(file, known); });
}

Table::~Table() = default;

void Table::add(const Results::Row& row, const WorkedOut& worked_out) {
  writing(database_->name(), [&] { database_->add(cells_of(row, worked_out)); });
}

void Table::finish() {
  writing(database_->name(), [&] { database_->finish(); });
}

std::vector<std::string> Table::columns() const { return database_->titles(); }

std::vector<std::string> Table::usual_columns() {
  return writing(database_->name(), [&] { return database_->usual(); });
}

void Table::write(RowForm form, const std::vector<std::string>& names,
                  const std::function<void(std::string_view piece)>& write) {
  writing(database_->name(), [&] { database_->write(form, names, write); });
}

}  // namespace rda::sweep
