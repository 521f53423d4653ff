// SPDX-License-Identifier: Apache-2.0
#include "sweep/work.h"

#include <fmt/format.h>

#include <set>
#include <string>
#include <utility>

#include "base/text.h"
#include "rda/error.h"
#include "sweep/data_file.h"
#include "sweep/results.h"
#include "sweep/seen_keys.h"
#include "sweep/simulator.h"

namespace rda::sweep {
namespace {

namespace fs = std::filesystem;

/// Checks data files, each once.
class DataChecker {
 public:
  void check(const Point& point, const std::string& where) {
    if (point.data_sha256.empty()) return;
    if (!checked_.emplace(data_file(point), point.data_sha256).second) return;
    try {
      check_data(point);
    } catch (const InternalError& error) {
      throw ConfigError(where, "/workload/data", error.what());
    }
  }

 private:
  std::set<std::pair<std::string, std::string>> checked_;
};

}  // namespace

void require_ours(const Point& point, const std::string& ours, const std::string& where) {
  if (point.simulator == ours) return;
  throw ConfigError(where, "/simulator",
                    fmt::format("is a point of simulator {}, this is {} (plan again)",
                                one_line(point.simulator, 60), ours));
}

std::optional<Status> stored_status(const Store& store, std::string_view key) {
  try {
    const std::optional<Result> result = stored_result(store, key);
    return result ? std::optional(result->status) : std::nullopt;
  } catch (const ConfigError&) {
    return std::nullopt;
  }
}

std::optional<Status> settled(const Store& store, std::string_view key, const Selection& choice) {
  const std::optional<Status> status = stored_status(store, key);
  if (!status || (choice.retry_failed && is_error(*status))) return std::nullopt;
  std::error_code ignored;
  if (choice.whole_reports && *status == Status::ok &&
      !fs::is_regular_file(store.report_file(key), ignored))
    return std::nullopt;
  return status;
}

Work find_work(const fs::path& points, const Store& store, const Selection& choice) {
  std::error_code ignored;
  if (fs::exists(points, ignored) && !fs::is_regular_file(points, ignored))
    throw ConfigError(points.string(), "", "is no file (points are read more than once)");
  PointReader reader(points);
  Work work;
  DataChecker data;
  SeenKeys keys;
  const std::string ours = simulator();
  std::int64_t number = 0;
  for (; const std::optional<Point> point = reader.next(); ++number) {
    require_ours(*point, ours, reader.where());
    work.files.note(*point);
    if (!keys.add(point->key)) continue;
    if (number % choice.shard.count != choice.shard.index) continue;
    ++work.tally.points;
    if (const std::optional<Status> status = settled(store, point->key, choice)) {
      ++work.tally.of(*status);
    } else {
      data.check(*point, reader.where());
      work.to_do.push_back(reader.place());
    }
  }
  if (number == 0) throw ConfigError(points.string(), "", "holds no points");
  work.repeated = keys.repeated();
  return work;
}

}  // namespace rda::sweep
