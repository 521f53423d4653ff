// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "sweep/planned_files.h"
#include "sweep/point.h"
#include "sweep/result.h"
#include "sweep/store.h"
#include "sweep/tally.h"

namespace rda::sweep {

/// One of `count` parts of a sweep: the points whose number in the file, from 0, is `index` modulo
/// `count`.
struct Shard {
  std::int64_t index = 0, count = 1;
};

/// Which points of a file are to run.
struct Selection {
  Shard shard;
  bool retry_failed = false;   ///< also those that have an error
  bool whole_reports = false;  ///< also those that are ok but have no whole report
};

/// How the point of a key ended; none if that is not known, or its file is corrupt.
std::optional<Status> stored_status(const Store& store, std::string_view key);
/// The same; none also if the choice says that it is to run.
std::optional<Status> settled(const Store& store, std::string_view key, const Selection& choice);

/// What is to be done of a sweep, or of a shard of it.
struct Work {
  std::vector<PointPlace> to_do;  ///< in the file's order
  Tally tally;                    ///< of the shard's points, without those to do
  PlannedFiles files;             ///< of all points
  std::int64_t repeated = 0;      ///< lines that have a point of an earlier line
};

/// @throws ConfigError  naming `where`, if a point is for another simulator than `ours`
void require_ours(const Point& point, const std::string& ours, const std::string& where);

/// Reads all points and looks them up.
/// @throws ConfigError  naming file and line of what is no point, or of a point that is for another
/// simulator, or whose data file is not the one it was planned with; if there is no point at all
Work find_work(const std::filesystem::path& points, const Store& store, const Selection& choice);

}  // namespace rda::sweep
