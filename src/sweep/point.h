// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "json/value.h"

namespace rda::sweep {

/// Version of the format of points.
inline constexpr std::int64_t kSchema = 2;

/// One run of a sweep: everything its result depends on, and the knobs that tell it from others.
struct Point {
  std::string key;          ///< 64 hexadecimal digits; key_of(*this)
  json::Value chip;         ///< object: all of Chip
  json::Value workload;     ///< object: all of Workload; "data" is the file's absolute path
  json::Value mapping;      ///< object: all of MappingOptions
  json::Value run;          ///< object: all of rda::Conditions
  std::string simulator;    ///< which program it is a point of (sweep/simulator.h)
  std::string data_sha256;  ///< of the bytes of the workload's data file; empty: it has none
  json::Value knobs = json::Value::Object();  ///< object: name → what the spec varied or derived
  /// Absolute path → SHA-256 of the files that it was planned from, as far as no earlier point of
  /// the plan names them.
  std::map<std::string, std::string> files;
};

/// The name of the point's result: SHA-256, in hexadecimal, of the JSON text on one line of chip,
/// mapping, run, schema, simulator, workload and, if there is one, data_sha256, in place of the
/// path of the data file. Texts for people, knobs, files and key do not enter.
std::string key_of(const Point& point);

/// What the key says of the point's workload: two points run the same workload if it is equal.
std::string workload_of(const Point& point);

/// What the key says of chip, mapping options and conditions: two points are of the same design if
/// it is equal.
std::string design_of(const Point& point);

/// The point as a line of a points file, without the newline.
std::string to_line(const Point& point);

/// The point that a line spells. Its chip, workload, mapping and run are objects; what is in them
/// is not checked. @throws ConfigError  naming `where` ("points.jsonl:7"), also if the key is
/// another one than key_of() says
Point parse_point(std::string_view line, const std::string& where);

/// Members of chip and workload that are texts for people.
inline constexpr std::array<std::string_view, 3> kTexts{"description", "name", "sources"};

/// Where in a points file a point is.
struct PointPlace {
  std::streamoff byte = 0;
  std::size_t line = 0;
};

/// Reads a points file (JSON lines) point by point.
class PointReader {
 public:
  /// @throws ConfigError  if the file cannot be read
  explicit PointReader(const std::filesystem::path& file);

  /// The next point; none at the end. Empty lines are skipped.
  /// @throws ConfigError  naming file and line of what is no point, or of a read that failed
  std::optional<Point> next();

  /// "points.jsonl:7": where the last point was.
  std::string where() const;
  /// The same for at().
  PointPlace place() const { return {begin_, line_}; }
  /// The point at a place, which may have been found by another reader of the same file.
  /// @throws ConfigError  as next() does; if there is none, as the file has changed
  Point at(const PointPlace& place);

 private:
  Point parsed(const std::string& line) const;

  std::string name_;
  std::ifstream in_;
  std::streamoff begin_ = 0;  ///< of the last line
  std::size_t line_ = 0;
};

}  // namespace rda::sweep
