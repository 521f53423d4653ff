// SPDX-License-Identifier: Apache-2.0
#include "app/sweep/find_point.h"

#include <fmt/format.h>

#include <charconv>
#include <cstddef>
#include <optional>

#include "base/text.h"
#include "rda/error.h"
#include "sweep/data_file.h"

namespace rda::app {
namespace {

using sweep::Point;

/// More digits are those of a key.
constexpr std::size_t kMostLineDigits = 7, kKeyDigits = 64;

bool is_line(const std::string& which) {
  return which.size() <= kMostLineDigits && which.find_first_not_of("0123456789") == which.npos;
}

bool is_key_part(const std::string& which) {
  return which.size() <= kKeyDigits && which.find_first_not_of("0123456789abcdef") == which.npos;
}

Point point_in_line(const PointName& name) {
  std::size_t wanted = 0;
  std::from_chars(name.which.data(), name.which.data() + name.which.size(), wanted);
  sweep::PointReader reader(name.file);
  std::size_t last = 0;
  while (std::optional<Point> point = reader.next()) {
    last = reader.place().line;
    if (last == wanted) return std::move(*point);
  }
  throw ConfigError(
      name.file, "",
      fmt::format("has no point in line {} (lines count from 1; the last point is in line {})",
                  wanted, last));
}

Point point_of_key(const PointName& name) {
  sweep::PointReader reader(name.file);
  std::optional<Point> found;
  std::size_t line = 0;
  while (std::optional<Point> point = reader.next()) {
    if (!point->key.starts_with(name.which) || (found && found->key == point->key)) continue;
    if (found)
      throw ConfigError(name.file, "",
                        fmt::format("the keys in lines {} and {} begin with {} (give more digits)",
                                    line, reader.place().line, name.which));
    found = std::move(point);
    line = reader.place().line;
  }
  if (!found)
    throw ConfigError(name.file, "",
                      fmt::format("has no point whose key begins with {}", name.which));
  return std::move(*found);
}

}  // namespace

PointName to_point_name(const std::string& option, const std::string& word) {
  const std::size_t colon = word.rfind(':');
  PointName name{word.substr(0, colon), colon == word.npos ? "" : word.substr(colon + 1)};
  if (name.file.empty() || name.which.empty() || !is_key_part(name.which))
    throw UsageError(fmt::format(
        "{}: {} is not POINTS:LINE or POINTS:KEY (e.g. points.jsonl:17, points.jsonl:3fa90c21)",
        option, one_line(word, 400)));
  return name;
}

sweep::Point find_point(const PointName& name) {
  Point point = is_line(name.which) ? point_in_line(name) : point_of_key(name);
  try {
    sweep::check_data(point);
  } catch (const InternalError& error) {
    throw ConfigError(name.file, "", error.what());
  }
  return point;
}

}  // namespace rda::app
