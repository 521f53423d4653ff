// SPDX-License-Identifier: Apache-2.0
#include "sweep/point.h"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "base/sha256.h"
#include "base/text.h"
#include "json/shape.h"
#include "rda/error.h"

namespace rda::sweep {
namespace {

using json::Value;

/// A line of a points file. Objects are checked to be objects alone: what is in them belongs to
/// other modules.
json::Shape line_shape() {
  using Kind = json::Shape::Kind;
  json::Shape shape;
  const auto add = [&](const char* key, Kind kind, const char* meaning) {
    json::Field& field = shape.fields.emplace_back();
    field.key = key;
    field.meaning = meaning;
    field.shape.kind = kind;
    field.required = true;
    return &field;
  };
  add("key", Kind::string, "SHA-256 of the other members but knobs");
  add("simulator", Kind::string, "program that it is a point of");
  add("data_sha256", Kind::string, "of the workload's data file")->required = false;
  json::Field* schema = add("schema", Kind::integer, "version of this format");
  schema->shape.lo = schema->shape.hi = json::make_integer(kSchema);
  return shape;
}

constexpr std::string_view kObjects[] = {"chip", "knobs", "mapping", "run", "workload"};

/// What determines the result, as the key has it.
Value::Object content(const Point& point) {
  Value::Object members{
      {"chip", point.chip}, {"mapping", point.mapping},     {"run", point.run},
      {"schema", kSchema},  {"simulator", point.simulator}, {"workload", point.workload}};
  if (!point.data_sha256.empty()) members["data_sha256"] = point.data_sha256;
  return members;
}

/// Takes the objects out of a line; what is left has line_shape().
Value::Object take_objects(Value& line, const std::string& where) {
  Value::Object objects;
  auto& members = *line.get_if<Value::Object>();
  for (const std::string_view key : kObjects) {
    const auto found = members.find(key);
    if (found == members.end())
      throw ConfigError(where, json::child("", key), "missing (an object)");
    if (!found->second.get_if<Value::Object>())
      throw ConfigError(where, json::child("", key),
                        "expected an object, got " + one_line(json::dump_line(found->second), 40));
    objects[std::string(key)] = std::move(found->second);
    members.erase(found);
  }
  return objects;
}

}  // namespace

std::string key_of(const Point& point) {
  Value::Object members = content(point);
  // The same bytes are the same data, wherever they lie.
  if (!point.data_sha256.empty()) (*members["workload"].get_if<Value::Object>())["data"] = "";
  return sha256(json::dump_line(members));
}

std::string to_line(const Point& point) {
  Value::Object members = content(point);
  members["key"] = point.key;
  members["knobs"] = point.knobs;
  return json::dump_line(members);
}

Point parse_point(std::string_view line, const std::string& where) {
  Value value = json::parse(line, where);
  if (!value.get_if<Value::Object>())
    throw ConfigError(where, "",
                      "expected a point (an object), got " + one_line(json::dump_line(value), 40));
  Value::Object objects = take_objects(value, where);
  for (const json::Problem& problem : json::problems(value, line_shape()))
    throw ConfigError(where, problem.pointer, problem.text);
  const auto& members = value.get<Value::Object>();
  Point point;
  point.key = members.at("key").get<std::string>();
  point.simulator = members.at("simulator").get<std::string>();
  if (const auto data = members.find("data_sha256"); data != members.end())
    point.data_sha256 = data->second.get<std::string>();
  point.chip = std::move(objects["chip"]);
  point.knobs = std::move(objects["knobs"]);
  point.mapping = std::move(objects["mapping"]);
  point.run = std::move(objects["run"]);
  point.workload = std::move(objects["workload"]);
  if (const std::string key = key_of(point); key != point.key)
    throw ConfigError(where, "/key",
                      fmt::format("\"{}\" is not the key of this point, which is \"{}\" (the line "
                                  "was changed; plan again)",
                                  one_line(point.key, 64), key));
  return point;
}

PointReader::PointReader(const std::filesystem::path& file) : name_(file.string()), in_(file) {
  if (!in_ || std::filesystem::is_directory(file))
    throw ConfigError(name_, "",
                      "cannot be read: " + std::generic_category().message(in_ ? EISDIR : errno));
}

std::optional<Point> PointReader::next() {
  for (std::string line; std::getline(in_, line);) {
    ++line_;
    if (line.find_first_not_of(" \t\r") != line.npos) return parse_point(line, where());
  }
  if (in_.bad()) throw ConfigError(where(), "", "cannot be read");
  return std::nullopt;
}

std::string PointReader::where() const { return fmt::format("{}:{}", name_, line_); }

}  // namespace rda::sweep
