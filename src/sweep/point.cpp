// SPDX-License-Identifier: Apache-2.0
#include "sweep/point.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/paths.h"
#include "base/sha256.h"
#include "base/text.h"
#include "json/file_kind.h"
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
  json::Field* schema = add("schema", Kind::integer, "version of this format; plan again");
  schema->shape.lo = schema->shape.hi = json::make_integer(kSchema);
  return shape;
}

constexpr std::string_view kObjects[] = {"chip", "knobs", "mapping", "run", "workload"};

/// A point as JSON text on one line, members in the order of their keys. No Value is made of it: a
/// sweep has many points.
class LineWriter {
 public:
  explicit LineWriter(const Point& point) : point_(point) {}

  /// The whole line.
  std::string line() {
    add("chip", json::dump_line(point_.chip));
    add_data();
    add_files();
    add("key", json::dump_line(point_.key));
    add("knobs", json::dump_line(point_.knobs));
    add_rest();
    add("workload", json::dump_line(point_.workload));
    return text_ + '}';
  }

  /// What the key is made of.
  std::string inputs() {
    add("chip", inputs_of(point_.chip));
    add_data();
    add_rest();
    add("workload", inputs_of(point_.workload));
    return text_ + '}';
  }

  /// What of this is the workload.
  std::string workload() {
    add_data();
    add("workload", inputs_of(point_.workload));
    return text_ + '}';
  }

  /// What of this is no workload.
  std::string design() {
    add("chip", inputs_of(point_.chip));
    add_rest();
    return text_ + '}';
  }

 private:
  static void add(std::string& text, std::string_view key, std::string_view value) {
    text += text.empty() ? "{" : ", ";
    json::append_text(text, key);
    text += ": ";
    text += value;
  }
  void add(std::string_view key, std::string_view value) { add(text_, key, value); }
  void add_data() {
    if (!point_.data_sha256.empty()) add("data_sha256", json::dump_line(point_.data_sha256));
  }
  void add_files() {
    std::string text;
    for (const auto& [file, sha256] : point_.files) add(text, file, json::dump_line(sha256));
    if (!text.empty()) add("files", text + '}');
  }
  void add_rest() {
    add("mapping", json::dump_line(point_.mapping));
    add("run", json::dump_line(point_.run));
    add("schema", json::dump_line(kSchema));
    add("simulator", json::dump_line(point_.simulator));
  }

  /// Chip or workload without texts for people. The same bytes are the same data, wherever they
  /// lie.
  std::string inputs_of(const Value& part) const {
    std::string text;
    for (const auto& [key, value] : part.get<Value::Object>())
      if (std::ranges::find(kTexts, key) == kTexts.end() &&
          !(key == "data" && !point_.data_sha256.empty()))
        add(text, key, json::dump_line(value));
    return text + '}';
  }

  const Point& point_;
  std::string text_;
};

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

/// Takes the files out of a line, which not every line has.
std::map<std::string, std::string> take_files(Value& line, const std::string& where) {
  std::map<std::string, std::string> files;
  auto& members = *line.get_if<Value::Object>();
  const auto found = members.find("files");
  if (found == members.end()) return files;
  const auto* named = found->second.get_if<Value::Object>();
  if (!named) throw ConfigError(where, "/files", "expected an object of SHA-256 by path");
  for (const auto& [file, sha256] : *named) {
    const auto* text = sha256.get_if<std::string>();
    if (!text) throw ConfigError(where, json::child("/files", file), "is no text (a SHA-256)");
    files[file] = *text;
  }
  members.erase(found);
  return files;
}

}  // namespace

std::string key_of(const Point& point) { return sha256(LineWriter(point).inputs()); }

std::string workload_of(const Point& point) { return LineWriter(point).workload(); }

std::string design_of(const Point& point) { return LineWriter(point).design(); }

std::string to_line(const Point& point) { return LineWriter(point).line(); }

Point parse_point(std::string_view line, const std::string& where) {
  Value value = json::parse(line, where);
  if (!value.get_if<Value::Object>())
    throw ConfigError(where, "",
                      "expected a point (an object), got " + one_line(json::dump_line(value), 40));
  Value::Object objects = take_objects(value, where);
  std::map<std::string, std::string> files = take_files(value, where);
  for (const json::Problem& problem : json::problems(value, line_shape()))
    throw ConfigError(where, problem.pointer, problem.text);
  const auto& members = value.get<Value::Object>();
  Point point;
  point.key = members.at("key").get<std::string>();
  point.simulator = members.at("simulator").get<std::string>();
  if (const auto data = members.find("data_sha256"); data != members.end())
    point.data_sha256 = data->second.get<std::string>();
  point.chip = std::move(objects["chip"]);
  point.files = std::move(files);
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
  if (!in_ || is_folder(file))
    throw ConfigError(name_, "",
                      "cannot be read: " + std::generic_category().message(in_ ? EISDIR : errno));
}

std::optional<Point> PointReader::next() {
  std::string line;
  for (std::streamoff begin = in_.tellg(); std::getline(in_, line); begin = in_.tellg()) {
    begin_ = begin;
    ++line_;
    if (line.find_first_not_of(" \t\r") != line.npos) return parsed(line);
  }
  if (in_.bad()) throw ConfigError(where(), "", "cannot be read");
  return std::nullopt;
}

/// What is no point in the first line may be a file of another kind.
Point PointReader::parsed(const std::string& line) const {
  try {
    return parse_point(line, where());
  } catch (const ConfigError&) {
    if (begin_ == 0)
      json::refuse_other_kind(json::kind_of_file(name_), json::FileKind::points, name_);
    throw;
  }
}

Point PointReader::at(const PointPlace& place) {
  in_.clear();
  in_.seekg(place.byte);
  line_ = place.line - 1;
  std::optional<Point> point = next();
  if (!point || line_ != place.line)
    throw ConfigError(where(), "", "has no point any more (the file was changed)");
  return std::move(*point);
}

std::string PointReader::where() const { return fmt::format("{}:{}", name_, line_); }

}  // namespace rda::sweep
