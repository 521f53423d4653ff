// SPDX-License-Identifier: Apache-2.0
#include "sweep/result.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "json/sum.h"
#include "rda/error.h"

namespace rda::sweep {
namespace {

using json::Value;

/// The text under a key of a stored result. @throws ConfigError
const std::string& text_at(const Value::Object& members, std::string_view key,
                           const std::string& file) {
  const auto found = members.find(key);
  const std::string* text = found == members.end() ? nullptr : found->second.get_if<std::string>();
  if (!text) throw ConfigError(file, json::child("", key), "is no text (the file was changed)");
  return *text;
}

Status to_status(const std::string& word, const std::string& file) {
  const auto all = names(Status{});
  const auto found = std::ranges::find(all, word);
  if (found == all.end())
    throw ConfigError(
        file, "/status",
        fmt::format("\"{}\" is no status (one of {})", one_line(word, 40), fmt::join(all, ", ")));
  return static_cast<Status>(found - all.begin());
}

}  // namespace

std::string to_text(const Point& point, const Result& result) {
  Value line = json::parse(to_line(point), "point");
  auto& members = *line.get_if<Value::Object>();
  for (const char* part : {"files", "knobs"}) members.erase(part);
  if (!point.data_sha256.empty()) (*members["workload"].get_if<Value::Object>())["data"] = "";
  members["status"] = names(result.status)[static_cast<std::size_t>(result.status)];
  if (!result.message.empty()) members["message"] = result.message;
  if (!result.report.is_null()) members["report"] = result.report;
  json::add_sum(line);
  return json::dump_line(line) + "\n";
}

Result parse_result(std::string_view text, const std::string& file) {
  Value value = json::parse(text, file);
  auto* members = value.get_if<Value::Object>();
  if (!members) throw ConfigError(file, "", "is no result of a sweep (an object)");
  json::take_sum(value, file);
  Result result;
  if (members->contains("key")) result.key = text_at(*members, "key", file);
  result.status = to_status(text_at(*members, "status", file), file);
  if (members->contains("message")) result.message = text_at(*members, "message", file);
  if (const auto report = members->find("report"); report != members->end())
    result.report = std::move(report->second);
  if ((result.status == Status::ok) != (result.report.get_if<Value::Object>() != nullptr))
    throw ConfigError(file, "/report", "must be present if the status is \"ok\", and only then");
  return result;
}

}  // namespace rda::sweep
