// SPDX-License-Identifier: Apache-2.0
#include "sweep/results.h"

#include <utility>

#include "base/paths.h"
#include "rda/error.h"

namespace rda::sweep {

Results::Results(const std::filesystem::path& points, Store store, Complete complete)
    : reader_(points), store_(std::move(store)), complete_(std::move(complete)) {}

std::optional<Results::Row> Results::next() {
  std::optional<Point> point = reader_.next();
  while (point && !keys_.add(point->key)) point = reader_.next();
  if (!is_folder(store_.folder()))
    throw WorkloadError(store_.folder().string(),
                        "is no folder with results (rdasim sweep run makes it: --store)");
  if (!point) return std::nullopt;
  files_.note(*point);
  Row row{std::move(*point), std::nullopt, reader_.place().line};
  row.result = stored_result(store_, row.point.key);
  if (complete_ && row.result && row.result->status == Status::ok)
    complete_(row.point, row.result->report);
  return row;
}

std::optional<Result> stored_result(const Store& store, std::string_view key) {
  const std::optional<std::string> text = store.get(key);
  if (!text) return std::nullopt;
  const std::string file = store.file_of(key).string();
  Result result = parse_result(*text, file);
  if (!result.key.empty() && result.key != key)
    throw ConfigError(file, "/key", "is that of another point than the file's name");
  return result;
}

void for_each_metric(
    const json::Value& report,
    const std::function<void(const std::string& name, const json::Value& value)>& take) {
  const auto* members = report.get_if<json::Value::Object>();
  if (!members) return;
  for (const auto& [key, value] : *members) {
    if (value.get_if<json::Value::Object>())
      for_each_metric(value, [&, &outer = key](const std::string& name, const json::Value& inner) {
        take(outer + '.' + name, inner);
      });
    else if (!value.is_null() && !value.get_if<json::Value::Array>())
      take(key, value);
  }
}

}  // namespace rda::sweep
