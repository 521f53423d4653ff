// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "sweep/planned_files.h"
#include "sweep/point.h"
#include "sweep/result.h"
#include "sweep/seen_keys.h"
#include "sweep/store.h"

namespace rda::sweep {

/// The points of a file with what a store knows of them, one after another, in the file's order:
/// there may be more of them than fit into memory. A point that stands in several lines comes with
/// the first.
class Results {
 public:
  /// Adds figures to the report of a point that ran, which follow from what it has.
  using Complete = std::function<void(const Point&, json::Value& report)>;

  /// @param complete  sees each report first; none: reports stay as they are stored
  /// @throws ConfigError  if the points file cannot be read
  Results(const std::filesystem::path& points, Store store, Complete complete = {});

  struct Row {
    Point point;
    std::optional<Result> result;  ///< none: it has not run yet
    std::size_t line = 0;          ///< of the points file, from 1
  };
  /// The next row; none at the end.
  /// @throws ConfigError  naming the points file and line, or the stored file, that is corrupt
  /// @throws WorkloadError  if the store is no folder
  std::optional<Row> next();
  /// "points.jsonl:7": where the last point was.
  std::string where() const { return reader_.where(); }
  /// How many lines so far had a point of an earlier line.
  std::int64_t repeated() const { return keys_.repeated(); }
  /// What the points so far were planned from.
  const PlannedFiles& files() const { return files_; }

 private:
  PointReader reader_;
  PlannedFiles files_;
  SeenKeys keys_;
  Store store_;
  Complete complete_;
};

/// What a store has of a point; none: nothing.
/// @throws ConfigError  naming the stored file, if it is corrupt or of another point
std::optional<Result> stored_result(const Store& store, std::string_view key);

/// Calls `take` with every scalar figure of a report, in order, by its dotted name, e.g.
/// "utilization.pcu". Lists, and members that are null, are left out.
void for_each_metric(
    const json::Value& report,
    const std::function<void(const std::string& name, const json::Value& value)>& take);

}  // namespace rda::sweep
